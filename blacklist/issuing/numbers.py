"""The numbers of documents: the case number and 之一, 之二, one after another."""

from blacklist.law.case_numbers import ordinal_suffix
from blacklist.models import ConsumptionOrder, EnforcementCase, Extension, IssuedDocument, Listing


def next_decision_number(case: EnforcementCase) -> str:
    """Return the number of the next document in a case: the case number and 之一, 之二 … (the case must be locked)."""
    numbers = (
        Listing.objects.filter(case=case).values_list("decision_number", flat=True),
        ConsumptionOrder.objects.filter(case=case).values_list("decision_number", flat=True),
        Extension.objects.filter(case=case).values_list("decision_number", flat=True),
        IssuedDocument.objects.filter(case=case, number__startswith=case.case_number).values_list("number", flat=True),
    )
    issued = {number for found in numbers for number in found} - {""}
    number = len(issued) + 1
    while (candidate := case.case_number + ordinal_suffix(number)) in issued:
        number += 1
    return candidate
