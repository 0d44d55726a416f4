"""A document of the court as its PDF."""

import uuid

from django.http import HttpRequest, HttpResponse

from blacklist.services import documents
from blacklist.web.staff import Staff


class Document(Staff):
    """Opens in the browser's own viewer; made when it is first asked for, the same bytes ever after."""

    def get(self, request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
        """Show the PDF."""
        document, pdf = documents.pdf_of(document_id, by=self.officer)
        named = f'inline; filename="{document.kind}-{document.pk}.pdf"'
        return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": named})
