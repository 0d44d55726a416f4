"""Headers that a page is sent with beside its own."""

from collections.abc import Mapping
from typing import TypeVar

from django.http import HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)

# A page about somebody: no copy of it is kept, and no other site learns where its reader was.
PRIVATE: Mapping[str, str] = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}


def with_headers(response: Response, headers: Mapping[str, str]) -> Response:
    """Return the response with these headers set."""
    for name, value in headers.items():
        response[name] = value
    return response
