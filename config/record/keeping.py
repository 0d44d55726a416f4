"""Nothing typed is lost: a form sent after the half hour comes back once the same person has entered again.

Between the two it is sealed: in the page that asks for a new code, then in the session.
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


def wrap(request: HttpRequest, *, person: str) -> str:
    """Return what was typed into a form, its address and whose it is, as text that nobody else can read or make."""
    typed = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_KEPT}
    text = json.dumps([person, request.path, typed])
    return seal(text, record=SEALED_AS).hex() if len(text) <= LONGEST else ""


def put_back(request: HttpRequest, *, person_id: uuid.UUID | None) -> str | None:
    """Keep what was wrapped for the person who typed it; return the address of its form, None where there is none."""
    wrapped = request.POST.get("kept", "")
    if person_id is None or _opened(wrapped)[0] != person_id.hex:
        return None
    request.session[SESSION_KEY] = wrapped
    return _opened(wrapped)[1]


def taken_out(request: HttpRequest, *, person_id: uuid.UUID | None) -> QueryDict | None:
    """Return what this person had typed into the form at this address, once; None where nothing is kept."""
    person, address, typed = _opened(request.session.get(SESSION_KEY, ""))
    if person_id is None or (person, address) != (person_id.hex, request.path):
        return None
    del request.session[SESSION_KEY]
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
