"""Lock what stands under a measure or a case: after that, in the order of all acts (measure, case, subject, record)."""

import uuid

from blacklist.law.refusals import Refusal
from blacklist.models import Application, ConsumptionOrder, Exemption, Extension, Person, Reconsideration
from blacklist.register import lock_subjects
from blacklist.services import decisions, matters
from blacklist.services.matters import Matter
from blacklist.services.measures import locked_listing


def locked_application(application_id: uuid.UUID) -> tuple[Application, Person]:
    """Lock and return the application, after its case, and whom it is about.

    :raises Refusal: ``not-found``.
    """
    case_id = Application.objects.filter(pk=application_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise Refusal("not-found", "There is no such application.")
    case = decisions.locked_case(case_id)
    rows = Application.objects.select_for_update(of=("self",), no_key=True).select_related("task")
    application = rows.get(pk=application_id)
    application.case = case
    [about] = lock_subjects([application.about_id])
    return application, about


def locked_extension(extension_id: uuid.UUID) -> tuple[Extension, Person]:
    """Lock and return the extension, after its listing, and the debtor.

    :raises Refusal: ``not-found``.
    """
    listing_id = Extension.objects.filter(pk=extension_id).values_list("listing_id", flat=True).first()
    if listing_id is None:
        raise Refusal("not-found", "There is no such extension.")
    listing, debtor = locked_listing(listing_id)
    extension = Extension.objects.select_for_update(no_key=True).get(pk=extension_id)
    extension.listing, extension.case = listing, listing.case
    return extension, debtor


def locked_exemption(exemption_id: uuid.UUID) -> tuple[Exemption, Person]:
    """Lock and return the exemption, after its order, as whoever ends the order does, and its person.

    :raises Refusal: ``not-found``.
    """
    found = Exemption.objects.filter(pk=exemption_id).values_list("order_id", "person_id").first()
    if found is None:
        raise Refusal("not-found", "There is no such application.")
    order, [person] = locked_order_on(*found)
    exemption = Exemption.objects.select_for_update(of=("self",), no_key=True).get(pk=exemption_id)
    exemption.order = order
    return exemption, person


def locked_order_on(order_id: uuid.UUID, person_id: uuid.UUID) -> tuple[ConsumptionOrder, list[Person]]:
    """Lock and return an order that names a person, and that person.

    :raises Refusal: ``not-found``.
    """
    order = ConsumptionOrder.objects.select_for_update(no_key=True).filter(pk=order_id).first()
    if order is None or not order.restricted_persons.filter(person_id=person_id).exists():
        raise Refusal("not-found", "There is no such order on this person.", pointer="order")
    order.case = decisions.locked_case(order.case_id)
    return order, lock_subjects([person_id])


def locked_reconsideration(reconsideration_id: uuid.UUID) -> tuple[Reconsideration, Matter]:
    """Lock and return the reconsideration, after its matter.

    :raises Refusal: ``not-found``.
    """
    found = Reconsideration.objects.filter(pk=reconsideration_id).first()
    if found is None:
        raise Refusal("not-found", "There is no such reconsideration.")
    matter = matters.locked(found.request_id)
    row = Reconsideration.objects.select_for_update(no_key=True).get(pk=reconsideration_id)
    row.request = matter.request
    return row, matter
