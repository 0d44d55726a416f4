"""Which language a page is in: the reader's choice, kept in a cookie; else the browser's; else Chinese."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

A_YEAR = 365 * 24 * 3600

Answering = Callable[[HttpRequest], HttpResponse]


class ReadersLanguage:
    """Middleware: pages are rendered in the reader's language. An API has one language and is left alone."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request in its language."""
        if request.path.startswith(tuple(settings.API_PREFIXES)):
            return self.get_response(request)
        language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def choose(request: HttpRequest, language: str) -> HttpResponse:
    """Keep the choice and go back to where it was made."""
    back = request.GET.get("next", "/")
    is_here = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    response = HttpResponseRedirect(back if is_here else "/")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=A_YEAR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response
