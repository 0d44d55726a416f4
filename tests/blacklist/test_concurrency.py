"""Officers act at the same time; the register keeps one order, and each act happens once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from blacklist.law.duties import OFFICES
from blacklist.law.refusals import Refusal
from blacklist.models import ConsumptionOrder, ListHead, Listing, Person, RegisterEntry, ServiceMethod, Task
from blacklist.services import corrections, decisions, extensions, listings, orders, persons
from blacklist.verification import faults
from tests.blacklist.services.drafts import listing_proposal, order_proposal
from tests.blacklist.threads import at_once, elsewhere
from tests.factories import cases as case_factory
from tests.factories import corrections as correction_factory
from tests.factories import extensions as extension_factory
from tests.factories import listings as listing_factory
from tests.factories import orders as order_factory
from tests.factories import people
from tests.factories.clock import AT, TODAY
from tests.factories.corrections import WHY
from tests.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)
THREADS, ACTS = 8, 25


def outcome(act: Callable[[], object]) -> str:
    """Return the code with which an act was refused, or “done”."""
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return "done"


class TestNumbering:
    def test_has_no_gap_when_eight_courts_officers_act_at_once(self) -> None:
        """Design §6: 8 × 25 real acts give the numbers 1 to 200, in commit order, chained."""
        files = [[case_factory.with_notice() for _ in range(ACTS)] for _ in range(THREADS)]
        judges = [people.judge() for _ in range(THREADS)]

        def work(thread: int) -> None:
            for of in files[thread]:
                listings.propose(listing_proposal(of), by=judges[thread], at=AT)

        at_once([partial(work, thread) for thread in range(THREADS)])
        versions = RegisterEntry.objects.values_list("version", flat=True)
        assert list(versions) == list(range(1, THREADS * ACTS + 1))
        assert ListHead.objects.get().version == THREADS * ACTS
        assert list(faults()) == []

    def test_tells_the_whole_set_of_one_debtor_on_whom_many_act_at_once(self) -> None:
        """Design §6: acts on one person wait for each other, so the newest payload is the whole (a lost one would be a
        person wrongly free)."""
        debtor = people.person()
        proposals = [order_proposal(case_factory.with_notice(debtor=debtor)) for _ in range(THREADS)]
        judge = people.judge()
        at_once([partial(orders.propose, one, by=judge, at=AT) for one in proposals])
        assert ConsumptionOrder.objects.count() == THREADS
        assert list(faults()) == []


class TestOnce:
    @pytest.mark.parametrize("kind", ["listing", "order"])
    def test_one_of_two_presidents_signs(self, kind: str) -> None:
        """L5 ¶3, C5: exactly one signature, one entry; the other hears that it is done."""
        presidents = [people.president(), people.president()]
        sign: Callable[..., object] = listings.sign if kind == "listing" else orders.sign
        drafted = listing_factory.proposed().pk if kind == "listing" else order_factory.drafted().pk
        said = at_once([partial(outcome, partial(sign, drafted, by=by, at=AT)) for by in presidents])
        assert sorted(said) == ["already-done", "done"]
        assert RegisterEntry.objects.filter(act="sign").count() == 1

    def test_one_of_eight_removals_ends_the_listing(self) -> None:
        """L10: one end, one take-down task."""
        listing, judge = listing_factory.active(), people.judge()

        def remove() -> str:
            return outcome(lambda: listings.remove(listing.pk, reason="performed", note="", by=judge, at=AT))

        assert sorted(at_once([remove] * THREADS)) == ["already-done"] * (THREADS - 1) + ["done"]
        assert Task.objects.filter(kind="take_down").count() == 1

    def test_a_removal_and_the_service_of_an_extension_wait_for_each_other(self) -> None:
        """L2, Q15: whichever comes first, the listing has ended and no term of it goes on."""
        extension, judge, clerk = extension_factory.signed(), people.judge(), people.clerk()
        remove = partial(
            listings.remove, extension.listing_id, reason="early_removal", note="已履行。", by=judge, at=AT
        )
        method = ServiceMethod.DIRECT
        serve = partial(extensions.serve, extension.pk, served_on=TODAY, service_method=method, by=clerk, at=AT)
        said = at_once([partial(outcome, remove), partial(outcome, serve)])
        assert said[0] == "done"
        assert said[1] in ("done", "wrong-state")
        assert Listing.objects.get(pk=extension.listing_id).state == "removed"
        assert list(faults()) == []

    def test_one_of_eight_proposals_lists_the_debtor_in_the_case(self) -> None:
        """L1: one live listing of a debtor in a case."""
        proposal, judge = listing_proposal(case_factory.with_notice()), people.judge()

        def propose() -> str:
            return outcome(lambda: listings.propose(proposal, by=judge, at=AT))

        assert sorted(at_once([propose] * THREADS)) == ["done"] + ["duplicate"] * (THREADS - 1)

    def test_one_person_is_entered_by_eight_clerks(self) -> None:
        particulars = persons.Particulars("测试甲", "resident_id", "110000199001010013")
        clerk = people.clerk()
        found = at_once([lambda: persons.register(particulars, by=clerk, at=AT).pk] * THREADS)
        assert len(set(found)) == Person.objects.count() == 1


class TestLocks:
    @pytest.mark.parametrize("kind", ["listing", "order"])
    def test_are_taken_in_one_order_within_a_statement_too(self, kind: str) -> None:
        """Measure, case, subject: an act that waits for one of them holds those before it, and none after it."""
        rows: list[Any] = _rows_of_listing() if kind == "listing" else _rows_of_order()
        sign: Callable[..., object] = listings.sign if kind == "listing" else orders.sign
        president = people.president()
        for place, held in enumerate(rows):
            with ThreadPoolExecutor(1) as pool, transaction.atomic():
                _lock(held)
                pool.submit(elsewhere, partial(outcome, partial(sign, rows[0].pk, by=president, at=AT)))
                assert eventually(_somebody_waits)
                others = [row for row in rows if row is not held]
                assert [elsewhere(partial(_is_free, row)) for row in others] == [n >= place for n in range(len(others))]


def _rows_of_listing() -> list[Any]:
    drafted = listing_factory.proposed()
    return [drafted, drafted.case, drafted.debtor]


def _rows_of_order() -> list[Any]:
    drafted = order_factory.drafted()
    return [drafted, drafted.case, drafted.restricted_persons.get().person]


def _lock(row: Any, **how: bool) -> bool:
    return bool(type(row).objects.select_for_update(no_key=True, **how).filter(pk=row.pk))


def _is_free(row: Any) -> bool:
    with transaction.atomic():
        return _lock(row, skip_locked=True)


def _somebody_waits() -> bool:
    """Say whether another connection waits for a lock that this one holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid() = ANY(pg_blocking_pids(pid)) FROM pg_locks WHERE NOT granted")
        return (True,) in cursor.fetchall()


class TestSigningInOneCase:
    def test_gives_each_decision_its_own_number_while_others_are_drafted(self) -> None:
        """F: 之一 to 之八, each once; drafting and signing in one case never wait for each other in a ring."""
        case = case_factory.with_notice()
        judge, president = people.judge(), people.president()
        proposal = order_proposal(case)
        drafts = [orders.propose(proposal, by=judge, at=AT) for _ in range(THREADS // 2)]
        signing = [partial(orders.sign, one.pk, by=president, at=AT) for one in drafts]
        at_once([*signing, *[partial(orders.propose, proposal, by=judge, at=AT)] * (THREADS // 2)])
        numbers = ConsumptionOrder.objects.exclude(decision_number="").values_list("decision_number", flat=True)
        assert sorted(numbers) == sorted(case.case_number + suffix for suffix in ("之一", "之二", "之三", "之四"))
        assert decisions.next_decision_number(case) == f"{case.case_number}之五"
        assert not Listing.objects.exists()


class TestRemedies:
    @pytest.mark.law("L12")
    def test_are_decided_once(self) -> None:
        """Two reviewers decide at the same moment, one for and one against: the first is heard."""
        request = correction_factory.under_review()
        by, first, second = request.reviewers.all()[0], correction_factory.number(), correction_factory.number()
        uphold = partial(corrections.uphold, request.pk, decision_number=first, note=WHY, by=by, at=AT)
        reject = partial(corrections.reject, request.pk, decision_number=second, note=WHY, by=by, at=AT)
        outcomes = at_once([partial(outcome, uphold), partial(outcome, reject)])
        assert sorted(outcomes) == ["done", "wrong-state"]
        assert list(faults()) == []

    @pytest.mark.law("L12", "L9")
    def test_are_fulfilled_by_one_of_two_acts(self) -> None:
        """The judge here and the court above revoke at once; neither waits for the other in a ring."""
        listing = listing_factory.active()
        request = correction_factory.upheld(listing)
        people.courts_above()
        above = people.officer(duties=OFFICES["superior_court"], court_code=people.COURT_ABOVE)
        revoke = partial(
            listings.revoke, listing.pk, reason="listed_in_error", note=WHY, correction_id=request.pk, at=AT
        )
        acts = [partial(outcome, partial(revoke, by=by)) for by in (people.judge(), above)]
        assert sorted(at_once(acts)) == ["already-done", "done"]
        request.refresh_from_db()
        assert request.state == "corrected"
        assert list(faults()) == []
