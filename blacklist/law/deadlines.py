"""Periods of the law as functions of dates and a calendar, each named after what it limits."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from blacklist.law.refusals import Refusal
from blacklist.law.workdays import Calendar, UnpublishedYear, is_weekday, is_working_day

ONE_DAY = timedelta(days=1)

TERM_YEARS = 2  # L2
SHORTEST_EXTENSION_MONTHS, LONGEST_EXTENSION_MONTHS = 12, 36  # L2
LONGEST_GRACE_MONTHS = 3  # G15
LONGEST_REVIEW_MONTHS = 6  # Q6
# As many rest days in a row as a notice has made: what one not yet out may add to a person's time (T4).
LATEST_AFTER_EARLIEST = timedelta(days=9)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day to act; `provisional` while a year it touches has no published calendar (T4)."""

    due_on: date
    provisional: bool


Period = Callable[[date, Calendar], Deadline]


class _Days:
    """Looks days up; where no notice is out, assumes Monday to Friday are worked and remembers that."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.is_assumed = False

    def is_working(self, day: date) -> bool:
        try:
            return is_working_day(day, self.calendar)
        except UnpublishedYear:
            self.is_assumed = True
            return is_weekday(day)

    def deadline(self, due_on: date, *, is_right: bool) -> Deadline:
        latest = due_on + LATEST_AFTER_EARLIEST if self.is_assumed and is_right else due_on
        return Deadline(latest, self.is_assumed)


def working_days_after(day: date, count: int, calendar: Calendar, *, is_right: bool = False) -> Deadline:
    """Count working days after the event's day (T1).

    `is_right`: the period is a person's right, not a court's duty; while a year is unpublished a duty falls
    due on the earliest possible day, a right ends on the latest (T4).
    """
    days, due_on = _Days(calendar), day
    while count:
        due_on += ONE_DAY
        count -= days.is_working(due_on)
    return days.deadline(due_on, is_right=is_right)


def days_after(day: date, count: int, calendar: Calendar, *, is_right: bool = False) -> Deadline:
    """Count calendar days after the event's; a last day of rest moves to the next worked one (T2, P85)."""
    days, due_on = _Days(calendar), day + timedelta(days=count)
    while not days.is_working(due_on):
        due_on += ONE_DAY
    return days.deadline(due_on, is_right=is_right)


def months_after(day: date, count: int) -> date:
    """Return the corresponding day that many months later, or the month's last (T3, Civil Code 202)."""
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_after(day: date, count: int) -> date:
    """Return the corresponding day that many years later; 29 February becomes 28 in a common year (T3)."""
    return months_after(day, 12 * count)


def removal_due(last_day_on: date, calendar: Calendar) -> Deadline:
    """Say by when a listing is taken down everywhere: three working days (L10).

    `last_day_on` is the day of the event of ¶1, or the last day of the term (¶2).
    """
    return working_days_after(last_day_on, 3, calendar)


def revocation_due(found_on: date, calendar: Calendar) -> Deadline:
    """Say by when a wrong listing is revoked: three working days from finding the error (L9)."""
    return working_days_after(found_on, 3, calendar)


def rectification_due(found_on: date, calendar: Calendar) -> Deadline:
    """Say by when inaccurate particulars are put right: three working days (L9, L12)."""
    return working_days_after(found_on, 3, calendar)


def lift_notices_due(lifted_on: date, calendar: Calendar) -> Deadline:
    """Say by when all served units acknowledge a lift: three working days, as policy (C9: promptly)."""
    return working_days_after(lifted_on, 3, calendar)


def acknowledgement_due(notified_on: date, calendar: Calendar) -> Deadline:
    """Say by when a unit told of a removal has lifted its own measures: three working days (J16)."""
    return working_days_after(notified_on, 3, calendar)


def service_due(signed_on: date, calendar: Calendar) -> Deadline:
    """Say after which day a signed, unserved decision raises an alarm: three working days, policy (G14)."""
    return working_days_after(signed_on, 3, calendar)


def early_removal_review_due(performed_on: date, calendar: Calendar) -> Deadline:
    """Say by when early removal is decided after full performance: three working days, policy (L2 ¶2, G19)."""
    return working_days_after(performed_on, 3, calendar)


def asset_search_due(searched_on: date, calendar: Calendar) -> Deadline:
    """Say by when assets are searched again after the round of enforcement ended: six months (Fa [2016] 373)."""
    return days_after(months_after(searched_on, 6), 0, calendar)


def yearly_reason_due(reasoned_on: date, calendar: Calendar) -> Deadline:
    """Say by when a judge states anew why a listing without a term goes on: one year, policy."""
    return days_after(years_after(reasoned_on, 1), 0, calendar)


def exemption_due(received_on: date, calendar: Calendar) -> Deadline:
    """Say by when an application for an exemption is decided: five working days, policy (C8, C3 ¶2)."""
    return working_days_after(received_on, 5, calendar)


def travel_lift_due(received_on: date, calendar: Calendar) -> Deadline:
    """Say by when urgent travel is decided: the next day, worked or not, policy (G17-3)."""
    return Deadline(received_on + ONE_DAY, provisional=False)


def enforcement_notice_due(received_on: date, calendar: Calendar) -> Deadline:
    """Say by when the enforcement notice is sent: ten days from the application (P251)."""
    return days_after(received_on, 10, calendar)


def application_due(received_on: date, calendar: Calendar) -> Deadline:
    """Say by when an application for a listing is decided: 15 days (L5 ¶2; for an order by analogy, C4)."""
    return days_after(received_on, 15, calendar)


def correction_due(received_on: date, calendar: Calendar) -> Deadline:
    """Say by when a request for correction is decided: 15 days (L12; for an order by G18)."""
    return days_after(received_on, 15, calendar)


def completion_due(told_on: date, calendar: Calendar) -> Deadline:
    """Say by when an incomplete request is to be completed: three days from being told (P-OBJ-2)."""
    return days_after(told_on, 3, calendar, is_right=True)


def resume_due(decided_on: date, calendar: Calendar) -> Deadline:
    """Say by when a paused measure goes on after its request has failed: three working days, as policy (L12)."""
    return working_days_after(decided_on, 3, calendar)


def reconsideration_filing_due(served_on: date, calendar: Calendar) -> Deadline:
    """Say the last day to ask the higher court for reconsideration: ten days from service (L12)."""
    return days_after(served_on, 10, calendar, is_right=True)


def reconsideration_due(received_on: date, calendar: Calendar) -> Deadline:
    """Say by when the higher court decides a reconsideration: 15 days (L12)."""
    return days_after(received_on, 15, calendar)


def late_filing_due(obstacle_ended_on: date, calendar: Calendar) -> Deadline:
    """Say the last day to ask for a missed period: ten days from the end of the obstacle (T6, P86)."""
    return days_after(obstacle_ended_on, 10, calendar, is_right=True)


def public_notice_served_on(issued_on: date) -> date:
    """Return the day on which a public notice counts as served: thirty days after it was issued (P95)."""
    return issued_on + timedelta(days=30)


def term_until(decided_on: date, *, extended_by_months: int = 0) -> date:
    """Return the last day in force of a listing with a term: two years, extended by one to three (L2).

    It ends on that day whether or not it is worked: a burden is not prolonged by a holiday (T5).

    :raises Refusal: `term-too-short` or `term-too-long` for another extension.
    """
    if extended_by_months and extended_by_months < SHORTEST_EXTENSION_MONTHS:
        raise Refusal("term-too-short", pointer="extended_by_months", article="L2")
    if extended_by_months > LONGEST_EXTENSION_MONTHS:
        raise Refusal("term-too-long", pointer="extended_by_months", article="L2")
    return months_after(decided_on, 12 * TERM_YEARS + extended_by_months)


def grace_until(decided_on: date, *, months: int) -> date:
    """Return the last day of grace, during which nothing is published or applied (G15).

    :raises Refusal: `grace-length` unless it is one to three months.
    """
    if not 1 <= months <= LONGEST_GRACE_MONTHS:
        raise Refusal("grace-length", pointer="months", article="G15")
    return months_after(decided_on, months)


def reapply_barred_until(removed_on: date) -> date:
    """Return the last day on which the applicant, having asked for removal, may not ask again (L10 ¶4)."""
    return months_after(removed_on, 6)


def private_means_until(start_on: date) -> date:
    """Return the latest last day of one grant for private means, renewable: twelve months, policy (C3 ¶2, G17-1)."""
    return years_after(start_on, 1)


def evidence_kept_until(until_on: date) -> date:
    """Return until when evidence of an exemption is kept: its window and the remedies, six months (D28–31)."""
    return months_after(until_on, 6)


def order_review_until(decided_on: date) -> date:
    """Return the latest day on which an order without a last day is reviewed: six months on (Q6, policy)."""
    return months_after(decided_on, LONGEST_REVIEW_MONTHS)


def temporary_lift_until(start_on: date) -> date:
    """Return the latest last day of a temporary lift for urgent travel: one month (G17-3)."""
    return months_after(start_on, 1)


PERIODS: Mapping[str, Period] = MappingProxyType(
    {
        period.__name__: period
        for period in (
            removal_due,
            revocation_due,
            rectification_due,
            lift_notices_due,
            acknowledgement_due,
            service_due,
            early_removal_review_due,
            asset_search_due,
            yearly_reason_due,
            exemption_due,
            travel_lift_due,
            enforcement_notice_due,
            application_due,
            correction_due,
            completion_due,
            resume_due,
            reconsideration_filing_due,
            reconsideration_due,
            late_filing_due,
        )
    }
)
