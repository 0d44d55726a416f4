"""Taking up an invitation: the one-time secret, a password, then the second factor as a code to scan."""

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from rest_framework.exceptions import ValidationError

from blacklist.api.session import AcceptIn
from blacklist.api.views import checked
from blacklist.law.refusals import Refusal
from blacklist.services import officers
from blacklist.services.officers import Enrolled
from blacklist.web.forms import Form
from blacklist.web.staff import HEADERS
from pages.headers import with_headers


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Invitation(View):
    """``GET`` shows the form; ``POST`` sets the password and shows the second factor, once."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return _shown(request, Form("accept_invitation", AcceptIn()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set the password and show the second factor."""
        form = Form("accept_invitation", AcceptIn()).with_typed(request.POST)
        try:
            accepted = officers.accept(**checked(AcceptIn, form.sent()), at=timezone.now())
        except ValidationError as error:
            return _shown(request, form.with_faults(error), code=422)
        except Refusal as refusal:
            return _shown(request, form.with_refusal(refusal), code=refusal.status)
        return _shown(request, form, accepted=accepted)


def _shown(request: HttpRequest, form: Form, *, accepted: Enrolled | None = None, code: int = 200) -> HttpResponse:
    shown = {"form": form, "accepted": accepted, "picture": _picture(accepted) if accepted else ""}
    return with_headers(render(request, "court/invitation.html", shown, status=code), HEADERS)


def _picture(accepted: Enrolled) -> str:
    issuer = str(settings.UNFOLD["SITE_TITLE"])
    said = urlencode({"secret": accepted.totp_secret, "issuer": issuer})
    address = f"otpauth://totp/{accepted.officer.username}?{said}"
    return segno.make(address, error="m").svg_data_uri(scale=4, border=2)
