"""One guide as a page: its steps in the reader's language, each with its picture in that language."""

import struct
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from config.guides.words import GUIDES
from pages.words import is_chinese

PICTURES = "pictures"  # below the addresses of static files; the folder is that of the documents
_SIZE = struct.Struct(">8x8xII")  # of a PNG: signature, head of the first part, width, height


def guide(request: HttpRequest, who: str) -> HttpResponse:
    """Show a guide."""
    found = GUIDES.get(who)
    if found is None:
        raise Http404
    language = "zh" if is_chinese() else "en"
    steps = [(step, *picture(step.picture, language)) for step in found.steps]
    return render(request, "guides/guide.html", {"guide": found, "steps": steps, "guides": GUIDES.values()})


@lru_cache(maxsize=64)
def picture(name: str, language: str) -> tuple[str, int, int]:
    """Return where a picture is, and its width and height, so that nothing moves when it arrives; or nothing."""
    if not name:
        return "", 0, 0
    file = f"{name}-{language}.png"
    with (Path(settings.BASE_DIR) / "docs" / "pictures" / file).open("rb") as png:
        width, height = _SIZE.unpack(png.read(_SIZE.size))
    return f"{PICTURES}/{file}", width, height
