"""What every page's frame needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from pages.words import CHINESE, ENGLISH, is_chinese


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return it: the language, the other one, where the reader is, and whether this is a demonstration."""
    here = request.path
    return {
        "language": "zh-Hans" if is_chinese() else "en",
        "other_language": ENGLISH if is_chinese() else CHINESE,
        "here": here,
        "livemode": settings.LIVEMODE,
    }
