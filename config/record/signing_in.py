"""Entering one's own record by an identity provider, where a deployment has one; else these pages do not exist."""

import hmac
import logging
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views import View

from blacklist.law.days import legal_day
from blacklist.law.refusals import Refusal
from blacklist.services import record_codes
from config.record.identity_provider import (
    Begun,
    NotVouchedFor,
    Provider,
    address_to_ask,
    provider,
    vouched_for,
)
from config.record.views import enter, entrance
from pages.words import Words

KEY = "record-sign-in"
TAKES = timedelta(minutes=10)
FAILED = Words(
    "身份认证没有成功，什么也没有打开。请再试一次，或者使用法院窗口发给的查询码。",
    "The sign-in did not succeed and nothing was opened. Try again, or use a code from a court’s counter.",
)
NO_DOCUMENT = Words(
    "身份认证提供的证件号码不能识别。请使用法院窗口发给的查询码。",
    "The document that the identity provider named cannot be read. Use a code from a court’s counter.",
)

logger = logging.getLogger("config.record")


class SignIn(View):
    """``GET`` sends the person to the provider."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Begin a sign-in that only this session can end."""
        asked, begun = _provider(), Begun.anew()
        try:
            address = address_to_ask(asked, begun, back=_back(request))
        except NotVouchedFor as fault:
            return _failed(request, fault)
        until = (timezone.now() + TAKES).timestamp()
        request.session[KEY] = [begun.state, begun.nonce, begun.verifier, until]
        return redirect(address)


class SignedIn(View):
    """Where the provider sends the person back to."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Open the record of whoever the provider vouches for; each sign-in is good once."""
        asked, at = _provider(), timezone.now()
        state, nonce, verifier, until = request.session.pop(KEY, ["", "", "", 0.0])
        try:
            _require_ours(request, state if until >= at.timestamp() else "", asked)
            code, begun = request.GET.get("code", ""), Begun(state, nonce, verifier)
            vouched = vouched_for(asked, begun, code=code, back=_back(request), at=at)
            proved = record_codes.proved_by(
                document_type=vouched.document_type, number=vouched.number, issuer=None, on=legal_day(at)
            )
        except NotVouchedFor as fault:
            return _failed(request, fault)
        except Refusal:
            return entrance(request, NO_DOCUMENT)
        return enter(request, proved)


def _provider() -> Provider:
    found = provider()
    if found is None:
        raise Http404
    return found


def _require_ours(request: HttpRequest, state: str, asked: Provider) -> None:
    """Let an answer pass that this session asked for, of this provider (RFC 9207).

    :raises NotVouchedFor: it is none.
    """
    if not state or not hmac.compare_digest(state.encode(), request.GET.get("state", "").encode()):
        raise NotVouchedFor("no sign-in was begun here")
    if request.GET.get("iss", asked.issuer) != asked.issuer:
        raise NotVouchedFor("the answer is another provider's")
    if "code" not in request.GET:
        raise NotVouchedFor("the provider did not let the person in")


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("record:signed-in"))


def _failed(request: HttpRequest, fault: NotVouchedFor) -> HttpResponse:
    logger.warning("sign-in to a record failed: %s", fault)
    return entrance(request, FAILED)
