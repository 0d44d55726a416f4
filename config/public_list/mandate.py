"""Whether there may be a public list here."""

from django.conf import settings


def is_open() -> bool:
    """Say so of a demonstration, and of a deployment whose mandate names the mirror (L7; never a private list)."""
    return not settings.LIVEMODE or bool(settings.MIRROR_MANDATE)
