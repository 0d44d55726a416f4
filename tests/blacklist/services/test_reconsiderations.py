"""A rejection before the court above: by the dates that the law's own examples give."""

import uuid
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from blacklist.law.duties import Duty
from blacklist.law.remedies import MeasureKind
from blacklist.models import (
    CorrectionReason,
    CorrectionRequest,
    Court,
    Listing,
    Officer,
    Reconsideration,
    Task,
    TaskKind,
)
from blacklist.services import corrections, listings, reconsiderations, relief
from blacklist.services.reconsiderations import Asking
from tests.blacklist.services.drafts import DIRECT, active_listing, code_of, entry_of, instant
from tests.factories import corrections as correction_factory
from tests.factories import people
from tests.factories import reconsiderations as factory
from tests.factories import relief as relief_factory
from tests.factories.clock import AT, TODAY
from tests.factories.corrections import WHY, filing
from tests.factories.reconsiderations import number, superior

pytestmark = pytest.mark.django_db


def on(day: str) -> datetime:
    return instant(date.fromisoformat(day))


def rejected(*, received_on: str, served_on: str) -> CorrectionRequest:
    """Return a request of a person listed in 2024, rejected and served on one day."""
    people.courts_above()
    listing = active_listing(1, on=date(2024, 3, 1))
    request = corrections.receive(filing(listing), by=people.clerk(), at=on(received_on))
    by = correction_factory.reviewer()
    corrections.assign(request.pk, reviewers=[by.username], by=by, at=on(received_on))
    decided = corrections.reject(
        request.pk, decision_number=correction_factory.number(), note=WHY, by=by, at=on(served_on)
    )
    day = date.fromisoformat(served_on)
    return corrections.serve(decided.pk, served_on=day, service_method=DIRECT, by=people.clerk(), at=on(served_on))


def file(request: CorrectionRequest, *, day: str, court: str = people.COURT_ABOVE, **more: Any) -> Reconsideration:
    """File at the court above, unless another is named, on that day."""
    asking = Asking(request.pk, date.fromisoformat(day), "请求复议。", **more)
    return reconsiderations.file(asking, by=people.clerk(court), at=on(day))


def decide(row: Reconsideration, *, by: Officer | None = None, **changes: Any) -> Reconsideration:
    """Dismiss at the factories' instant."""
    given = {"decision_number": number(), "note": WHY, "by": by or superior(), **changes}
    return reconsiderations.dismiss(row.pk, **given, at=AT)


def duty(row: Reconsideration, kind: TaskKind = TaskKind.RECONSIDERATION) -> Task:
    return Task.objects.get(kind=kind, matter_id=row.pk)


class TestWholeRoad:
    @pytest.mark.law("9.4", "L12", "T1", "T2")
    def test_is_the_example_of_the_law(self) -> None:
        """Filed 2026-03-02 → decision by 2026-03-17; rejected and served that day → reconsideration by 2026-03-27;
        received that day → decision by 2026-04-13; overturned and received that day → fixed by 2026-04-16."""
        people.courts_above()
        listing = active_listing(1, on=date(2024, 3, 1))
        request = corrections.receive(filing(listing), by=people.clerk(), at=on("2026-03-02"))
        assert request.decide_by == date(2026, 3, 17)
        reviewer = correction_factory.reviewer()
        corrections.assign(request.pk, reviewers=[reviewer.username], by=reviewer, at=on("2026-03-10"))
        by_number = correction_factory.number()
        corrections.reject(request.pk, decision_number=by_number, note=WHY, by=reviewer, at=on("2026-03-17"))
        request = corrections.serve(
            request.pk,
            served_on=date(2026, 3, 17),
            service_method=DIRECT,
            by=people.clerk(),
            at=on("2026-03-17"),
        )
        assert request.reconsider_by == date(2026, 3, 27)
        row = file(request, day="2026-03-27")
        assert (row.decide_by, duty(row).due_on) == (date(2026, 4, 13), date(2026, 4, 13))
        decided = reconsiderations.overturn(
            row.pk, decision_number=number(), note=WHY, by=superior(), at=on("2026-04-13")
        )
        assert decided.state == "overturned"
        task = Task.objects.get(kind=TaskKind.CORRECTION_UPHELD, matter_id=request.pk)
        assert (task.due_on, task.court_id, task.holder) == (date(2026, 4, 16), people.COURT, Duty.REVOKE)
        listings.revoke(
            listing.pk,
            reason="listed_in_error",
            note=WHY,
            correction_id=request.pk,
            by=people.judge(),
            at=on("2026-04-16"),
        )
        request.refresh_from_db()
        task.refresh_from_db()
        assert (request.state, task.state) == ("corrected", "done")


class TestFile:
    @pytest.mark.law("L12", "T2")
    @pytest.mark.parametrize(
        ("served_on", "last_day", "too_late"),
        [("2026-02-05", "2026-02-24", "2026-02-25"), ("2026-02-04", "2026-02-14", "2026-02-15")],
    )
    def test_is_open_for_ten_days(self, served_on: str, last_day: str, too_late: str) -> None:
        request = rejected(received_on="2026-02-02", served_on=served_on)
        assert code_of(lambda: file(request, day=too_late)) == "filed-late"
        assert file(request, day=last_day).state == "superior_review"

    @pytest.mark.law("T2")
    def test_counts_the_postmark(self) -> None:
        """Posted on the last day, arrived three days later."""
        request = rejected(received_on="2026-03-02", served_on="2026-03-17")
        asking = Asking(request.pk, date(2026, 3, 27))
        row = reconsiderations.file(asking, by=people.clerk(people.COURT_ABOVE), at=on("2026-03-30"))
        assert (row.filed_on, row.received_on) == (date(2026, 3, 27), date(2026, 3, 30))

    @pytest.mark.law("T6")
    def test_is_open_for_ten_days_after_an_obstacle(self) -> None:
        """A flood ends on 2026-03-17: ask by 2026-03-27."""
        request = rejected(received_on="2026-02-02", served_on="2026-02-26")
        flood: dict[str, Any] = {"obstacle": "洪水封路。", "obstacle_ended_on": date(2026, 3, 17)}
        assert code_of(lambda: file(request, day="2026-03-27")) == "filed-late"
        assert code_of(lambda: file(request, day="2026-03-28", **flood)) == "filed-late"
        assert code_of(lambda: file(request, day="2026-03-27", **{**flood, "obstacle": " "})) == "reasons-required"
        row = file(request, day="2026-03-27", **flood)
        assert (row.obstacle_ended_on, row.words["obstacle"]) == (date(2026, 3, 17), "洪水封路。")

    @pytest.mark.law("T4")
    def test_is_open_until_the_latest_day_of_an_unpublished_year(self) -> None:
        request = rejected(received_on="2026-12-15", served_on="2026-12-28")
        assert file(request, day="2027-01-16").state == "superior_review"

    @pytest.mark.law("L12")
    def test_needs_no_service_to_have_begun(self) -> None:
        people.courts_above()
        asking = Asking(correction_factory.rejected().pk, TODAY)
        row = reconsiderations.file(asking, by=people.clerk(people.COURT_ABOVE), at=AT)
        assert row.state == "superior_review"

    @pytest.mark.law("L12", "P236")
    @pytest.mark.parametrize(("received_on", "due_on"), [("2026-03-02", "2026-03-17"), ("2026-03-27", "2026-04-13")])
    def test_gives_the_court_above_fifteen_days_and_never_thirty(self, received_on: str, due_on: str) -> None:
        """Received 2026-03-02: due 2026-03-17, not 04-01."""
        request = rejected(received_on="2026-02-10", served_on=received_on)
        row = file(request, day=received_on)
        assert duty(row).due_on == date.fromisoformat(due_on)
        assert (duty(row).holder, duty(row).court_id) == (Duty.RECONSIDER, people.COURT_ABOVE)

    @pytest.mark.law("L12")
    def test_goes_one_level_up_and_no_further(self) -> None:
        request = rejected(received_on="2026-03-02", served_on="2026-03-17")
        for court in (people.OTHER_COURT, people.HIGH_COURT):
            assert code_of(lambda court=court: file(request, day="2026-03-20", court=court)) == "other-court"  # type: ignore[misc]
        assert file(request, day="2026-03-20").court_id == people.COURT_ABOVE

    def test_needs_a_court_above(self) -> None:
        request = rejected(received_on="2026-03-02", served_on="2026-03-17")
        Court.objects.filter(pk=people.COURT).update(higher_court=None)
        assert code_of(lambda: file(request, day="2026-03-20", court=people.COURT)) == "no-court-above"

    @pytest.mark.law("L12")
    def test_is_possible_once(self) -> None:
        request = CorrectionRequest.objects.get(pk=factory.dismissed().request_id)
        assert code_of(lambda: file(request, day="2026-11-16")) == "already-done"

    def test_is_of_a_rejection(self) -> None:
        people.courts_above()
        upheld = correction_factory.upheld()
        assert code_of(lambda: file(upheld, day="2026-11-16")) == "wrong-state"

    def test_lies_in_the_past(self) -> None:
        request = factory.rejected()
        asking = Asking(request.pk, date(2026, 11, 17))
        assert code_of(lambda: reconsiderations.file(asking, by=people.clerk(), at=AT)) == "date-in-future"
        before = replace(asking, filed_on=date(2026, 11, 15))
        assert code_of(lambda: reconsiderations.file(before, by=people.clerk(), at=AT)) == "date"
        later = replace(asking, filed_on=TODAY, obstacle="洪水。", obstacle_ended_on=date(2026, 11, 17))
        assert code_of(lambda: reconsiderations.file(later, by=people.clerk(), at=AT)) == "date-in-future"

    @pytest.mark.law("L12")
    def test_does_not_stop_the_measure(self) -> None:
        row = factory.received()
        assert Listing.objects.get(pk=row.request.measure_id).state == "active"


class TestForward:
    @pytest.mark.law("9.4")
    def test_counts_from_arrival_at_the_court_above(self) -> None:
        """Handed in at the first court on 2026-03-20, sent on 03-23, arrived 03-27: decided by 04-13."""
        request = rejected(received_on="2026-03-02", served_on="2026-03-17")
        row = file(request, day="2026-03-20", court=people.COURT)
        assert (row.state, row.received_on, duty(row, TaskKind.RECONSIDERATION_TRANSFER).court_id) == (
            "filed",
            None,
            people.COURT,
        )
        sent = reconsiderations.forward(row.pk, by=people.clerk(), at=on("2026-03-23"))
        assert (sent.state, sent.forwarded_on) == ("forwarded", date(2026, 3, 23))
        clerk = people.clerk(people.COURT_ABOVE)
        there = reconsiderations.receive(row.pk, by=clerk, at=on("2026-03-27"))
        assert (there.state, there.received_on) == ("superior_review", date(2026, 3, 27))
        assert there.decide_by == duty(row).due_on == date(2026, 4, 13)
        assert not Task.objects.filter(kind=TaskKind.RECONSIDERATION_TRANSFER, state="open").exists()


class TestDismiss:
    @pytest.mark.law("L12")
    def test_is_final_and_numbered_by_the_court_above(self) -> None:
        row = factory.received()
        decided = decide(row)
        assert (decided.state, decided.decided_on, decided.words["reasons"]) == ("dismissed", TODAY, WHY)
        assert duty(row).state == "done"
        assert entry_of(row.pk, "dismiss").court_id == people.COURT_ABOVE

    @pytest.mark.law("F8.1")
    @pytest.mark.parametrize("written", ["（2026）兵9901执复1号", "（2026）兵99执异1号"])
    def test_has_a_number_of_its_own_kind_and_court(self, written: str) -> None:
        row = factory.received()
        assert code_of(lambda: decide(row, decision_number=written)) == "case-number"

    def test_needs_reasons(self) -> None:
        row = factory.received()
        assert code_of(lambda: decide(row, note=" ")) == "reasons-required"

    @pytest.mark.law("P-OBJ-11", "11.12")
    def test_is_not_for_who_decided_below_and_was_moved_up_since(self) -> None:
        row = factory.received()
        reviewer = row.request.reviewers.all()[0]
        reviewer.court_id, reviewer.duties = people.COURT_ABOVE, [Duty.RECONSIDER]
        reviewer.save()
        assert code_of(lambda: decide(row, by=reviewer)) == "reviewer-is-handler"

    @pytest.mark.law("L12")
    def test_is_for_the_court_one_level_up(self) -> None:
        row = factory.received()
        for court in (people.COURT, people.HIGH_COURT):
            by = people.officer(duties=Duty, court_code=court)
            assert code_of(lambda by=by: decide(row, by=by)) == "other-court"  # type: ignore[misc]

    @pytest.mark.law("9.4")
    def test_makes_a_paused_measure_go_on_by_an_act(self) -> None:
        row = factory.received()
        measure_id = row.request.measure_id
        relief.pause(MeasureKind.LISTING, measure_id, note=WHY, by=people.judge(), at=AT)
        decide(row)
        assert Task.objects.get(kind=TaskKind.RESUME, measure_id=measure_id).state == "open"
        assert Listing.objects.get(pk=measure_id).state == "paused"
        assert relief_factory.WHY


class TestOverturn:
    @pytest.mark.law("G18", "L12")
    def test_lets_the_court_above_correct_directly(self) -> None:
        """CORRECTED_BY_SUPERIOR: the register and the request name the court that did it."""
        row, by = factory.overturned(), superior()
        request = row.request
        listings.revoke(request.measure_id, reason="listed_in_error", note=WHY, correction_id=request.pk, by=by, at=AT)
        request.refresh_from_db()
        assert (request.state, request.corrected_by_id) == ("corrected", people.COURT_ABOVE)
        assert entry_of(request.measure_id, "revoke").court_id == people.COURT_ABOVE

    def test_may_find_something_else_wrong(self) -> None:
        row = factory.received()
        reason = CorrectionReason.SHOULD_BE_ENDED
        given: dict[str, Any] = {"decision_number": number(), "reason": reason, "note": WHY, "by": superior(), "at": AT}
        assert reconsiderations.overturn(row.pk, **given).request.remedy == "remove"

    def test_is_decided_once(self) -> None:
        row, by = factory.overturned(), superior()
        named = number()
        again = lambda: reconsiderations.overturn(row.pk, decision_number=named, note=WHY, by=by, at=AT)  # noqa: E731
        assert code_of(again) == "already-done"
        assert code_of(lambda: decide(row)) == "wrong-state"


class TestEveryAct:
    def test_knows_only_reconsiderations_on_file(self) -> None:
        by = people.officer(duties=Duty)
        assert code_of(lambda: reconsiderations.forward(uuid.UUID(int=0), by=by, at=AT)) == "not-found"
