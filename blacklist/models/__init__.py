"""The register of record."""

from blacklist.models.access import PersonAccess
from blacklist.models.account import AccountProposal, Invitation
from blacklist.models.application import Application
from blacklist.models.asset_report import AssetFinding, AssetReportOrder
from blacklist.models.assistance_notice import AssistanceNotice
from blacklist.models.breach_report import BreachReport, ReportChannel
from blacklist.models.calendar import CalendarDay, CalendarDayKind, CalendarYear
from blacklist.models.case import BasisDocument, CaseCause, EnforcementCase, Party, PartyRole, ServiceMethod
from blacklist.models.correction import Channel, CorrectionReason, CorrectionRequest, Petitioner, Reconsideration
from blacklist.models.court import Court, CourtLevel
from blacklist.models.delegation import Delegation
from blacklist.models.draft import Draft
from blacklist.models.event import CaseEvent
from blacklist.models.exemption import EvidenceReading, Exemption, ReadingPurpose
from blacklist.models.export import RegisterExport
from blacklist.models.extension import Extension
from blacklist.models.idempotency import IdempotencyRecord
from blacklist.models.import_run import ImportBatch, ImportRun, ImportState
from blacklist.models.issued_document import IssuedDocument
from blacklist.models.ledger import Announcement, LiftNotice, Notification, NotificationKind, Recipient
from blacklist.models.listing import Listing
from blacklist.models.officer import Officer, OfficerSession, OfficerState
from blacklist.models.order import Capacity, ConsumptionOrder, OrderKind, RestrictedPerson
from blacklist.models.own_filing import OwnFiling
from blacklist.models.person import (
    DocumentUse,
    IdentityDocument,
    NameKind,
    Person,
    PersonKind,
    PersonName,
    Sex,
    blind_of,
    digests_of,
    form_digests,
    organisation_blind_of,
)
from blacklist.models.person_search import PersonSearch, Purpose
from blacklist.models.property import ControlledProperty
from blacklist.models.published_figure import PublishedFigure, PublishedMonth
from blacklist.models.record_code import RecordCode
from blacklist.models.rectification import Rectification
from blacklist.models.redress_number import RedressNumber
from blacklist.models.register import ImportedRuling, ListHead, RegisterEntry
from blacklist.models.settlement import Instalment, Settlement
from blacklist.models.share_code import ShareCode
from blacklist.models.task import Task, TaskKind, TaskState
from blacklist.models.transfer import CaseTransfer, TransferState

__all__ = [
    "AccountProposal",
    "Announcement",
    "Application",
    "AssetFinding",
    "AssetReportOrder",
    "AssistanceNotice",
    "BasisDocument",
    "BreachReport",
    "CalendarDay",
    "CalendarDayKind",
    "CalendarYear",
    "Capacity",
    "CaseCause",
    "CaseEvent",
    "CaseTransfer",
    "Channel",
    "ConsumptionOrder",
    "ControlledProperty",
    "CorrectionReason",
    "CorrectionRequest",
    "Court",
    "CourtLevel",
    "Delegation",
    "DocumentUse",
    "Draft",
    "EnforcementCase",
    "EvidenceReading",
    "Exemption",
    "Extension",
    "IdempotencyRecord",
    "IdentityDocument",
    "ImportBatch",
    "ImportRun",
    "ImportState",
    "ImportedRuling",
    "Instalment",
    "Invitation",
    "IssuedDocument",
    "LiftNotice",
    "ListHead",
    "Listing",
    "NameKind",
    "Notification",
    "NotificationKind",
    "Officer",
    "OfficerSession",
    "OfficerState",
    "OrderKind",
    "OwnFiling",
    "Party",
    "PartyRole",
    "Person",
    "PersonAccess",
    "PersonKind",
    "PersonName",
    "PersonSearch",
    "Petitioner",
    "PublishedFigure",
    "PublishedMonth",
    "Purpose",
    "ReadingPurpose",
    "Recipient",
    "Reconsideration",
    "RecordCode",
    "Rectification",
    "RedressNumber",
    "RegisterEntry",
    "RegisterExport",
    "ReportChannel",
    "RestrictedPerson",
    "ServiceMethod",
    "Settlement",
    "Sex",
    "ShareCode",
    "Task",
    "TaskKind",
    "TaskState",
    "TransferState",
    "blind_of",
    "digests_of",
    "form_digests",
    "organisation_blind_of",
]
