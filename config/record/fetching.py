"""Asking another service for JSON: over TLS only, never elsewhere than asked, never for long, never for much."""

import base64
import http.client
import json
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

SECONDS = 5.0
LONGEST = 256 * 1024


class NotFetched(Exception):
    """There was no answer that can be used."""


def fetch(
    address: str, *, form: Mapping[str, str] | None = None, user: tuple[str, str] | None = None
) -> dict[str, Any]:
    """Return the JSON object at an address; with ``form`` it is posted, with ``user`` in the name of that client.

    :raises NotFetched: not https, no answer in time, another answer than 200, or no object.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        raise NotFetched("the address is not https")
    headers = {"Accept": "application/json"}
    if user is not None:
        pair = ":".join(quote_plus(part) for part in user)  # RFC 6749 §2.3.1
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    body = urlencode(form) if form is not None else None
    connection = http.client.HTTPSConnection(
        parts.hostname, parts.port, timeout=SECONDS, context=ssl.create_default_context()
    )
    try:
        connection.request("GET" if form is None else "POST", path, body=body, headers=headers)
        answer = connection.getresponse()
        text = answer.read(LONGEST + 1)
        if answer.status != http.client.OK or len(text) > LONGEST:
            raise NotFetched(f"the answer was {answer.status}")
        found = json.loads(text)
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise NotFetched(f"no answer: {type(fault).__name__}") from None
    finally:
        connection.close()
    if not isinstance(found, dict):
        raise NotFetched("the answer is no object")
    return found
