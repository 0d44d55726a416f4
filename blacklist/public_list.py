"""The public list: what is published of listings in force (L6, L7), found by name and number together only.

Nothing is copied: each look reads the register, so what has ended, is paused or was withheld is gone at once.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from blacklist.law.identity import Document, is_adult
from blacklist.law.lifecycle import ListingState
from blacklist.law.names import Name, read_name
from blacklist.law.particulars import Published, published_document
from blacklist.models import Listing, Person, PersonKind
from blacklist.particulars import documents_of, published
from blacklist.services import persons

ENDED = (ListingState.REMOVED, ListingState.REVOKED, ListingState.EXPIRED)


@dataclass(frozen=True)
class Entry:
    """One listing as everybody may see it, and the id of its address."""

    id: uuid.UUID
    says: Published


def find(name: Name, document: Document, *, on: date) -> tuple[uuid.UUID, ...]:
    """Return the listings in force of whoever has exactly the published name and the published number (F8.4)."""
    person = persons.find(document)
    if person is None or not _is_published_as(person, name, document):
        return ()
    return tuple(entry.id for entry in entries(_listings(on).filter(debtor=person).values_list("pk", flat=True), on=on))


def entries(ids: Collection[uuid.UUID], *, on: date) -> tuple[Entry, ...]:
    """Return what is published of those of these listings that are in force on the day; nothing of a minor (L4)."""
    rows = _listings(on).filter(pk__in=ids).select_related("case__court", "debtor").order_by("-published_on", "pk")
    return tuple(Entry(row.pk, published(row, on=on)) for row in rows if not _may_be_minor(row.debtor, on))


def has_ended(listing_id: uuid.UUID, *, on: date) -> bool:
    """Say whether a listing was public once and is not in force any more: its address is gone for good (410)."""
    ended = Q(state__in=ENDED) | Q(in_force_until__lte=on) | Q(ended_on__lte=on)
    return Listing.objects.filter(ended, pk=listing_id, published_on__isnull=False).exists()


def _listings(on: date) -> QuerySet[Listing]:
    """Return the listings that are published and in force, by the calendar too: a term ends without an act."""
    in_force = Listing.objects.filter(state=ListingState.ACTIVE, published_on__lte=on, in_force_from__lte=on)
    return in_force.exclude(in_force_until__lte=on).exclude(ended_on__lte=on)


def _is_published_as(person: Person, name: Name, document: Document) -> bool:
    own = published_document(documents_of(person))
    return own.number == document.number and own.issuer == document.issuer and read_name(person.name).key == name.key


def _may_be_minor(person: Person, on: date) -> bool:
    """Whose birth date nobody knows may be a minor, too."""
    if person.kind != PersonKind.NATURAL:
        return False
    return person.birth_date is None or not is_adult(person.birth_date, on)
