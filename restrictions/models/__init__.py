"""Who may ask, and what was asked."""

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

__all__ = [
    "CheckRecord",
    "Credential",
    "DirectoryAct",
    "DirectoryActKind",
    "DirectoryHead",
    "ExemptionUse",
    "Heartbeat",
    "Institution",
    "InstitutionState",
    "JournalPosition",
]
