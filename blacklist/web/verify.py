"""Is this document genuine? The page that the code on a court's document leads to."""

import hashlib
import uuid
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from blacklist.issuing.authenticity import Authenticity, Comparison, authenticity_of

LARGEST_FILE = 1_000_000
HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


# Nobody is signed in here and nothing is changed, so there is nothing a forged request could do.
@method_decorator(csrf_exempt, name="dispatch")
class Verify(View):
    """Shows what anybody may know of a document; POST compares a file, or the digest of one, and keeps neither."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
        """Show the document, or say that none was issued under this id."""
        return _page(request, document_id, authenticity_of(document_id, at=timezone.now()))

    def post(self, request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
        """Show it beside the outcome of the comparison."""
        found = authenticity_of(document_id, at=timezone.now())
        return _page(request, document_id, found, comparison=_compared(request, found) if found else None)


def _compared(request: HttpRequest, found: Authenticity) -> Comparison:
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_FILE:
        return Comparison.TOO_LARGE
    file = request.FILES.get("file")
    if file is not None:
        return found.compare(hashlib.sha256(file.read()).hexdigest())
    return found.compare(request.POST.get("digest", "")[:200])


def _page(
    request: HttpRequest,
    document_id: uuid.UUID,
    found: Authenticity | None,
    *,
    comparison: Comparison | None = None,
) -> HttpResponse:
    shown = {"document_id": document_id, "found": found, "comparison": comparison}
    is_known = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
    code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if comparison is Comparison.TOO_LARGE else is_known
    page = render_to_string("verify.html", shown, request=request)
    return HttpResponse(page, status=code, headers=HEADERS)
