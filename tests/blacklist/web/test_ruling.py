"""A ruling on the pages, from the person's document to an order in force, by those whose duty each step is."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from blacklist.law.days import legal_day
from blacklist.models import ConsumptionOrder, Draft, EnforcementCase, Person, RegisterEntry, RestrictedPerson
from tests.blacklist.web.staff import Desk
from tests.factories import people

pytestmark = pytest.mark.django_db
BORN = date(1980, 1, 1)


def hidden(page: str, name: str) -> str:
    """Return a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def enter_person(desk: Desk, number: str, **typed: Any) -> Any:
    sent = {"name": "王宁", "document__type": "resident_id", "document__number": number, "last_six_again": number[-6:]}
    return desk.post("/court/ruling", **{**sent, **typed})


def entered_case(desk: Desk, number: str) -> EnforcementCase:
    answered = enter_person(desk, number, confirm="1")
    assert answered.status_code == 302
    today = legal_day(timezone.now())
    sent = {
        "case_number": f"（{today.year}）{people.COURT}执77号",
        "filed_on": str(today - timedelta(days=60)),
        "basis__issuer": "示范法院",
        "basis__number": f"（{today.year}）{people.COURT}民初1号",
        "basis__obligation": "支付货款。",
    }
    answered = desk.post(answered["Location"] + "/case", **sent)
    assert answered.status_code == 302, answered.content.decode()
    return EnforcementCase.objects.get()


class TestPersonStep:
    def test_reads_back_birth_date_and_sex_before_anything_is_entered(self) -> None:
        number = people.resident_number(BORN)
        page = enter_person(Desk(people.clerk()), number).content.decode()
        assert "1980-01-01" in page
        assert ("female" in page) == (int(number[16]) % 2 == 0)
        assert Person.objects.count() == 0

    def test_wants_the_last_six_characters_twice(self) -> None:
        number = people.resident_number(BORN)
        answered = enter_person(Desk(people.clerk()), number, last_six_again="000000", confirm="1")
        assert answered.status_code == 422
        assert "These differ" in answered.content.decode()
        assert Person.objects.count() == 0

    def test_names_the_fault_at_the_number_and_keeps_what_was_typed(self) -> None:
        number = people.resident_number(BORN)
        wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
        answered = enter_person(Desk(people.clerk()), wrong)
        page = answered.content.decode()
        assert "cannot be right" in page or 'href="#id_document-number"' in page
        assert "王宁" in page

    def test_does_not_enter_a_minor(self) -> None:
        page = enter_person(Desk(people.clerk()), people.resident_number(date(2012, 1, 1))).content.decode()
        assert 'name="confirm"' not in page


class TestRuling:
    def test_becomes_an_order_in_force(self) -> None:
        clerk, judge, president = Desk(people.clerk()), Desk(people.judge()), Desk(people.president())
        today = legal_day(timezone.now())
        case = entered_case(clerk, people.resident_number(BORN))
        debtor = case.parties.get().person

        address = f"/court/do/record_notice/{case.pk}"
        sent = {
            "service_method": "direct",
            "has_risk_warning": "true",
            "version": hidden(clerk.text(address), "version"),
        }
        days = {"served_on": str(today - timedelta(days=40)), "perform_by": str(today - timedelta(days=10))}
        assert clerk.post(address, key="a" * 16, **sent, **days)["Location"] == f"/court/cases/{case.pk}"

        address = f"/court/do/propose_order?case={case.pk}"
        proposal: dict[str, Any] = {
            "persons__0__person": str(debtor.pk),
            "activities": ["flight.business", "hotel.star_rated"],
            "period_until": str(today + timedelta(days=300)),
            "factors__passive_performance": "未履行。",
            "factors__evasion": "未发现。",
            "factors__resistance": "未发现。",
            "factors__ability_to_perform": "有工资收入。",
            "reasons": "未按期履行。",
            "own_motion": "情况紧急。",
        }
        answered = judge.post(address, key="b" * 16, **proposal)
        assert answered.status_code == 302, answered.content.decode()
        order = ConsumptionOrder.objects.get()

        assert debtor.name in president.text("/court/signing")
        assert president.post(f"/court/do/sign_order/{order.pk}", key="c" * 16).status_code == 302
        sent = {"served_on": str(today), "service_method": "direct"}
        assert clerk.post(f"/court/do/serve_order/{order.pk}", key="d" * 16, **sent).status_code == 302
        assert RestrictedPerson.objects.get().in_force_from == today
        assert [entry.act for entry in RegisterEntry.objects.order_by("version")][-3:] == ["propose", "sign", "serve"]


class TestForm:
    @pytest.fixture
    def case(self) -> EnforcementCase:
        return entered_case(Desk(people.clerk()), people.resident_number(BORN))

    def sent(self) -> dict[str, str]:
        today = legal_day(timezone.now())
        days = {"served_on": str(today - timedelta(days=40)), "perform_by": str(today - timedelta(days=10))}
        return {"service_method": "direct", "has_risk_warning": "true", **days}

    def test_sent_twice_is_done_once(self, case: EnforcementCase) -> None:
        desk, address = Desk(people.clerk()), f"/court/do/record_notice/{case.pk}"
        first = desk.post(address, key="e" * 16, **self.sent())
        again = desk.post(address, key="e" * 16, **self.sent())
        assert (first.status_code, again["Location"]) == (302, first["Location"])
        assert "not done again" in desk.text(f"/court/cases/{case.pk}")

    def test_on_a_record_that_has_changed_is_refused_with_the_difference(self, case: EnforcementCase) -> None:
        desk, address = Desk(people.clerk()), f"/court/do/record_notice/{case.pk}"
        old = hidden(desk.text(address), "version")
        assert desk.post(address, key="f" * 16, version=old, **self.sent()).status_code == 302
        answered = desk.post(address, key="g" * 16, version=old, **self.sent())
        page = answered.content.decode()
        assert answered.status_code == 412
        assert "has changed since" in page
        assert hidden(page, "version") != old
        assert self.sent()["served_on"] in page

    def test_with_a_fault_comes_back_with_all_that_was_typed(self, case: EnforcementCase) -> None:
        desk, address = Desk(people.clerk()), f"/court/do/record_notice/{case.pk}"
        answered = desk.post(address, key="h" * 16, **{**self.sent(), "served_on": "1.2.2026"})
        page = answered.content.decode()
        assert answered.status_code == 422
        assert 'href="#id_served_on"' in page
        assert 'value="1.2.2026"' in page
        assert self.sent()["perform_by"] in page
        assert Draft.objects.filter(officer=desk.officer).exists()
        assert 'value="1.2.2026"' in desk.text(address)

    def test_sent_after_the_session_ended_comes_back_after_signing_in(self, case: EnforcementCase) -> None:
        desk, address = Desk(people.clerk()), f"/court/do/record_notice/{case.pk}"
        desk.session.closed_at = timezone.now()
        desk.session.save()
        page = desk.post(address, key="i" * 16, **self.sent()).content.decode()
        kept = hidden(page, "kept")
        assert self.sent()["served_on"] not in page
        from blacklist.web import keeping

        keeping.put_back(people.clerk(), address=address, wrapped=kept, at=timezone.now())
        assert Draft.objects.count() == 0  # somebody else's
        keeping.put_back(desk.officer, address=address, wrapped=kept, at=timezone.now())
        again = Desk(desk.officer)
        assert self.sent()["served_on"] in again.text(address)

    def test_is_kept_while_it_is_typed_and_can_be_discarded(self, case: EnforcementCase) -> None:
        desk, address = Desk(people.clerk()), f"/court/do/record_notice/{case.pk}"
        assert desk.post("/court/drafts", draft_address=address, served_on="2026-11-01").status_code == 200
        assert "2026-11-01" in desk.text(address)
        assert "Record the enforcement notice" in desk.text("/court/")
        assert "2026-11-01" not in Desk(people.clerk()).text(address)
        desk.post(address, discard="1")
        assert "2026-11-01" not in desk.text(address)

    def test_cannot_be_forged_from_another_site(self, case: EnforcementCase) -> None:
        desk = Desk(people.clerk())
        desk.client.handler.enforce_csrf_checks = True
        assert desk.post(f"/court/do/record_notice/{case.pk}", **self.sent()).status_code == 403

    def test_shows_typed_markup_as_text(self, case: EnforcementCase) -> None:
        desk, address = Desk(people.judge()), f"/court/do/propose_order?case={case.pk}"
        page = desk.post(address, key="j" * 16, reasons="<script>alert(1)</script>").content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page
