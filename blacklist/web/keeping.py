"""Nothing typed is lost: a form sent without a session comes back after signing in, a form typed on is a draft."""

import json
from datetime import datetime

from django.http import QueryDict

from blacklist.law.refusals import Refusal
from blacklist.models import Officer, OfficerSession
from blacklist.sealing import SealBroken, seal, unseal
from blacklist.services import drafts
from blacklist.services.sessions import digest

RECORD = "kept-form"
NOT_KEPT = frozenset(
    {"csrfmiddlewaretoken", "password", "code", "key", "version", "kept", "then", "add", "draft_address"}
)


def typed_in(sent: QueryDict) -> dict[str, tuple[str, ...]]:
    """Return the fields of a form that are worth keeping: no password, no code, nothing of the form's own."""
    return {name: tuple(sent.getlist(name)) for name in sent if name not in NOT_KEPT and not name.endswith("_again")}


def wrap(sent: QueryDict, *, token: str) -> str:
    """Return a form's fields as text that nobody else can read or make; they are of the session that has ended."""
    officer = OfficerSession.objects.filter(token_digest=digest(token)).values_list("officer_id", flat=True).first()
    if officer is None:
        return ""
    return seal(json.dumps([officer, typed_in(sent)]), record=RECORD).hex()


def keep(sent: QueryDict, *, address: str, by: Officer, at: datetime) -> None:
    """Make a draft of a form's fields; what is too long for a draft stays on the page only."""
    try:
        drafts.save(typed_in(sent), address=address, by=by, at=at)
    except Refusal:
        return


def take_back(*, address: str, by: Officer) -> dict[str, tuple[str, ...]]:
    """Return what was typed into a form whose session had ended, once: such a form has no draft otherwise."""
    draft = drafts.find(address=address, by=by)
    if draft is None:
        return {}
    drafts.discard(address=address, by=by)
    return drafts.typed_in(draft)


def put_back(by: Officer, *, address: str, wrapped: str, at: datetime) -> None:
    """Make a draft of what was wrapped, for the officer who typed it; what cannot be read is dropped."""
    try:
        officer, typed = json.loads(unseal(bytes.fromhex(wrapped), record=RECORD))
    except (ValueError, SealBroken):
        return
    if officer == by.pk:
        drafts.save(typed, address=address, by=by, at=at)
