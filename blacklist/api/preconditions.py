"""Acting on what one has read: the ETag of a record, and the If-Match of an act on it (RFC 9110 §13.1.1)."""

import uuid
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, cast

from django.db.models import Model, QuerySet
from django.utils.http import parse_etags
from rest_framework.request import Request

from blacklist import selectors
from blacklist.law.refusals import Refusal
from blacklist.models import Officer
from blacklist.services import accounts, locks, matters
from blacklist.versions import difference, read_version, version_of

TAG_HEADER, CONDITION_HEADER = "ETag", "If-Match"
ANY = "*"

Records = Callable[[Officer], QuerySet[Any]]

# By the name of an id in an address: which records of that kind an officer may read.
RECORDS: Mapping[str, Records] = MappingProxyType(
    {
        "person_id": selectors.persons_of,
        "case_id": selectors.cases_of,
        "application_id": selectors.applications_of,
        "extension_id": selectors.extensions_of,
        "asset_report_id": selectors.asset_reports_of,
        "settlement_id": selectors.settlements_of,
        "property_id": selectors.properties_of,
        "listing_id": selectors.listings_of,
        "order_id": selectors.orders_of,
        "exemption_id": selectors.exemptions_of,
        "request_id": selectors.corrections_of,
        "reconsideration_id": selectors.reconsiderations_of,
        "report_id": selectors.breach_reports_of,
        "notice_id": selectors.assistance_notices_of,
        "lift_notice_id": selectors.lift_notices_of,
        "announcement_id": selectors.announcements_of,
        "notification_id": selectors.notifications_of,
        "redress_id": selectors.redress_numbers_of,
        "task_id": selectors.tasks_of,
        "delegation_id": selectors.delegations_of,
        "officer_id": selectors.officers_of,
        "proposal_id": selectors.proposals_of,
        "document_id": selectors.documents_of,
        "import_id": selectors.imports_of,
        "export_id": selectors.exports_of,
    }
)

# What stands under something else is locked after that, by an act and so by whoever asks for its version, too.
LOCKS: Mapping[str, Callable[[Any, Officer], object]] = MappingProxyType(
    {
        "application_id": lambda key, by: locks.locked_application(key),
        "extension_id": lambda key, by: locks.locked_extension(key),
        "exemption_id": lambda key, by: locks.locked_exemption(key),
        "request_id": lambda key, by: matters.locked(key),
        "reconsideration_id": lambda key, by: locks.locked_reconsideration(key),
        "officer_id": lambda key, by: accounts.locked(key, by=by),
        "proposal_id": lambda key, by: accounts.locked_by_proposal(key, by=by),
    }
)


def tag_of(shown: object) -> dict[str, str]:
    """Return the header that names the version of a record shown; what is no record has none."""
    return {TAG_HEADER: f'"{version_of(shown)}"'} if isinstance(shown, Model) else {}


def require_version(request: Request, ids: Mapping[str, uuid.UUID], records: Mapping[str, Records] = RECORDS) -> None:
    """Let an act pass when the record at its address is as the caller read it, or when the caller does not say.

    The record stays locked for the act, in the order in which acts lock. Whether it exists is for the act to say.

    :raises Refusal: ``version-conflict``, to its readers with the difference from the version read.
    """
    tags = parse_etags(request.headers.get(CONDITION_HEADER, ""))
    if not tags:
        return
    if not ids:
        raise Refusal("version-conflict", "Nothing at this address has a version.")
    name, key = list(ids.items())[-1]
    by = cast(Officer, request.user)
    readable = records[name](by)
    record = _locked(name, key, readable, by=by)
    if record is None or ANY in tags or tag_of(record)[TAG_HEADER] in tags:
        return
    then = read_version(tags[0].strip('"')) if readable.filter(pk=key).exists() else None
    told = {"difference": difference(then, record)} if then else {}
    raise Refusal("version-conflict", "Read the record again before you act on it.", members=told)


def _locked(name: str, key: uuid.UUID, readable: QuerySet[Any], *, by: Officer) -> Any:
    """Lock and return the record, or None when there is none."""
    if name in LOCKS:
        try:
            LOCKS[name](key, by)
        except Refusal:
            return None
    return readable.model._base_manager.select_for_update(of=("self",), no_key=True).filter(pk=key).first()
