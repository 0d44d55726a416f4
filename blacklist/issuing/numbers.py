"""The numbers of documents: the case number and 之一, 之二, one after another."""

from blacklist.law.case_numbers import ordinal_suffix
from blacklist.models import ConsumptionOrder, EnforcementCase, IssuedDocument, Listing


def next_decision_number(case: EnforcementCase) -> str:
    """Return the number of the next document in a case: the case number and 之一, 之二 … (the case must be locked)."""
    decisions = [*Listing.objects.filter(case=case), *ConsumptionOrder.objects.filter(case=case)]
    issued = {row.decision_number for row in decisions} - {""}
    issued.update(IssuedDocument.objects.filter(case=case).values_list("number", flat=True))
    number = len(issued) + 1
    while (candidate := case.case_number + ordinal_suffix(number)) in issued:
        number += 1
    return candidate
