"""Extensions of a listing's term, one factory for each state."""

from datetime import date
from typing import Any

from blacklist.models import Extension, Listing, ServiceMethod
from blacklist.services import extensions
from blacklist.services import listings as listing_acts
from tests.factories import listings, people
from tests.factories.clock import AT, TODAY

FIRST = extensions.Conduct("以虚假诉讼转移房产。", ("卷宗-21",), date(2023, 10, 8))
SECOND = extensions.Conduct("隐匿车辆。", ("卷宗-22",), date(2023, 10, 20))


def proposal(listing: Listing, **changes: Any) -> extensions.Proposal:
    """Return a good proposal to extend the term by a year, for two acts each with its evidence."""
    said: dict[str, Any] = {
        "months": 12,
        "reason": "multiple_acts",
        "acts": (FIRST, SECOND),
        "reasons": "多项失信行为，情节较重。",
        **changes,
    }
    return extensions.Proposal(listing.pk, **said)


def proposed() -> Extension:
    """Return a draft on a listing on ground 3."""
    return extensions.propose(proposal(listings.active(ground=3)), by=people.judge(), at=AT)


def signed() -> Extension:
    """Return an extension that the president signed."""
    return extensions.sign(proposed().pk, by=people.president(), at=AT)


def refused() -> Extension:
    """Return a draft that the president declined."""
    return extensions.refuse(proposed().pk, note="情节不严重。", by=people.president(), at=AT)


def effective() -> Extension:
    """Return an extension served in time."""
    method = ServiceMethod.DIRECT
    return extensions.serve(signed().pk, served_on=TODAY, service_method=method, by=people.clerk(), at=AT)


def void() -> Extension:
    """Return an extension whose listing ended before it was served."""
    extension = signed()
    listing_acts.remove(extension.listing_id, reason="early_removal", note="已全部履行。", by=people.judge(), at=AT)
    return extensions.expire(extension.pk, at=AT)
