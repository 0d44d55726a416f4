"""Who may ask, and what was asked."""

from restrictions.models.answer_count import AnswerCount
from restrictions.models.check_record import CheckRecord, JournalPosition
from restrictions.models.exemption_use import ExemptionUse
from restrictions.models.heartbeat import Heartbeat
from restrictions.models.institution import (
    Credential,
    DirectoryAct,
    DirectoryActKind,
    DirectoryHead,
    Institution,
    InstitutionState,
)
from restrictions.models.sighting import Sighting
from restrictions.models.use import HoneyIdentity, UseAlarm, UseAlarmKind, UseAlarmState, UseCount

__all__ = [
    "AnswerCount",
    "CheckRecord",
    "Credential",
    "DirectoryAct",
    "DirectoryActKind",
    "DirectoryHead",
    "ExemptionUse",
    "Heartbeat",
    "HoneyIdentity",
    "Institution",
    "InstitutionState",
    "JournalPosition",
    "Sighting",
    "UseAlarm",
    "UseAlarmKind",
    "UseAlarmState",
    "UseCount",
]
