"""Nothing typed is lost: a form sent after the half hour comes back once the same person has entered again.

Meanwhile it is in the session, sealed; leaving drops it.
"""

import json
import uuid

from django.http import HttpRequest, QueryDict

from blacklist.sealing import SealBroken, seal, unseal

SEALED_AS = "own-form"
SESSION_KEY = "record-typed"
LONGEST = 200_000
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "form"})
Typed = dict[str, list[str]]


def keep(request: HttpRequest, *, person: str) -> None:
    """Keep what was typed into a form, with its address and whose it is."""
    typed = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_KEPT}
    text = json.dumps([person, request.path, typed])
    if len(text) <= LONGEST:
        request.session[SESSION_KEY] = seal(text, record=SEALED_AS).hex()


def is_kept(request: HttpRequest) -> bool:
    """Say whether something waits for whoever typed it."""
    return SESSION_KEY in request.session


def address_of(request: HttpRequest, *, person_id: uuid.UUID | None) -> str | None:
    """Return where the form is that waits for this person, or None; what waits for another is dropped."""
    person, address, _ = _opened(request.session.get(SESSION_KEY, ""))
    if person_id is not None and person == person_id.hex:
        return address
    drop(request)
    return None


def drop(request: HttpRequest) -> None:
    """Keep nothing any more."""
    request.session.pop(SESSION_KEY, None)


def taken_out(request: HttpRequest, *, person_id: uuid.UUID | None) -> QueryDict | None:
    """Return what this person had typed into the form at this address, once; None where nothing is kept."""
    person, address, typed = _opened(request.session.get(SESSION_KEY, ""))
    if person_id is None or (person, address) != (person_id.hex, request.path):
        return None
    drop(request)
    found = QueryDict(mutable=True)
    for name, values in typed.items():
        found.setlist(name, values)
    return found


def _opened(wrapped: str) -> tuple[str, str, Typed]:
    try:
        person, address, typed = json.loads(unseal(bytes.fromhex(wrapped), record=SEALED_AS))
    except (ValueError, SealBroken):
        return "", "", {}
    return person, address, typed
