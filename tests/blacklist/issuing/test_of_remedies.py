"""Requests for correction: the decision, and the record of its service."""

import hashlib
from typing import Any

import orjson
import pytest

from blacklist.documents.rendering import render
from blacklist.law.court_documents import DocumentKind
from blacklist.models import CorrectionReason, CorrectionRequest, IssuedDocument, RegisterEntry
from tests.blacklist.documents.contents import text_of
from tests.factories import corrections, listings, orders, reconsiderations

pytestmark = pytest.mark.django_db
K = DocumentKind


def said(request: CorrectionRequest, kind: DocumentKind) -> dict[str, Any]:
    """Return what the document of a kind says that answers the request."""
    opened: dict[str, Any] = orjson.loads(IssuedDocument.objects.get(matter_id=request.pk, kind=kind).content)
    return opened


class TestCorrectionDecision:
    @pytest.mark.law("L12")
    def test_rejects_with_reasons_and_the_way_up(self) -> None:
        request = corrections.rejected()
        row = IssuedDocument.objects.get(matter_id=request.pk)
        assert (row.kind, row.number, row.measure_id) == (
            K.CORRECTION_DECISION,
            request.decision_number,
            request.listing_id,
        )
        text = text_of(render(row.content))
        for words in ("驳回申请人的纠正申请", "我不应被采取该措施。", corrections.WHY, "十日内向上一级人民法院"):
            assert words in text
        assert said(request, K.CORRECTION_DECISION)["law"]["basis"].endswith("第十一条、第十二条")

    @pytest.mark.law("L12", "L9")
    def test_says_what_is_put_right(self) -> None:
        decision = said(corrections.upheld(), K.CORRECTION_DECISION)
        assert decision["corrects"] == "撤销对申请人采取的该措施"

    @pytest.mark.law("G18")
    def test_cites_the_analogy_for_an_order(self) -> None:
        request = corrections.upheld(orders.in_force(), reason=CorrectionReason.SHOULD_BE_ENDED)
        decision = said(request, K.CORRECTION_DECISION)
        assert "（法发〔2019〕35号）第十八条" in decision["law"]["basis"]
        assert (decision["reason"], decision["corrects"]) == ("应当删除或者解除", "解除对申请人的限制消费措施")

    @pytest.mark.law("L13")
    def test_is_in_the_register_with_its_digest(self) -> None:
        request = corrections.rejected(listings.active())
        row = IssuedDocument.objects.get(matter_id=request.pk)
        entry = RegisterEntry.objects.get(measure_id=request.pk, act="reject")
        assert bytes(entry.document_digest or b"") == hashlib.sha256(row.content).digest()


class TestRejectionService:
    @pytest.mark.law("L12", "G14")
    def test_records_how_the_rejection_was_served(self) -> None:
        request = corrections.served()
        record = said(request, K.SERVICE_RECORD)
        assert record["served"]["title"] == "纠正申请决定书"
        assert record["served"]["number"] == request.decision_number
        assert record["method"] == "直接送达"


class TestReconsiderationDecision:
    @pytest.mark.law("L12")
    def test_says_what_the_court_below_puts_right_in_three_working_days(self) -> None:
        row = reconsiderations.overturned()
        issued = IssuedDocument.objects.get(matter_id=row.pk)
        assert (issued.kind, issued.number, issued.court_id) == (
            K.RECONSIDERATION_DECISION,
            row.decision_number,
            row.court_id,
        )
        text = text_of(render(issued.content))
        for words in (row.request.decision_number, "撤销对申请人采取的该措施", "三个工作日内办理", "请求复议。"):
            assert words in text

    @pytest.mark.law("L12")
    def test_lets_the_rejection_stand(self) -> None:
        row = reconsiderations.dismissed()
        opened = orjson.loads(IssuedDocument.objects.get(matter_id=row.pk).content)
        assert (opened["corrects"], opened["found"]) == ("", corrections.WHY)
