"""What an officer sees about who is meant, before a person is entered and before a measure is signed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from blacklist.law.duties import Duty
from blacklist.law.entry_gate import Sought
from blacklist.models import Listing, PersonAccess, Purpose, TaskKind
from blacklist.services import entry_gate, links, listings, orders, persons, tasks
from blacklist.services.entry_gate import Seen
from blacklist.services.orders import Named
from blacklist.services.persons import Particulars
from tests.blacklist.services.drafts import code_of
from tests.factories import listings as listing_states
from tests.factories import orders as order_states
from tests.factories import people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
TYPED = Particulars("张三", "resident_id", "110000199001010013")
COUNTED: list[Sought] = []


def three(sought: Sought) -> int:
    """Stand in for the check side."""
    COUNTED.append(sought)
    return 3


def conflicts(seen: Seen) -> set[str]:
    return {found.conflict.value for found in seen.found}


def of_entry(said: Particulars) -> Seen:
    return entry_gate.of_entry(said, by=people.clerk(), at=AT)


class TestOfEntry:
    def test_shows_what_the_number_says(self) -> None:
        seen = of_entry(TYPED)
        assert (seen.person, seen.birth_date, seen.sex) == (None, date(1990, 1, 1), "M")
        assert (seen.found, seen.is_blocked) == ((), False)

    @pytest.mark.law("F8.2")
    @pytest.mark.parametrize(
        ("number", "problem", "proposed"),
        [
            ("110000199001010014", "identity-check-digit", None),
            ("110000199002300012", "identity-birth-date", None),
            ("110105491231002", "identity-obsolete-15", "11010519491231002X"),
            ("110000 19900101 0013", "identity-characters", "110000199001010013"),
        ],
    )
    def test_names_what_is_wrong_with_the_number_and_proposes_another(
        self, number: str, problem: str, proposed: str | None
    ) -> None:
        seen = of_entry(replace(TYPED, document_number=number))
        assert [(found.conflict, found.problem) for found in seen.found] == [("number_faulty", problem)]
        assert (seen.proposed_number, seen.is_blocked) == (proposed, True)

    @pytest.mark.law("L4", "F8.4")
    def test_names_what_contradicts_the_number(self) -> None:
        seen = of_entry(replace(TYPED, birth_date=date(1990, 1, 2), sex="F", name="张*"))
        assert conflicts(seen) == {"birth_date_conflict", "sex_conflict", "name_faulty"}
        assert seen.is_blocked

    @pytest.mark.law("F8.4", "D44")
    def test_shows_who_holds_the_document_and_that_the_name_is_another(self) -> None:
        """A clerk's slip, or a name to be linked on evidence; the holder may learn who looked."""
        holder = persons.register(TYPED, by=people.clerk(), at=AT)
        seen = of_entry(replace(TYPED, name="李四"))
        assert (seen.person, conflicts(seen)) == (holder, {"other_name"})
        assert conflicts(of_entry(TYPED)) == set()
        assert {access.person for access in PersonAccess.objects.all()} == {holder}

    @pytest.mark.law("F8.4", "11.7")
    def test_shows_namesakes_born_on_the_same_day_and_no_others(self) -> None:
        same = people.person(birth_date=date(1990, 1, 1))
        people.person(birth_date=date(1990, 1, 2))
        people.person(birth_date=date(1990, 1, 1), name="李四")
        seen = of_entry(TYPED)
        assert (seen.namesakes, conflicts(seen), seen.is_blocked) == ((same,), {"namesake"}, False)
        assert PersonAccess.objects.get().purpose == Purpose.ENFORCEMENT

    @pytest.mark.law("F8.4")
    def test_finds_a_namesake_by_a_further_name_and_by_what_was_put_right(self) -> None:
        person = people.person(birth_date=date(1990, 1, 1), name="李四")
        persons.add_name(person, persons.name_from("张三"))
        assert of_entry(TYPED).namesakes == (person,)

    @pytest.mark.law("F8.3")
    def test_says_when_somebody_known_by_a_passport_may_be_the_same_person(self) -> None:
        abroad = Particulars("张三", "passport", "E12345678", "CHN", birth_date=date(1990, 1, 1))
        known = persons.register(abroad, by=people.clerk(), at=AT)
        seen = of_entry(TYPED)
        assert (seen.namesakes, conflicts(seen)) == ((known,), {"namesake", "same_person"})

    @pytest.mark.law("F8.4")
    def test_finds_a_namesake_in_another_script(self) -> None:
        abroad = Particulars("ZHANG SAN", "passport", "E12345678", "CHN", birth_date=date(1990, 1, 1))
        known = persons.register(abroad, by=people.clerk(), at=AT)
        assert of_entry(TYPED).namesakes == (known,)

    def test_shows_ten_namesakes_at_most(self) -> None:
        for _ in range(entry_gate.MOST_NAMESAKES + 2):
            people.person(birth_date=date(1990, 1, 1))
        assert len(of_entry(TYPED).namesakes) == entry_gate.MOST_NAMESAKES

    def test_needs_the_duty_and_a_court(self) -> None:
        lacking = people.officer(duties=set(Duty) - {Duty.READ})
        assert code_of(lambda: entry_gate.of_entry(TYPED, by=lacking, at=AT)) == "duty-required"
        homeless = people.officer(duties=[Duty.READ], court_code=None)
        assert code_of(lambda: entry_gate.of_entry(TYPED, by=homeless, at=AT)) == "other-court"


class TestOfMeasure:
    def test_of_a_listing_is_about_its_debtor(self) -> None:
        listing = listing_states.proposed()
        [seen] = entry_gate.of_listing(listing, by=people.president(), at=AT)
        assert (seen.person, seen.found, seen.checks_by_other_documents) == (listing.debtor, (), 0)

    def test_of_an_order_is_about_each_whom_it_names(self) -> None:
        order = order_states.drafted()
        seen = entry_gate.of_order(order, by=people.president(), at=AT)
        assert [one.person for one in seen] == [row.person for row in order.restricted_persons.all()]

    @pytest.mark.law("D8")
    def test_says_that_checks_met_another_name_and_that_a_court_wrote_one(self) -> None:
        listing = listing_states.proposed()
        tasks.open_task(TaskKind.NAME_MISMATCH, tasks.concern_of(listing), at=AT)
        persons.add_name(listing.debtor, persons.name_from("李四"))
        [seen] = entry_gate.of_listing(listing, by=people.president(), at=AT)
        assert conflicts(seen) == {"mismatch_reported", "other_name"}
        assert not seen.is_blocked

    @pytest.mark.law("K3")
    def test_says_that_an_order_is_on_the_person_in_this_case_already(self) -> None:
        order = order_states.in_force()
        person = order.restricted_persons.get().person
        proposal = orders.Proposal(
            case_id=order.case_id,
            persons=[Named(person.pk)],
            activities=("flight.business",),
            period_until=order_states.LAST_DAY,
            factors=dict.fromkeys(order.particulars["factors"], "已查明。"),
            reasons="未按期履行。",
            own_motion="情况紧急。",
        )
        again = orders.propose(proposal, by=people.judge(), at=AT)
        [seen] = entry_gate.of_order(again, by=people.president(), at=AT)
        assert conflicts(seen) == {"duplicate"}

    def test_counts_nothing_where_nobody_counts(self, settings: Any) -> None:
        settings.CHECKS_BY_OTHER_DOCUMENTS = ""
        [seen] = entry_gate.of_listing(listing_states.proposed(), by=people.president(), at=AT)
        assert seen.checks_by_other_documents is None

    @pytest.mark.law("F8.3", "11.15")
    def test_counts_recent_checks_by_other_documents_and_no_more(self, settings: Any) -> None:
        """A count: neither a day nor an institution."""
        settings.CHECKS_BY_OTHER_DOCUMENTS = f"{__name__}.three"
        COUNTED.clear()
        order = order_states.drafted()
        [seen] = entry_gate.of_order(order, by=people.president(), at=AT)
        assert (seen.checks_by_other_documents, conflicts(seen)) == (3, {"other_documents"})
        [sought] = COUNTED
        person = order.restricted_persons.get().person
        assert (sought.names, sought.birth_date, sought.activities) == (
            (person.name,),
            person.birth_date,
            tuple(order.activities),
        )
        assert [document.number for document in sought.documents] == [person.documents.get().number]


class TestSignature:
    @pytest.mark.law("D8", "G14")
    def test_is_not_put_while_the_number_is_in_doubt(self) -> None:
        listing, order, judge = listing_states.proposed(), order_states.drafted(), people.judge()
        person = order.restricted_persons.get().person
        for doubted in (listing.debtor, person):
            links.doubt(doubted.pk, note="号码与身份证不符。", by=judge, at=AT)
        [seen] = entry_gate.of_listing(Listing.objects.get(pk=listing.pk), by=judge, at=AT)
        assert ("in_doubt" in conflicts(seen), seen.is_blocked) == (True, True)
        president = people.president()
        assert code_of(lambda: listings.sign(listing.pk, by=president, at=AT)) == "identity-in-doubt"
        assert code_of(lambda: orders.sign(order.pk, by=president, at=AT)) == "identity-in-doubt"
        links.verify(person.pk, evidence=["核验回执-1"], by=judge, at=AT)
        assert orders.sign(order.pk, by=president, at=AT).state == "signed"
