"""法律文书: what a court issued, word for word, and the PDF once somebody asked for it."""

import base64
import hashlib
import uuid

from django.db import models
from django.db.models import Q

from blacklist.law.court_documents import TITLES, DocumentKind
from blacklist.models.case import EnforcementCase
from blacklist.models.court import Court
from blacklist.models.person import Person
from blacklist.sealing import seal, unseal

KINDS = [(kind.value, title.zh) for kind, title in TITLES.items()]


class IssuedDocument(models.Model):
    """A document as it was issued. Its content is sealed by the act that issues it and never changes.

    ``measure_id`` is the listing or order it is about, ``matter_id`` the request or application, where there is one.
    The register's entry of that act holds ``content_digest``. The PDF is made from the content when it is first asked
    for and kept, so that its digest stays what it was when the programs that set it are replaced.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("文书种类", max_length=28, choices=KINDS)
    case = models.ForeignKey(EnforcementCase, null=True, on_delete=models.PROTECT, related_name="documents")
    measure_id = models.UUIDField("所涉措施", null=True)
    matter_id = models.UUIDField("所涉申请", null=True)
    person = models.ForeignKey(
        Person, verbose_name="受文人", null=True, on_delete=models.PROTECT, related_name="documents_received"
    )
    court = models.ForeignKey(Court, verbose_name="出具法院", on_delete=models.PROTECT)
    number = models.CharField("文书编号", max_length=80)
    issued_at = models.DateTimeField("出具时间")
    content_sealed = models.BinaryField()
    content_digest = models.BinaryField(max_length=32, unique=True)
    pdf_sealed = models.BinaryField(null=True)
    pdf_digest = models.BinaryField(max_length=32, null=True)

    class Meta:
        verbose_name = verbose_name_plural = "法律文书"
        indexes = [
            models.Index(fields=["measure_id"], name="documents_of_measure"),
            models.Index(fields=["matter_id"], name="documents_of_matter", condition=Q(matter_id__isnull=False)),
        ]
        constraints = [
            # A record of service bears the number of what was served, as often as it was.
            models.UniqueConstraint(
                fields=["number"],
                name="one_document_per_number",
                condition=~Q(kind=DocumentKind.SERVICE_RECORD.value),
            ),
            models.CheckConstraint(
                name="kept_pdf_has_its_digest",
                condition=Q(pdf_sealed__isnull=True, pdf_digest__isnull=True)
                | Q(pdf_sealed__isnull=False, pdf_digest__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def seal_content(self, canonical: bytes) -> None:
        self.content_sealed = seal(canonical.decode(), record=f"issued:{self.id}:content")
        self.content_digest = hashlib.sha256(canonical).digest()

    @property
    def content(self) -> bytes:
        return unseal(self.content_sealed, record=f"issued:{self.id}:content").encode()

    def seal_pdf(self, pdf: bytes) -> None:
        self.pdf_sealed = seal(base64.b64encode(pdf).decode(), record=f"issued:{self.id}:pdf")
        self.pdf_digest = hashlib.sha256(pdf).digest()

    @property
    def pdf(self) -> bytes | None:
        """The PDF as it was first made; None until somebody has asked for it."""
        if self.pdf_sealed is None:
            return None
        return base64.b64decode(unseal(self.pdf_sealed, record=f"issued:{self.id}:pdf"))
