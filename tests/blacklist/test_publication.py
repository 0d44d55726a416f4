"""The door out: only what has effect leaves, page by page, each page one moment of the register."""

from datetime import date

import pytest

from blacklist import publication
from blacklist.law.duties import Duty
from blacklist.models import RegisterEntry
from blacklist.publication import DocumentOnFile, Standing, entries
from blacklist.register import GENESIS_HASH, snapshot
from blacklist.services import listings, orders, persons
from tests.blacklist.services.drafts import (
    DIRECT,
    active_listing,
    case,
    instant,
    order_in_force,
    order_proposal,
    signed_order,
)
from tests.blacklist.test_register import erase
from tests.blacklist.threads import elsewhere
from tests.factories import listings as listing_factory
from tests.factories import orders as order_factory
from tests.factories import people
from tests.factories.cases import debtor_of
from tests.factories.clock import AT

ON = date(2024, 3, 15)


def newest() -> tuple[Standing, ...]:
    """Return the standings of the newest entry as a reader from zero gets them."""
    return entries(after=0, after_hash=None).entries[-1].standings


@pytest.mark.django_db
class TestEffect:
    """Only a published listing and an order in force for the person leave the court (G14, G15)."""

    @pytest.mark.law("G15", "11.4", "D23")
    def test_shows_no_listing_before_its_publication_nor_after_its_end(self) -> None:
        listing_factory.removed()
        shown = [len(entry.standings[0].measures) for entry in entries(after=0, after_hash=None).entries]
        acts = list(RegisterEntry.objects.values_list("act", flat=True))
        assert list(zip(acts, shown, strict=True)) == [
            ("propose", 0),
            ("sign", 0),
            ("serve", 0),
            ("publish", 1),
            ("remove", 0),
        ]

    @pytest.mark.law("G14", "11.4")
    def test_shows_no_order_before_its_service_nor_after_its_end(self) -> None:
        order_factory.lifted()
        shown = [len(entry.standings[0].measures) for entry in entries(after=0, after_hash=None).entries]
        acts = list(RegisterEntry.objects.values_list("act", flat=True))
        assert list(zip(acts, shown, strict=True)) == [("propose", 0), ("sign", 0), ("serve", 1), ("lift", 0)]

    @pytest.mark.parametrize("kind", ["listing", "order"])
    def test_shows_nothing_of_what_was_revoked(self, kind: str) -> None:
        """L9, G18."""
        judge = people.judge()
        if kind == "listing":
            listing_factory.revoked()
        else:
            order = order_factory.in_force()
            orders.revoke(order.pk, reason="issued_in_error", note="复核。", by=judge, at=AT)
        assert [standing.measures for standing in newest()] == [()]

    @pytest.mark.law("G15", "11.4")
    @pytest.mark.parametrize("state", ["grace", "proposed", "refused", "signed", "removed", "revoked", "expired"])
    def test_knows_one_state_of_a_listing_with_effect(self, state: str) -> None:
        """G15: grace is invisible, like every state but “active”."""
        assert not publication._has_effect({"kind": "listing", "state": state, "from": "2024-03-15"})

    @pytest.mark.law("G15", "11.4")
    @pytest.mark.parametrize("state", ["grace", "drafted", "refused", "signed", "lifted", "revoked", "expired"])
    def test_knows_one_state_of_an_order_with_effect(self, state: str) -> None:
        """G15: so is the grace of an order."""
        assert not publication._has_effect({"kind": "order", "state": state, "from": "2024-03-15"})

    @pytest.mark.law("C3-2", "G14")
    def test_shows_an_order_only_on_those_it_was_served_on(self) -> None:
        """G14, C3 ¶2: the company is served, its legal representative is not yet."""
        of, officer = case(debtor=people.unit()), people.person()
        named = [orders.Named(debtor_of(of).pk), orders.Named(officer.pk, "legal_representative", ("登记-1",))]
        order = signed_order(on=ON, of=of, persons=named)
        clerk, unit = people.clerk(), debtor_of(of)
        orders.serve(order.pk, served_on=ON, service_method=DIRECT, person_id=unit.pk, by=clerk, at=instant(ON))
        assert {standing.subject_id: len(standing.measures) for standing in newest()} == {unit.pk: 1, officer.pk: 0}

    @pytest.mark.law("11.4", "L10-2")
    def test_gives_the_end_of_a_term_ahead_so_that_no_task_is_needed(self) -> None:
        """§11, 4: the first day without effect, half-open; still so while the record says “active”."""
        active_listing(3, on=ON)
        [[measure]] = [standing.measures for standing in newest()]
        assert (measure.in_force_from, measure.in_force_until) == (ON, date(2026, 3, 16))

    def test_gives_a_listing_without_a_term_no_end(self) -> None:
        """L2."""
        active_listing(1, on=ON)
        [[measure]] = [standing.measures for standing in newest()]
        assert measure.in_force_until is None

    def test_gives_the_activities_of_the_order_and_none_of_a_listing(self) -> None:
        """G21, finding 1: the two measures are never one flag."""
        debtor = people.person()
        order_in_force(on=ON, of=case(debtor=debtor), activities=("hotel.star_rated",))
        active_listing(1, on=ON, debtor=debtor)
        assert {measure.kind: measure.activities for measure in newest()[0].measures} == {
            "order": ("hotel.star_rated",),
            "listing": (),
        }


@pytest.mark.django_db
class TestStandings:
    def test_say_who_the_subject_is_with_every_name_and_document(self) -> None:
        person = people.person(name="测试甲")
        number = person.documents.get().number
        clerk = people.officer(duties=[Duty.REGISTER])
        persons.register(persons.Particulars("测试曾用名", "resident_id", number), by=clerk, at=AT)
        [standing] = newest()
        assert standing.names == ("测试甲", "测试曾用名")
        assert standing.documents == (DocumentOnFile("resident_id", number, None),)
        assert (standing.kind, standing.assurance, standing.birth_date) == ("natural", 2, date(1980, 1, 1))

    @pytest.mark.law("11.18")
    def test_say_whom_to_call_at_each_court_with_a_measure(self) -> None:
        active_listing(1, on=ON)
        assert [(court.code, court.phone) for court in entries(after=0, after_hash=None).courts] == [
            (people.COURT, "000-00000000")
        ]

    def test_of_an_erased_entry_show_no_measure(self) -> None:
        """D: a reader from zero must not keep what an older entry of the subject said."""
        listing = listing_factory.removed()
        erase(RegisterEntry.objects.latest("version").version)
        assert [(standing.subject_id, standing.measures) for standing in newest()] == [(listing.debtor_id, ())]


@pytest.mark.django_db
class TestPages:
    def test_follow_each_other_without_a_gap(self) -> None:
        listing_factory.active()
        first = entries(after=0, after_hash=None, limit=3)
        second = entries(after=3, after_hash=first.entries[-1].entry_hash, limit=3)
        assert [entry.version for entry in first.entries + second.entries] == [1, 2, 3, 4]
        assert first.head_version == second.head_version == 4
        assert second.head_hash == second.entries[-1].entry_hash

    def test_of_an_empty_register_end_at_the_genesis_hash(self) -> None:
        page = entries(after=0, after_hash=None)
        assert (page.head_version, page.head_hash, page.known, page.entries) == (0, GENESIS_HASH, True, ())

    def test_are_empty_for_who_has_read_all(self) -> None:
        listing_factory.proposed()
        head = entries(after=0, after_hash=None)
        page = entries(after=1, after_hash=head.head_hash)
        assert (page.known, page.entries) == (True, ())

    @pytest.mark.parametrize(("after", "after_hash"), [(1, bytes(32)), (1, None), (2, bytes(32)), (9, GENESIS_HASH)])
    def test_are_not_given_to_who_has_seen_another_register(self, after: int, after_hash: bytes | None) -> None:
        """Design §6: another hash, or a version above the head: the register was rolled back under the reader."""
        listing_factory.proposed()
        page = entries(after=after, after_hash=after_hash)
        assert (page.known, page.entries, page.head_version) == (False, (), 1)


@pytest.mark.django_db(transaction=True)
class TestSnapshot:
    def test_holds_one_moment_while_officers_act(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Design §6: the head, the entries, the names and the courts of one page are of one moment."""
        person = people.person(name="测试甲")
        listing = active_listing(1, on=ON, debtor=person)
        number, clerk, judge = person.documents.get().number, people.clerk(), people.judge()
        read_persons = publication._persons

        def act_meanwhile(ids: object) -> object:
            alias = persons.Particulars("测试曾用名", "resident_id", number)
            elsewhere(lambda: persons.register(alias, by=clerk, at=AT))
            elsewhere(lambda: listings.remove(listing.pk, reason="performed", note="", by=judge, at=AT))
            return read_persons(ids)  # type: ignore[arg-type]

        with monkeypatch.context() as patched:
            patched.setattr(publication, "_persons", act_meanwhile)
            page = entries(after=0, after_hash=None)
        assert page.head_version == page.entries[-1].version == 4
        assert page.entries[-1].standings[0].names == ("测试甲",)
        later = entries(after=4, after_hash=page.head_hash)
        assert [(entry.version, len(entry.standings[0].measures)) for entry in later.entries] == [(5, 1), (6, 0)]

    def test_does_not_see_an_act_that_has_not_committed(self) -> None:
        """Design §6: whoever has seen version n has seen all before it."""
        drafted, president = listing_factory.proposed(), people.president()
        proposal, judge = order_proposal(case()), people.judge()
        with snapshot():
            before = entries(after=0, after_hash=None)
            elsewhere(lambda: listings.sign(drafted.pk, by=president, at=AT))
            elsewhere(lambda: orders.propose(proposal, by=judge, at=AT))
            assert entries(after=0, after_hash=None) == before
        assert entries(after=0, after_hash=None).head_version == 3
