"""Exemptions: what was permitted, what was not, what is void."""

import orjson
import pytest

from blacklist.documents.rendering import render
from blacklist.law.court_documents import DocumentKind
from blacklist.law.exemptions import ExemptionKind
from blacklist.models import Exemption, IssuedDocument
from blacklist.services import exemptions
from tests.blacklist.documents.contents import text_of
from tests.factories import exemptions as factory
from tests.factories import people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
K = DocumentKind


def document(exemption: Exemption, kind: DocumentKind = K.EXEMPTION_DECISION) -> IssuedDocument:
    """Return the document of a kind about the exemption."""
    return IssuedDocument.objects.get(matter_id=exemption.pk, kind=kind)


class TestExemptionDecision:
    @pytest.mark.law("C8", "9.3")
    def test_permits_in_words_without_saying_what_for(self) -> None:
        exemption = factory.approved()
        row = document(exemption)
        text = text_of(render(row.content))
        assert "自2026年11月16日起至2026年11月18日止" in text
        assert "债权人会议" not in text
        assert (row.number, row.measure_id) == (exemption.receipt_number, exemption.order_id)

    @pytest.mark.law("9.3")
    def test_rejects_with_reasons(self) -> None:
        text = text_of(render(document(factory.rejected()).content))
        assert "并非生活或者经营必需。可视频参会。" in text

    @pytest.mark.law("G17-3")
    def test_is_signed_by_the_president_who_lifts_for_travel(self) -> None:
        wish = factory.wish(factory.FLIGHT)
        kind = ExemptionKind.TRAVEL_LIFT
        asked = factory.submitted(kind=kind, wish=wish, travel_reason="funeral", has_undertaking=True)
        president = people.president()
        exemption = exemptions.approve(asked.pk, by=president, at=AT)
        said = orjson.loads(document(exemption).content)
        assert said["heading"]["signer"] == president.name
        assert "丧葬" not in document(exemption).content.decode()


class TestExemptionVoiding:
    @pytest.mark.law("G17-4")
    def test_says_why_it_is_void(self) -> None:
        exemption = factory.voided()
        row = document(exemption, K.EXEMPTION_VOIDING)
        assert row.number == f"{exemption.receipt_number}之一"
        assert "会议通知系伪造。" in text_of(render(row.content))
