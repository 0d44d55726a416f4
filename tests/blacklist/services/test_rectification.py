"""What a measure's record says wrongly is put right; what it said stays on record, sealed."""

from datetime import date

import pytest

from blacklist.law.remedies import MeasureKind
from blacklist.models import CorrectionReason, Officer, Rectification, TaskKind
from blacklist.publication import entries
from blacklist.services import rectification, tasks
from blacklist.services.decisions import Decision
from blacklist.services.rectification import Right
from blacklist.services.tasks import concern_of
from tests.blacklist.services.drafts import code_of, instant, order_in_force
from tests.factories import corrections, listings, orders, people
from tests.factories.clock import AT, TODAY

pytestmark = pytest.mark.django_db
WHY = "录入有误。"
LISTING, ORDER = MeasureKind.LISTING, MeasureKind.ORDER


def rectify(kind: MeasureKind, measure: Decision, right: Right, *, by: Officer | None = None) -> Decision:
    return rectification.rectify(kind, measure.pk, right=right, note=WHY, by=by or people.judge(), at=AT)


class TestWords:
    @pytest.mark.law("L9", "D8")
    def test_are_put_right_in_their_place_and_remembered(self) -> None:
        listing, by = listings.active(), people.judge()
        done = rectify(LISTING, listing, Right(words={"grounds.0.facts": "更正后的事实。"}), by=by)
        assert done.particulars["grounds"][0]["facts"] == "更正后的事实。"
        kept = Rectification.objects.get(record_id=listing.pk)
        assert (kept.field, kept.old, kept.rectified_by) == ("grounds.0.facts", "有能力履行而拒不履行。", by)
        assert "有能力".encode() not in bytes(kept.old_sealed)

    @pytest.mark.law("G18")
    def test_of_an_order_are_put_right_on_the_same_road(self) -> None:
        done = rectify(ORDER, orders.in_force(), Right(words={"factors.evasion": "更正后的理由。"}))
        assert done.particulars["factors"]["evasion"] == "更正后的理由。"

    @pytest.mark.parametrize(
        "place", ["nowhere", "grounds", "grounds.9.facts", "grounds.x.facts", "grounds.0.number", ""]
    )
    def test_stand_only_where_words_stand(self, place: str) -> None:
        """A ground is no word: another ground is another decision."""
        listing = listings.active()
        assert code_of(lambda: rectify(LISTING, listing, Right(words={place: "x"}))) == "unknown-value"

    def test_must_be_there_and_differ(self) -> None:
        listing = listings.active()
        assert code_of(lambda: rectify(LISTING, listing, Right(words={"reasons": " "}))) == "field-required"
        same = Right(words={"reasons": "符合规定情形。"})
        assert code_of(lambda: rectify(LISTING, listing, same)) == "already-done"
        assert code_of(lambda: rectify(LISTING, listing, Right())) == "already-done"

    def test_need_reasons(self) -> None:
        listing, right, by = listings.active(), Right(words={"reasons": "x"}), people.judge()
        act = rectification.rectify
        assert code_of(lambda: act(LISTING, listing.pk, right=right, note=" ", by=by, at=AT)) == "reasons-required"


class TestServedOn:
    def test_moves_the_day_from_which_an_order_is_in_force(self) -> None:
        order = order_in_force(on=date(2026, 11, 2))
        rectify(ORDER, order, Right(served_on=date(2026, 11, 9)))
        row = order.restricted_persons.get()
        assert (row.served_on, row.in_force_from) == (date(2026, 11, 9), date(2026, 11, 9))
        [standing] = entries(after=0, after_hash=None).entries[-1].standings
        assert standing.measures[0].in_force_from == date(2026, 11, 9)
        assert Rectification.objects.get().old == "2026-11-02"

    def test_lies_between_decision_and_today(self) -> None:
        listing = listings.active()
        assert code_of(lambda: rectify(LISTING, listing, Right(served_on=date(2026, 11, 17)))) == "date-in-future"
        early = Right(served_on=date(2026, 11, 15))
        assert code_of(lambda: rectify(LISTING, listing, early)) == "served-before-signed"

    def test_is_of_a_service_on_record(self) -> None:
        signed = listings.signed()
        assert code_of(lambda: rectify(LISTING, signed, Right(served_on=TODAY))) == "not-served"


class TestDuty:
    @pytest.mark.law("L9", "T1")
    @pytest.mark.parametrize(("found_on", "due_on"), [("2026-04-29", "2026-05-07"), ("2025-09-30", "2025-10-11")])
    def test_is_closed_within_its_three_working_days(self, found_on: str, due_on: str) -> None:
        listing, day = listings.active(), date.fromisoformat(found_on)
        task = tasks.open_task(TaskKind.PARTICULARS_WRONG, concern_of(listing), counted_from=day, at=instant(day))
        assert task.due_on == date.fromisoformat(due_on)
        rectify(LISTING, listing, Right(words={"reasons": "x"}))
        task.refresh_from_db()
        assert task.state == "done"

    @pytest.mark.law("L12")
    def test_that_a_request_made_is_closed_when_the_act_names_it(self) -> None:
        listing = listings.active()
        request = corrections.upheld(listing, reason=CorrectionReason.INACCURATE)
        right, by = Right(words={"reasons": "x"}), people.judge()
        rectification.rectify(LISTING, listing.pk, right=right, note=WHY, by=by, at=AT)
        request.refresh_from_db()
        assert request.state == "upheld"
        again = Right(words={"reasons": "y"})
        rectification.rectify(LISTING, listing.pk, right=again, note=WHY, correction_id=request.pk, by=by, at=AT)
        request.refresh_from_db()
        assert request.state == "corrected"
