"""Pages of the public list: asked by name and number in a body, answered with the published fields and nothing else."""

import uuid
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from axes.helpers import get_client_ip_address
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from blacklist import public_list
from blacklist.law.days import legal_day
from blacklist.law.refusals import Refusal
from config.pace import Pace
from config.public_list import mandate
from config.public_list.words import rows
from config.typed import FIELDS, ISSUER, ISSUER_HINT, read_typed, said, text
from pages.headers import PRIVATE, with_headers
from pages.words import Words

# No copy is kept anywhere, by a browser or by a search engine: what ends must be gone (law: never for ever).
UNKEPT: Mapping[str, str] = {**PRIVATE, "X-Robots-Tag": "noindex, nofollow, noarchive"}
KEY = "public-list"
LOOKS = Pace("public-list", most=20, seconds=600)
LONGEST = 200
TOO_OFTEN = Words("查询太频繁，请十分钟后再试。", "Too many look-ups. Try again in ten minutes.")
GONE = (
    Words("该信息已不再公布", "This is not published any more"),
    Words("该条信息已经失效并撤下。", "The listing has ended and was taken down."),
)


class ListView(View):
    """A page of the public list; where there may be none, there is no such page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer only where the law lets a public list be."""
        if not mandate.is_open():
            raise Http404
        return with_headers(super().dispatch(request, *args, **kwargs), UNKEPT)


class Ask(ListView):
    """Where name and number are typed, both of them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return _form(request, {})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Look, and lead to what was found; a miss and a hit lead to the same address."""
        at = timezone.now()
        typed = {name: request.POST.get(name, "").strip()[:LONGEST] for name in FIELDS}
        if not LOOKS.count(get_client_ip_address(request) or "", at=at):
            return _form(request, typed, general=(TOO_OFTEN,), code=HTTPStatus.TOO_MANY_REQUESTS)
        on = legal_day(at)
        try:
            name, document = read_typed(typed, on=on)
        except Refusal as refusal:
            return _form(request, typed, errors={refusal.pointer or "number": (said(refusal.code),)})
        request.session[KEY] = [listing.hex for listing in public_list.find(name, document, on=on)]
        return redirect("public-list:found")


class Found(ListView):
    """What the last look found."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it as it stands now."""
        if KEY not in request.session:
            return redirect("public-list:ask")
        ids = [uuid.UUID(hex=listing) for listing in request.session[KEY]]
        return _shown(request, public_list.entries(ids, on=legal_day(timezone.now())))


class Record(ListView):
    """One listing at its address: for whoever has found it by name and number, while it is published."""

    def get(self, request: HttpRequest, listing_id: uuid.UUID) -> HttpResponse:
        """Show it; 410 once it has ended. Who has not given name and number is asked for them."""
        on = legal_day(timezone.now())
        if public_list.has_ended(listing_id, on=on):
            title, advice = GONE
            return render(request, "error.html", {"title": title, "advice": advice}, status=HTTPStatus.GONE)
        if listing_id.hex not in request.session.get(KEY, []):
            return redirect("public-list:ask")
        found = public_list.entries([listing_id], on=on)
        if not found:
            raise Http404
        return _shown(request, found)


def _form(
    request: HttpRequest,
    typed: Mapping[str, str],
    *,
    errors: Mapping[str, tuple[Words, ...]] | None = None,
    general: tuple[Words, ...] = (),
    code: int = 0,
) -> HttpResponse:
    one = partial(text, typed=typed, errors=errors or {})
    fields = [
        one("name", Words("姓名或名称", "Name"), Words("与公布的完全一致。", "Exactly as it is published.")),
        one(
            "number",
            Words("身份证号码或统一社会信用代码", "Number"),
            Words("完整的号码；只有姓名不能查询。", "The whole number: a name alone finds nothing."),
            width=20,
        ),
        one("issuer", ISSUER, ISSUER_HINT, width=4, is_required=False),
    ]
    shown = {"fields": fields, "general": general}
    return render(request, "public_list/ask.html", shown, status=code or (422 if errors else 200))


def _shown(request: HttpRequest, entries: tuple[public_list.Entry, ...]) -> HttpResponse:
    shown = {"entries": [(entry.id, rows(entry.says)) for entry in entries]}
    return render(request, "public_list/found.html", shown)
