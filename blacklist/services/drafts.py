"""Forms not sent yet. A draft is nobody's act: it moves nothing, and only who typed it reads it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from blacklist.law.refusals import Refusal
from blacklist.models import Draft, Officer

KEPT = timedelta(days=30)
LARGEST = 200_000
Typed = Mapping[str, Sequence[str]]


def save(typed: Typed, *, address: str, by: Officer, at: datetime) -> Draft:
    """Keep what was typed into the form at an address, in place of what was kept before.

    :raises Refusal: ``too-large``.
    """
    text = json.dumps({name: list(values) for name, values in typed.items()}, ensure_ascii=False)
    if len(text) > LARGEST:
        raise Refusal("too-large")
    draft = Draft(officer=by, form=address[:200], saved_at=at)
    draft.seal_content(text)
    said = {"content_sealed": draft.content_sealed, "saved_at": at}
    kept, _ = Draft.objects.update_or_create(officer=by, form=draft.form, defaults=said)
    return kept


def find(*, address: str, by: Officer) -> Draft | None:
    """Return what the officer has typed into the form at an address, or None."""
    return Draft.objects.filter(officer=by, form=address[:200]).first()


def typed_in(draft: Draft) -> dict[str, tuple[str, ...]]:
    """Return the fields of a draft."""
    return {name: tuple(values) for name, values in json.loads(draft.content).items()}


def discard(*, address: str, by: Officer) -> None:
    """Drop a draft: it was sent, or is not wanted."""
    Draft.objects.filter(officer=by, form=address[:200]).delete()


def forget(*, at: datetime) -> int:
    """Delete the drafts that nobody touched for a month; return how many."""
    return Draft.objects.filter(saved_at__lt=at - KEPT).delete()[0]
