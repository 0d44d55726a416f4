"""Grace and exemptions of imported rulings: judged as the law says, invisible outside or answered by at once."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from blacklist.imports import loosening
from blacklist.imports.report import Tally
from blacklist.imports.ruling import judge
from blacklist.law.refusals import Refusal
from blacklist.models import ConsumptionOrder, Exemption, Listing, RegisterEntry, RestrictedPerson, Task
from blacklist.publication import Measure, entries
from blacklist.services import listings
from blacklist.verification import faults
from tests.blacklist.imports.files import Run
from tests.blacklist.imports.rows import COURTS, LISTING, ORDER, TODAY
from tests.blacklist.services.drafts import code_of
from tests.factories import people

NO_GRACE = dict.fromkeys(loosening.OPTIONAL, "")
# Decided on 1 October 2026, so that grace still runs on 22 November.
FRESH = {"decided_on": "2026-10-01", "served_on": "2026-10-03", "published_on": "", "grace_until": "2026-12-01"}
GRACE_LISTING = {**LISTING, **NO_GRACE, **FRESH, "term_until": "2028-12-01"}
GRACE_ORDER = {**ORDER, **NO_GRACE, **FRESH}
HOTEL = {
    "exemption_kind": "necessity",
    "exemption_activities": "hotel.star_rated",
    "exemption_from": "2026-12-10",
    "exemption_until": "2026-12-12",
    "exemption_single_use": "yes",
}
EXEMPTED = {**ORDER, **NO_GRACE, **HOTEL}
LATE_SERVICE = {"grace_until": "2025-08-01", "served_on": "2025-08-09", "published_on": ""}
TRAVEL = {**EXEMPTED, "exemption_kind": "travel_lift"}

REFUSED = [
    (EXEMPTED, {"exemption_kind": "because"}, "unknown-value", "exemption_kind"),
    (EXEMPTED, {"exemption_kind": ""}, "unknown-value", "exemption_activities"),
    (EXEMPTED, {"exemption_kind": "necessity|necessity"}, "unknown-value", "exemption_activities"),
    (EXEMPTED, {"exemption_single_use": "once"}, "unknown-value", "exemption_single_use"),
    ({**LISTING, **NO_GRACE}, HOTEL, "unknown-value", "exemption_kind"),
    (GRACE_LISTING, {"grace_until": "2026-11-31"}, "date", "grace_until"),
    (EXEMPTED, {"exemption_from": "soon"}, "date", "exemption_from"),
    (EXEMPTED, {"exemption_until": ""}, "date", "exemption_until"),
    (GRACE_LISTING, {"term_until": "2026-12-01"}, "date", "term_until"),
    (GRACE_LISTING, {"term_until": "2031-12-03"}, "term-too-long", "term_until"),
    (GRACE_ORDER, {"period_until": "2026-12-01"}, "date", "period_until"),
    (GRACE_LISTING, {"grace_until": "2026-10-31"}, "grace-length", "grace_until"),
    (GRACE_ORDER, {"grace_until": "2027-01-02"}, "grace-length", "grace_until"),
    (GRACE_LISTING, {"published_on": "2026-11-20"}, "published-in-grace", "published_on"),
    (GRACE_ORDER, {"published_on": "2026-10-05"}, "published-in-grace", "published_on"),
    (EXEMPTED, {"exemption_kind": "personal_funds"}, "exemption-kind", "exemption_kind"),
    (EXEMPTED, {"capacity": "legal_representative"}, "exemption-kind", "exemption_kind"),
    (EXEMPTED, {"exemption_activities": ""}, "items-required", "exemption_activities"),
    (EXEMPTED, {"exemption_activities": "bus.any"}, "unknown-activity", "exemption_activities"),
    (TRAVEL, {}, "activity-not-exemptible", "exemption_activities"),
    (EXEMPTED, {"exemption_activities": "venue.golf"}, "not-restricted", "exemption_activities"),
    (EXEMPTED, {"exemption_until": "2026-12-09"}, "date", "exemption_until"),
    (
        TRAVEL,
        {"exemption_activities": "flight.business", "exemption_until": "2027-01-11"},
        "window-too-long",
        "exemption_until",
    ),
]


class TestJudge:
    @pytest.mark.parametrize(("row", "changes", "code", "column"), REFUSED)
    def test_refuses_with_the_code_and_the_column(
        self, row: dict[str, str], changes: dict[str, str], code: str, column: str
    ) -> None:
        with pytest.raises(Refusal) as refused:
            judge({**row, **changes}, courts=COURTS, on=TODAY)
        assert (refused.value.code, refused.value.pointer) == (code, column)

    def test_leaves_a_ruling_the_same_when_the_columns_are_there_and_empty(self) -> None:
        """A file of before there were such columns, imported again with them, is unchanged."""
        plain = judge(ORDER, courts=COURTS, on=TODAY)
        assert judge({**ORDER, **NO_GRACE}, courts=COURTS, on=TODAY).content == plain.content

    @pytest.mark.parametrize("changes", [HOTEL, {"grace_until": "2025-08-01", "published_on": ""}])
    def test_makes_it_another_content_when_they_say_something(self, changes: dict[str, str]) -> None:
        plain, changed = (judge(row, courts=COURTS, on=TODAY) for row in (ORDER, {**ORDER, **NO_GRACE, **changes}))
        assert (plain.key, plain.content != changed.content) == (changed.key, True)

    @pytest.mark.law("G15")
    @pytest.mark.parametrize(
        ("decided_on", "grace_until", "is_taken"),
        [
            ("2026-01-31", "2026-02-28", True),
            ("2026-01-31", "2026-05-31", False),
            ("2025-11-30", "2026-02-28", True),
            ("2025-11-30", "2026-03-01", False),
        ],
    )
    def test_takes_grace_of_one_to_three_months(self, decided_on: str, grace_until: str, is_taken: bool) -> None:
        """G15: decided 31 January 2026, one month ends 28 February; four months never; 30 November and three, 28
        February."""
        days = {"filed_on": "2025-10-01", "decided_on": decided_on, "served_on": decided_on, "published_on": ""}
        row = {**ORDER, **NO_GRACE, **days, "grace_until": grace_until}
        if is_taken:
            assert judge(row, courts=COURTS, on=TODAY).days["grace_until"] == date.fromisoformat(grace_until)
        else:
            with pytest.raises(Refusal, match="grace-length"):
                judge(row, courts=COURTS, on=TODAY)

    def test_reads_several_exemptions_of_one_order(self) -> None:
        travel = {
            "exemption_kind": "necessity | travel_lift",
            "exemption_activities": "hotel.star_rated | flight.business",
            "exemption_from": "2026-12-10|2026-12-01",
            "exemption_until": "2026-12-12 |2026-12-31",
            "exemption_single_use": "",
        }
        first, second = judge({**EXEMPTED, **travel}, courts=COURTS, on=TODAY).exemptions
        assert (first.kind, first.activities, first.last_day) == (
            "necessity",
            ("hotel.star_rated",),
            date(2026, 12, 12),
        )
        assert (second.kind, second.first_day, second.is_single_use) == ("travel_lift", date(2026, 12, 1), False)

    def test_takes_the_exemption_of_an_officer(self) -> None:
        row = {
            **EXEMPTED,
            "capacity": "legal_representative",
            "debtor_document_number": "91350100M000100Y43",
            "exemption_kind": "personal_funds",
        }
        [granted] = judge(row, courts=COURTS, on=TODAY).exemptions
        assert granted.is_single_use


def seen_outside() -> list[Measure]:
    """Return the measures that check nodes hear of."""
    page = entries(after=0, after_hash=None)
    return [measure for entry in page.entries for standing in entry.standings for measure in standing.measures]


def measure_on_file() -> Listing | ConsumptionOrder:
    return Listing.objects.first() or ConsumptionOrder.objects.get()


@pytest.mark.django_db
@pytest.mark.usefixtures("courts")
class TestGrace:
    @pytest.mark.law("G15")
    @pytest.mark.parametrize("row", [GRACE_LISTING, GRACE_ORDER])
    def test_is_invisible_outside_while_it_runs(self, tmp_path: Path, row: dict[str, str]) -> None:
        """G15: nothing is published or applied; what follows is to be confirmed on its last day."""
        assert Run(tmp_path, [row]).tally == Tally(accepted=1)
        assert seen_outside() == []
        measure = measure_on_file()
        assert (measure.state, measure.grace_until) == ("grace", date(2026, 12, 2))
        task = Task.objects.get()
        assert (task.kind, task.measure_id, task.due_on, task.court_id) == (
            "grace_ended",
            measure.pk,
            date(2026, 12, 1),
            "兵9901",
        )
        assert list(faults()) == []

    @pytest.mark.parametrize(
        ("row", "changes", "state", "from_on"),
        [
            (LISTING, {"grace_until": "2025-08-01", "published_on": "2025-08-04"}, "active", date(2025, 8, 4)),
            (LISTING, {"grace_until": "2025-08-01", "published_on": ""}, "grace", None),
            (ORDER, {"grace_until": "2025-08-01", "published_on": ""}, "in_force", date(2025, 8, 2)),
            (
                ORDER,
                {"grace_until": "2025-08-01", "served_on": "2025-08-09", "published_on": ""},
                "in_force",
                date(2025, 8, 9),
            ),
        ],
    )
    def test_over_leaves_each_measure_where_it_has_come_to(
        self, tmp_path: Path, row: dict[str, str], changes: dict[str, str], state: str, from_on: date | None
    ) -> None:
        Run(tmp_path, [{**row, **NO_GRACE, **changes}])
        assert measure_on_file().state == state
        effect = Listing.objects.first() or RestrictedPerson.objects.get()
        assert effect.in_force_from == from_on
        assert Task.objects.exists() is (state == "grace")

    @pytest.mark.law("G15")
    @pytest.mark.parametrize(
        ("row", "reason", "state", "kept"),
        [
            (LISTING, "performed", "closed", "performed_in_grace"),
            (LISTING, "listed_in_error", "revoked", "listed_in_error"),
            (ORDER, "performed", "closed", "performed"),
        ],
    )
    def test_never_had_effect_when_the_measure_ended_in_it(
        self, tmp_path: Path, row: dict[str, str], reason: str, state: str, kept: str
    ) -> None:
        """G15: decided 31 January 2026 with a month of grace, paid 27 February: closed, and never public."""
        days = {
            "decided_on": "2026-01-31",
            "served_on": "2026-02-02",
            "published_on": "",
            "grace_until": "2026-02-28",
            "term_until": "2028-01-31" if row is LISTING else "",
            "ended_on": "2026-02-27",
            "ended_reason": reason,
        }
        assert Run(tmp_path, [{**row, **NO_GRACE, **days}]).tally == Tally(accepted=1)
        measure = measure_on_file()
        assert measure.state == state
        assert (Listing.objects.first() or RestrictedPerson.objects.get()).ended_reason == kept
        assert seen_outside() == []
        assert list(faults()) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("courts")
class TestExemptions:
    @pytest.mark.law("C8")
    def test_are_answered_by_at_once_and_in_their_window_only(self, tmp_path: Path) -> None:
        """C8: the nights approved, and no other day or activity; once, where it was granted so."""
        assert Run(tmp_path, [EXEMPTED]).tally == Tally(accepted=1)
        row = Exemption.objects.get()
        assert (row.state, row.is_single_use, row.activities) == ("approved", True, ["hotel.star_rated"])
        assert (
            row.covers("hotel.star_rated", date(2026, 12, 12)),
            row.covers("hotel.star_rated", date(2026, 12, 13)),
        ) == (
            True,
            False,
        )
        [measure] = seen_outside()
        [exemption] = measure.exemptions
        assert (exemption.activities, exemption.from_on, exemption.until_on) == (
            ("hotel.star_rated",),
            date(2026, 12, 10),
            date(2026, 12, 13),
        )
        assert list(faults()) == []

    @pytest.mark.parametrize(
        "changes",
        [
            {"exemption_from": "2026-11-01", "exemption_until": "2026-11-21"},
            {"ended_on": "2026-02-03", "ended_reason": "performed"},
        ],
    )
    def test_that_are_over_are_on_record_only(self, tmp_path: Path, changes: dict[str, str]) -> None:
        Run(tmp_path, [{**EXEMPTED, **changes}])
        assert Exemption.objects.get().state == "expired"
        assert [measure.exemptions for measure in seen_outside()] in ([()], [])
        assert list(faults()) == []

    def test_of_several_rows_add_up_in_each_entry(self, tmp_path: Path) -> None:
        """Each entry tells the whole set of its subject, the exemptions of measures before it included."""
        Run(tmp_path, [EXEMPTED, {**ORDER, **NO_GRACE, "decision_number": "（2025）兵9901执7号之九"}])
        assert RegisterEntry.objects.count() == 2
        assert list(faults()) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("courts")
class TestAfterwards:
    @pytest.mark.law("G15")
    def test_a_judge_publishes_what_was_imported_in_grace(self, tmp_path: Path) -> None:
        """G15: not before its end, and not by itself; confirmed, the duty is done."""
        Run(tmp_path, [GRACE_LISTING])
        listing, judge = Listing.objects.get(), people.judge("兵9901")
        last_day, next_day = (datetime(2026, 12, day, 4, tzinfo=UTC) for day in (1, 2))
        assert code_of(lambda: listings.publish(listing.pk, by=judge, at=last_day)) == "grace-running"
        published = listings.publish(listing.pk, by=judge, at=next_day)
        assert (published.state, published.in_force_from) == ("active", date(2026, 12, 2))
        assert Task.objects.get(kind="grace_ended").state == "done"
        assert [measure.kind for measure in seen_outside()] == ["listing"]
        assert list(faults()) == []
