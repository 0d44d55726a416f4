"""What officers send and get about institutions."""

from typing import Any

from rest_framework import serializers

from blacklist.api.paging import PageIn
from blacklist.api.shapes import LIST, LONG, Choice, Input, Output, Text, Whole
from blacklist.law.assistance import (
    LONGEST_OVERLAP_HOURS,
    MOST_PER_DAY,
    MOST_PER_SECOND,
    PER_DAY,
    PER_SECOND,
    SECTORS,
)
from restrictions.models import (
    Credential,
    DirectoryAct,
    DirectoryActKind,
    InstitutionState,
    UseAlarmKind,
    UseAlarmState,
)


def _activities(**kwargs: Any) -> serializers.ListField:
    return serializers.ListField(child=Text(max_length=40), max_length=LIST, **kwargs)


def _hours(help_text: str, **kwargs: Any) -> Whole:
    return Whole(min_value=0, max_value=LONGEST_OVERLAP_HOURS, help_text=help_text, **kwargs)


class EnrolmentIn(Input):
    """The unit on which an assistance notice was served; it may be given less than the notice covers."""

    notice_number = Text(max_length=60)
    activities = _activities(required=False, allow_null=True, default=None, help_text="Null: all of the notice's.")
    per_second = Whole(required=False, min_value=1, max_value=MOST_PER_SECOND, default=PER_SECOND)
    per_day = Whole(required=False, min_value=1, max_value=MOST_PER_DAY, default=PER_DAY)


class ReasonIn(Input):
    """Why."""

    note = Text(max_length=LONG)


class CoverIn(ReasonIn):
    """What the institution asks about from now on."""

    activities = _activities()


class AllowIn(ReasonIn):
    """How much the institution may ask from now on; each item of a batch is one question."""

    per_second = Whole(min_value=1, max_value=MOST_PER_SECOND)
    per_day = Whole(min_value=1, max_value=MOST_PER_DAY)


class CredentialIn(Input):
    """For which of the institution's activities."""

    activities = _activities(required=False, allow_null=True, default=None, help_text="Null: all it may ask about.")
    note = Text(max_length=LONG, required=False, allow_blank=True, default="")


class RotationIn(Input):
    """How long the old credential stays good beside the new one."""

    overlap_hours = _hours("0: the old one is refused at once.")
    note = Text(max_length=LONG, required=False, allow_blank=True, default="")


class LimitIn(ReasonIn):
    """When the credential runs out."""

    after_hours = _hours("From now.")


class InstitutionFilterIn(PageIn):
    """Which institutions."""

    state = Choice(InstitutionState.choices, required=False)


class InstitutionOut(Output):
    """A unit that may ask, as far as its assistance notice goes."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    sector = serializers.ChoiceField(list(SECTORS.items()))
    court = serializers.CharField(source="court_code")
    notice_number = serializers.CharField()
    legal_basis = serializers.CharField()
    activities = serializers.ListField(child=serializers.CharField())
    per_second = serializers.IntegerField()
    per_day = serializers.IntegerField()
    state = serializers.ChoiceField(InstitutionState.choices)


class CredentialOut(Output):
    """A credential, without its secret."""

    id = serializers.UUIDField()
    prefix = serializers.CharField(help_text="The first characters of the secret, by which people name it.")
    activities = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    valid_until = serializers.DateTimeField(allow_null=True, help_text="When it runs out by itself; null: never.")
    revoked_at = serializers.DateTimeField(allow_null=True)


class IssuedOut(Output):
    """A new credential with its secret, which is shown this once and kept nowhere."""

    credential = CredentialOut()
    secret = serializers.CharField(help_text="Sent as `Authorization: Bearer …` with each check.")


class DirectoryActOut(Output):
    """What was done to an institution or one of its credentials."""

    version = serializers.IntegerField()
    kind = serializers.ChoiceField(DirectoryActKind.choices)
    credential = serializers.SerializerMethodField(help_text="Prefix of the credential concerned, or null.")
    actor = serializers.CharField(source="actor_name")
    note = serializers.CharField()
    done_at = serializers.DateTimeField()

    def get_credential(self, row: DirectoryAct) -> str | None:
        credential: Credential | None = row.credential
        return credential.prefix if credential else None


class UseAlarmFilterIn(PageIn):
    """Which alarms."""

    state = Choice(UseAlarmState.choices, required=False)


class UseAlarmOut(Output):
    """What stood out in an hour: so many (`part`) of so many answers (`whole`)."""

    id = serializers.UUIDField()
    institution = serializers.UUIDField(source="institution_id")
    institution_name = serializers.CharField(source="institution.name")
    kind = serializers.ChoiceField(UseAlarmKind.choices)
    hour = serializers.DateTimeField()
    part = serializers.IntegerField()
    whole = serializers.IntegerField()
    raised_at = serializers.DateTimeField()
    suspended_at = serializers.DateTimeField(allow_null=True, help_text="When it suspended the institution by itself.")
    state = serializers.ChoiceField(UseAlarmState.choices)
    reviewed_by = serializers.CharField()
    reviewed_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField()
