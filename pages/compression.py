"""Text is sent compressed to browsers: pages, style and script. An API's answers keep their ETag as it is."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TYPES = ("text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml")


class CompressedPages(GZipMiddleware):
    """Django's compression, for pages and what they load only."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress what a browser shows."""
        if not response.headers.get("Content-Type", "").startswith(TYPES):
            return response
        return super().process_response(request, response)
