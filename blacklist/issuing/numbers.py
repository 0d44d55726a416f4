"""The numbers of documents: the case number and 之一, 之二, one after another."""

from django.db import connection

from blacklist.law.case_numbers import ordinal_suffix
from blacklist.models import EnforcementCase

_ISSUED = """
SELECT decision_number FROM blacklist_listing WHERE case_id = %(case)s
UNION SELECT decision_number FROM blacklist_consumptionorder WHERE case_id = %(case)s
UNION SELECT decision_number FROM blacklist_extension WHERE case_id = %(case)s
UNION SELECT number FROM blacklist_issueddocument WHERE case_id = %(case)s AND starts_with(number, %(case_number)s)
"""


def next_decision_number(case: EnforcementCase) -> str:
    """Return the number of the next document in a case: the case number and 之一, 之二 … (the case must be locked)."""
    with connection.cursor() as cursor:
        cursor.execute(_ISSUED, {"case": case.pk, "case_number": case.case_number})
        issued = {number for (number,) in cursor.fetchall()} - {""}
    number = len(issued) + 1
    while (candidate := case.case_number + ordinal_suffix(number)) in issued:
        number += 1
    return candidate
