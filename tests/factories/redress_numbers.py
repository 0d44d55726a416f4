"""Redress numbers, one factory for each state."""

from dataclasses import replace
from typing import Any

from blacklist.models import Person, RedressNumber
from blacklist.services import redress_numbers
from tests.factories import listings, people
from tests.factories.clock import AT

HOLDER = redress_numbers.Holder("张三", "resident_id", "110000199001010013", (), ("身份核验-1",))


def issued(*, of: Person | None = None, **changes: Any) -> RedressNumber:
    """Return a number whose holder is not the debtor of a listing of the court."""
    person = of or listings.active().debtor
    holder = replace(HOLDER, not_persons=(person.pk,), **changes)
    return redress_numbers.issue(holder, by=people.judge(), at=AT)


def revoked() -> RedressNumber:
    """Return a number that is no longer taken."""
    return redress_numbers.revoke(issued().pk, note="持有人转借他人使用。", by=people.judge(), at=AT)
