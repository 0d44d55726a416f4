"""What of a listing goes to the Supreme Court's list and to every other channel (L6, L7)."""

from datetime import date

from django.db.models import Q

from blacklist.law.events import EventKind
from blacklist.law.identity import Document
from blacklist.law.lifecycle import ListingState
from blacklist.law.particulars import (
    PERFORMANCE,
    Published,
    age_on,
    conduct_of,
    province_of,
    published_number,
    without_numbers,
)
from blacklist.law.refusals import Refusal
from blacklist.models import Capacity, Listing, Person, PersonKind, RestrictedPerson


def published(listing: Listing, *, on: date) -> Published:
    """Return what is published of a listing, the age as of ``on``.

    :raises Refusal: ``wrong-state`` unless it is published: neither a draft nor a listing in grace nor one that ended.
    """
    if listing.state != ListingState.ACTIVE or listing.published_on is None:
        raise Refusal("wrong-state", "Nothing is published of this listing.", article="L6")
    case, debtor = listing.case, listing.debtor
    basis = case.basis_documents.order_by("pk").first()
    is_natural, birth_date = debtor.kind == PersonKind.NATURAL, debtor.birth_date
    return Published(
        name=debtor.name,
        sex=(debtor.sex or None) if is_natural else None,
        age=age_on(birth_date, on) if birth_date else None,
        masked_number=published_number(documents_of(debtor)),
        legal_representative=None if is_natural else _legal_representative(listing),
        court=case.court.name,
        province=province_of(case.court_id),
        basis_number=basis.number if basis else "",
        basis_issuer=basis.issuer if basis else "",
        filed_on=case.filed_on,
        case_number=case.case_number,
        obligation=without_numbers(basis.obligation) if basis else "",
        performance=_performance(listing),
        conduct=conduct_of(listing.grounds),
        published_on=listing.published_on,
    )


def documents_of(person: Person) -> list[Document]:
    """Return a person's documents, those used now first."""
    return [Document(row.type, row.number, row.issuer or None) for row in person.documents.order_by("use", "pk")]


def _performance(listing: Listing) -> str | None:
    """Return what has been entered since, else what the decision states of it; an imported one states it in words."""
    of_debtor = Q(person__isnull=True) | Q(person_id=listing.debtor_id)
    if listing.case.events.filter(of_debtor, kind=EventKind.PERFORMED).exists():
        return PERFORMANCE["wholly_performed"]
    said = listing.particulars.get("performance")
    return PERFORMANCE.get(said, without_numbers(said)) if said else None


def _legal_representative(listing: Listing) -> str | None:
    """Return the name of the unit's legal representative, where an order in the case found on evidence who that is."""
    rows = RestrictedPerson.objects.filter(order__case_id=listing.case_id, capacity=Capacity.LEGAL_REPRESENTATIVE)
    found = rows.filter(in_force_from__isnull=False, ended_on__isnull=True).select_related("person").first()
    return found.person.name if found else None
