"""What somebody fills in who applies for something: the shapes of the counter's acts, as far as the person knows."""

from rest_framework import serializers

from blacklist.api.shapes import LIST, LONG, Choice, Day, Input, Text, YesNo
from blacklist.law.exemptions import TRAVEL_REASONS
from blacklist.models import CorrectionReason


def _evidence() -> serializers.ListField:
    return serializers.ListField(child=Text(), max_length=LIST, required=False, default=list)


class CorrectionIn(Input):
    """What is wrong with a measure (L11). What is missing is asked for later."""

    reason = Choice(CorrectionReason.choices)
    statement = Text(max_length=LONG, required=False, allow_blank=True, default="")
    evidence = _evidence()
    wants_explanation = YesNo(required=False, default=False)


class ExemptionIn(Input):
    """What is to be permitted, from the first to the last day, and why (C8, C3 ¶2)."""

    activities = serializers.ListField(child=Text(max_length=40), max_length=LIST, allow_empty=False)
    first_day = Day()
    last_day = Day()
    is_single_use = YesNo(required=False, default=False)
    purpose = Text(max_length=LONG)
    evidence = _evidence()


class TravelLiftIn(ExemptionIn):
    """The same for urgent travel, with its reason and the written undertaking (G17-3, G17-4)."""

    travel_reason = Choice(list(TRAVEL_REASONS.items()))
    has_undertaking = YesNo(required=False, default=False)


class RequestIn(Input):
    """What is asked for and why."""

    request = Text(max_length=LONG)
    evidence = _evidence()


class ReconsiderationIn(Input):
    """Why the rejection is wrong (L12); after the ten days, what kept the person from asking in time (T6)."""

    statement = Text(max_length=LONG)
    evidence = _evidence()
    obstacle = Text(max_length=LONG, required=False, allow_blank=True, default="")
    obstacle_ended_on = Day(required=False, allow_null=True)


class CompletionIn(Input):
    """What the court has asked for."""

    statement = Text(max_length=LONG, required=False, allow_blank=True, default="")
    evidence = _evidence()


class UndertakingIn(CompletionIn):
    """The same with the undertaking that was missing."""

    has_undertaking = YesNo(required=False, default=False)
