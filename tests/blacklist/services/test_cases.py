"""Cases: opened at their own court, with their basis and parties; the enforcement notice recorded."""

import uuid
from datetime import date
from typing import Any

import pytest

from blacklist.law.duties import Duty
from blacklist.models import EnforcementCase, PartyRole, Task
from blacklist.services import cases
from tests.blacklist.services.drafts import DIRECT, code_of, instant
from tests.factories import people

pytestmark = pytest.mark.django_db
ON = date(2024, 3, 15)
BASIS = cases.Basis("示范仲裁委员会", "（2023）示范裁字第1号", "支付货款10000元。")


def opened(**changes: Any) -> EnforcementCase:
    said: dict[str, Any] = {
        "case_number": "（2024）兵9901执7号",
        "filed_on": ON,
        "basis": BASIS,
        "parties": [],
        "by": people.clerk(),
        "at": instant(ON),
    }
    return cases.open_case(**{**said, **changes})


class TestOpenCase:
    def test_enters_the_case_with_its_basis_and_parties(self) -> None:
        """L6 item 5: issuer and number of the basis document, case number, day of filing, court."""
        party = cases.PartyNamed(people.person().pk, PartyRole.JUDGMENT_DEBTOR)
        case = opened(case_number=" (2024) 兵9901 执 7号", parties=[party, party])
        assert (case.case_number, case.court_id) == ("（2024）兵9901执7号", "兵9901")
        assert case.case_number_as_written == " (2024) 兵9901 执 7号"
        basis = case.basis_documents.get()
        assert (basis.issuer, basis.number, basis.obligation) == (BASIS.issuer, BASIS.number, BASIS.obligation)
        assert "支付货款".encode() not in bytes(basis.obligation_sealed)
        assert case.parties.get().person_id == party.person_id

    @pytest.mark.law("J15")
    def test_needs_the_duty_then_the_court_the_number_names(self) -> None:
        """J15: the court code in the case number is the court's own."""
        lacking = people.officer(duties=set(Duty) - {Duty.REGISTER}, court_code=people.OTHER_COURT)
        assert code_of(lambda: opened(by=lacking)) == "duty-required"
        assert code_of(lambda: opened(by=people.clerk(people.OTHER_COURT))) == "other-court"

    @pytest.mark.law("F8.1")
    @pytest.mark.parametrize("number", ["（2024）兵9901民初7号", "（2025）兵9901执7号", "2024-7"])
    def test_takes_enforcement_cases_only(self, number: str) -> None:
        """§8.1, §9.1: type 执, 执恢 or 执他, not of a year to come."""
        assert code_of(lambda: opened(case_number=number)) == "case-number"

    @pytest.mark.law("P251", "T2")
    def test_makes_the_notice_a_duty_of_ten_days_to_each_debtor(self) -> None:
        """Application 2026-03-02: the enforcement notice is due 2026-03-12."""
        debtors = [cases.PartyNamed(people.person().pk, PartyRole.JUDGMENT_DEBTOR) for _ in range(2)]
        applicant = cases.PartyNamed(people.unit().pk, PartyRole.APPLICANT)
        on = date(2026, 3, 2)
        case = opened(
            case_number="（2026）兵9901执7号", filed_on=on, parties=[*debtors, applicant, debtors[0]], at=instant(on)
        )
        owed = Task.objects.filter(kind="enforcement_notice", matter_id=case.pk)
        assert {task.subject_id for task in owed} == {debtor.person_id for debtor in debtors}
        assert {(task.due_on, task.holder, task.state) for task in owed} == {(date(2026, 3, 12), "serve", "open")}
        cases.record_notice(
            case.pk,
            served_on=on,
            service_method=DIRECT,
            perform_by=date(2026, 3, 20),
            has_risk_warning=True,
            by=people.clerk(),
            at=instant(on),
        )
        assert {task.state for task in owed.all()} == {"done"}

    @pytest.mark.law("P-CRIM")
    def test_rests_on_the_property_part_of_a_criminal_judgment_as_well(self) -> None:
        """A fine in a case of type 刑初; the basis document's number is its issuer's own."""
        basis = cases.Basis("示范第一人民法院", "（2023）兵9901刑初12号", "罚金人民币50000元。")
        assert opened(basis=basis).basis_documents.get().number == "（2023）兵9901刑初12号"

    def test_refuses_a_filing_to_come(self) -> None:
        assert code_of(lambda: opened(filed_on=date(2024, 3, 16))) == "date-in-future"

    def test_needs_every_party_on_file(self) -> None:
        stranger = cases.PartyNamed(uuid.UUID(int=0), PartyRole.JUDGMENT_DEBTOR)
        assert code_of(lambda: opened(parties=[stranger])) == "not-found"
        assert not EnforcementCase.objects.exists()

    def test_enters_a_case_once_however_its_number_is_typed(self) -> None:
        opened()
        assert code_of(lambda: opened(case_number="(2024)兵9901执7号")) == "duplicate"
        assert EnforcementCase.objects.count() == 1


class TestEnforcementNotice:
    @pytest.mark.law("P251")
    def test_is_due_ten_days_after_the_application(self) -> None:
        """Received 2026-03-02, filed the day after → due 2026-03-12."""
        filed_on, debtor = date(2026, 3, 3), cases.PartyNamed(people.person().pk, PartyRole.JUDGMENT_DEBTOR)
        said = {
            "case_number": "（2026）兵9901执7号",
            "filed_on": filed_on,
            "parties": [debtor],
            "at": instant(filed_on),
        }
        case = opened(**said, application_received_on=date(2026, 3, 2))
        task = Task.objects.get()
        assert (task.kind, task.matter_id, task.due_on) == ("enforcement_notice", case.pk, date(2026, 3, 12))

    @pytest.mark.law("P251")
    def test_follows_an_application_before_the_filing(self) -> None:
        assert code_of(lambda: opened(application_received_on=date(2024, 3, 16))) == "date"


class TestRecordNotice:
    def record(self, case_id: uuid.UUID, **changes: Any) -> EnforcementCase:
        said: dict[str, Any] = {
            "served_on": ON,
            "service_method": DIRECT,
            "perform_by": date(2024, 3, 25),
            "has_risk_warning": True,
            "by": people.clerk(),
            "at": instant(ON),
        }
        return cases.record_notice(case_id, **{**said, **changes})

    @pytest.mark.law("L5-1")
    def test_records_service_period_and_warning(self) -> None:
        """L5 ¶1, P251."""
        self.record(opened().pk)
        case = EnforcementCase.objects.get()
        assert (case.notice_served_on, case.notice_perform_by) == (ON, date(2024, 3, 25))
        assert (case.notice_service_method, case.notice_has_risk_warning) == ("direct", True)

    def test_needs_a_case_then_the_duty_then_its_court(self) -> None:
        """J15."""
        case = opened()
        lacking = people.officer(duties=set(Duty) - {Duty.SERVE}, court_code=people.OTHER_COURT)
        assert code_of(lambda: self.record(uuid.UUID(int=0), by=lacking)) == "not-found"
        assert code_of(lambda: self.record(case.pk, by=lacking)) == "duty-required"
        assert code_of(lambda: self.record(case.pk, by=people.clerk(people.OTHER_COURT))) == "other-court"

    @pytest.mark.parametrize(
        ("changes", "code"),
        [({"served_on": date(2024, 3, 16)}, "date-in-future"), ({"perform_by": date(2024, 3, 14)}, "date")],
    )
    def test_refuses_days_that_cannot_be(self, changes: dict[str, Any], code: str) -> None:
        """L5 ¶1."""
        case = opened()
        assert code_of(lambda: self.record(case.pk, **changes)) == code
