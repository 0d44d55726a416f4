"""What courts issued: listed, read, fetched as PDF; and the certificate of performance, issued on request."""

import uuid
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from blacklist import selectors
from blacklist.api.cases import CaseBriefOut
from blacklist.api.files import AnyMedium
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.persons import PersonOut
from blacklist.api.shapes import Choice, Id, Input, NothingIn, Output
from blacklist.api.views import CourtView, Given, Operation, checked, matching, one, query
from blacklist.law.court_documents import TITLES, DocumentKind
from blacklist.law.duties import Duty
from blacklist.models import IssuedDocument, Officer
from blacklist.services import documents

PDF = "application/pdf"
KINDS = [(kind.value, kind.value) for kind in DocumentKind]
FIELDS = {"measure": "measure_id", "matter": "matter_id"}


class DocumentFilterIn(PageIn):
    """Which documents: about a measure, a request or application, of a case, of a kind."""

    measure = Id(required=False, help_text="The listing or order that they are about.")
    matter = Id(required=False, help_text="The request or application that they answer.")
    case = Id(required=False)
    kind = Choice(KINDS, required=False)


class IssuedDocumentOut(Output):
    """A document as it was issued. Its words are in the PDF; what anybody may verify is at ``verify_url``."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(KINDS)
    title = serializers.SerializerMethodField(help_text="What it is headed.")
    number = serializers.CharField()
    court = serializers.CharField(source="court_id")
    case = CaseBriefOut(allow_null=True)
    measure = serializers.UUIDField(source="measure_id", allow_null=True)
    matter = serializers.UUIDField(source="matter_id", allow_null=True)
    person = PersonOut(allow_null=True, help_text="To whom it goes; null when to several, or to a unit that assists.")
    issued_at = serializers.DateTimeField()
    content_digest = serializers.SerializerMethodField(help_text="SHA-256 of what it says, as in the register.")
    pdf_digest = serializers.SerializerMethodField(help_text="SHA-256 of its PDF; null until that was first fetched.")
    verify_url = serializers.SerializerMethodField()

    def get_title(self, row: IssuedDocument) -> str:
        return TITLES[DocumentKind(row.kind)].zh

    def get_content_digest(self, row: IssuedDocument) -> str:
        return bytes(row.content_digest).hex()

    def get_pdf_digest(self, row: IssuedDocument) -> str | None:
        return bytes(row.pdf_digest).hex() if row.pdf_digest is not None else None

    def get_verify_url(self, row: IssuedDocument) -> str:
        return f"{settings.VERIFY_URL}{row.pk}"


class PdfOut(Output):
    """The file itself."""

    media_types = (PDF,)


class CertificateIn(Input):
    """Who asks for the certificate."""

    debtor = Id(help_text="The judgment debtor of the case who performed.")


class Documents(CourtView):
    operations = {
        "GET": Operation(
            "list_documents", Duty.READ, takes=DocumentFilterIn, gives=paged(IssuedDocumentOut, name="DocumentPage")
        )
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the documents of the own court, for who supervises also of courts below it, newest first."""
        about = {FIELDS.get(name, name): value for name, value in given.items()}
        rows = matching(selectors.documents_of(by), about, "measure_id", "matter_id", "case", "kind")
        return page(rows, given, newest_by="issued_at")


class OneDocument(CourtView):
    operations = {"GET": Operation("read_document", Duty.READ, takes=NothingIn, gives=IssuedDocumentOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, document_id: uuid.UUID) -> Any:
        """Read the particulars of a document."""
        return one(selectors.documents_of(by), document_id)


class DocumentPdf(CourtView):
    operations = {"GET": Operation("fetch_document", Duty.READ, takes=NothingIn, gives=PdfOut)}
    content_negotiation_class = AnyMedium

    def get(self, request: Request, **ids: uuid.UUID) -> HttpResponse:  # type: ignore[override]
        """Answer with the file; the first time it is made and kept, so this reads no snapshot."""
        checked(NothingIn, query(request.query_params))
        return self.read({}, by=cast(Officer, request.user), **ids)

    def read(self, given: Given, *, by: Officer, document_id: uuid.UUID) -> HttpResponse:
        """Fetch a document as PDF (PDF/A-2a, PDF/UA-1): the same bytes each time."""
        document, pdf = documents.pdf_of(document_id, by=by)
        return HttpResponse(
            pdf,
            content_type=PDF,
            headers={
                "Content-Disposition": f'attachment; filename="{document.kind}-{document.pk}.pdf"',
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-store",
                "ETag": f'"{bytes(document.pdf_digest or b"").hex()}"',
            },
        )


class CertifyPerformance(CourtView):
    operations = {
        "POST": Operation("certify_performance", Duty.LIFT, takes=CertificateIn, gives=IssuedDocumentOut, answers=201)
    }

    def act(self, given: Given, *, by: Officer, at: datetime, case_id: uuid.UUID) -> IssuedDocument:
        """Issue the certificate that a debtor has performed, once a measure of the case has ended for that reason.

        Issued on the debtor's request, as often as asked, and free of charge (G21).
        """
        return documents.certify_performance(case_id, debtor_id=given["debtor"], by=by, at=at)
