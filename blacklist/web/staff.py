"""Who is at the workbench: an officer with an open session, the same as at the court API, held by a cookie."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters

from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import Officer, OfficerSession
from blacklist.services import sessions
from blacklist.services.relation import holds
from blacklist.services.sessions import find_session
from blacklist.web import keeping, refusals
from blacklist.web.navigation import entries, first_page
from pages.fields import Field
from pages.headers import with_headers
from pages.words import Words

COOKIE, COOKIE_PATH = "officer", "/court/"
WRONG = Words(
    "用户名、密码或验证码不正确，或账户已被锁定。",
    "User name, password or code is not right, or the account is locked.",
)
USERNAME = Field(
    "username",
    Words("用户名", "User name"),
    attributes={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
)
PASSWORD = Field("password", Words("密码", "Password"), "password", attributes={"autocomplete": "current-password"})
CODE = Field(
    "code",
    Words("一次性验证码", "One-time code"),
    "code",
    Words("身份验证器上显示的六位数字", "The six digits that your authenticator shows"),
    width=10,
)
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow, noarchive"}


class Staff(View):
    """A page of the workbench. ``duty``: what one must hold to open it; ``current``: its tab; ``takes_file``: by POST.

    A read is done as the officer; whoever is not signed in signs in first and comes back, with all that was typed.
    """

    duty: Duty = Duty.READ
    current = ""
    takes_file = False
    session: OfficerSession
    at: datetime

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let in who has an open session and the duty."""
        self.at = timezone.now()
        session = find_session(request.COOKIES.get(COOKIE, ""), at=self.at)
        if session is None:
            return sign_in_first(request, has_file=self.takes_file)
        self.session = session
        try:
            self.require_duty()
            response = cast(HttpResponse, super().dispatch(request, *args, **kwargs))
        except Refusal as refusal:
            response = self.refused(refusal)
        return with_headers(response, HEADERS)

    @property
    def officer(self) -> Officer:
        """Return who is signed in."""
        return self.session.officer

    def require_duty(self) -> None:
        """Let the officer pass who holds the page's duty.

        :raises Refusal: ``duty-required``.
        """
        if not holds(self.officer, self.duty, on=legal_day(self.at)):
            raise Refusal("duty-required")

    def page(self, template: str, shown: Mapping[str, Any], *, code: int = 200) -> HttpResponse:
        """Return a page in the workbench's frame."""
        frame = {
            "officer": self.officer,
            "session": self.session,
            "today": legal_day(self.at),
            "entries": entries(self.officer, current=self.current, at=self.at),
        }
        return render(self.request, template, {**frame, **shown}, status=code)

    def refused(self, refusal: Refusal) -> HttpResponse:
        """Return a page that says why something is not shown."""
        return self.page("court/refused.html", {"sentence": refusals.said(refusal)}, code=refusal.status)


def sign_in_first(request: HttpRequest, *, has_file: bool = False) -> HttpResponse:
    """Return the page to sign in on; what was typed into a form goes with it, sealed, and comes back afterwards.

    ``has_file``: a file is sent, which is not read of somebody unknown.
    """
    token = request.COOKIES.get(COOKIE, "")
    if getattr(request, "htmx", False):
        return with_headers(render(request, "court/signed_out.html"), HEADERS)
    if request.method == "POST" and has_file:
        return _sign_in_page(request, then=request.get_full_path(), has_lost_file=True)
    if request.method == "POST":
        return _sign_in_page(request, then=request.get_full_path(), kept=keeping.wrap(request.POST, token=token))
    return HttpResponseRedirect(f"{reverse('court-pages:sign-in')}?{urlencode({'then': request.get_full_path()})}")


@method_decorator(sensitive_post_parameters(), name="dispatch")
class SignIn(View):
    """``GET`` shows the form, ``POST`` opens a session."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return _sign_in_page(request, then=request.GET.get("then", ""))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open a session and go to where one wanted to go."""
        given = {name: request.POST.get(name, "")[:200] for name in ("username", "password", "code")}
        then, kept = request.POST.get("then", ""), request.POST.get("kept", "")
        try:
            opened = sessions.open_session(request, **given, at=timezone.now())
        except (Refusal, ValueError):
            return _sign_in_page(request, then=then, kept=kept, username=given["username"], is_wrong=True)
        if kept:
            keeping.put_back(opened.session.officer, address=_inside(then), wrapped=kept, at=timezone.now())
        begin = _inside(then) if then else first_page(opened.session.officer, at=timezone.now())
        response = HttpResponseRedirect(begin)
        response.set_cookie(
            COOKIE, opened.token, path=COOKIE_PATH, httponly=True, samesite="Lax", secure=request.is_secure()
        )
        return response


class SignOut(Staff):
    """``POST`` ends the session."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let go also who has no session any more."""
        if find_session(request.COOKIES.get(COOKIE, ""), at=timezone.now()) is None:
            return HttpResponseRedirect(reverse("court-pages:sign-in"))
        return super().dispatch(request, *args, **kwargs)

    def require_duty(self) -> None:
        """Let everybody leave."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """End the session."""
        sessions.close_session(self.session, at=self.at)
        response = HttpResponseRedirect(reverse("court-pages:sign-in"))
        response.delete_cookie(COOKIE, path=COOKIE_PATH)
        return response


def _sign_in_page(request: HttpRequest, *, username: str = "", is_wrong: bool = False, **shown: object) -> HttpResponse:
    typed = replace(USERNAME, values=(username,) if username else (), errors=(WRONG,) if is_wrong else ())
    given = {"fields": (typed, PASSWORD, CODE), "is_wrong": is_wrong, **shown}
    return with_headers(render(request, "court/sign_in.html", given, status=403 if is_wrong else 200), HEADERS)


def _inside(then: str) -> str:
    is_inside = then.startswith(COOKIE_PATH) and url_has_allowed_host_and_scheme(then, allowed_hosts=None)
    return then if is_inside else reverse("court-pages:desk")
