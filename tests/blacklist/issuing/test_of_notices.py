"""Assistance notices: the notice itself, and the record of its service on the unit."""

import orjson
import pytest

from blacklist.documents.rendering import render
from blacklist.issuing.authenticity import authenticity_of
from blacklist.law.assistance import LEGAL_BASES
from blacklist.law.court_documents import DocumentKind
from blacklist.models import IssuedDocument, RegisterEntry
from tests.blacklist.documents.contents import text_of
from tests.blacklist.services.drafts import code_of
from tests.factories import assistance_notices
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
K = DocumentKind


class TestAssistanceNotice:
    @pytest.mark.law("C6", "D13")
    def test_says_what_the_unit_may_ask(self) -> None:
        notice = assistance_notices.signed()
        row = IssuedDocument.objects.get(matter_id=notice.pk)
        text = text_of(render(row.content))
        for said in (
            f"示范航空有限公司（统一社会信用代码{notice.credit_code}）：",
            "自本通知书送达之日起",
            "（三）乘坐飞机（头等舱）",
            "不得批量浏览、按姓名检索、导出名单",
        ):
            assert said in text
        assert (row.kind, row.number, row.case_id, row.person_id) == (K.ASSISTANCE_NOTICE, notice.number, None, None)

    @pytest.mark.law("C6")
    @pytest.mark.parametrize(("basis", "article"), [("C6", "第六条"), ("L8", "第八条"), ("P117", "第一百一十七条")])
    def test_cites_the_right_by_which_the_unit_is_asked(self, basis: str, article: str) -> None:
        notice = assistance_notices.signed(legal_basis=basis)
        said = orjson.loads(IssuedDocument.objects.get(matter_id=notice.pk).content)
        assert said["law"]["basis"].endswith(article)
        assert basis in LEGAL_BASES

    @pytest.mark.law("L13")
    def test_stands_in_the_register_with_its_service(self) -> None:
        notice = assistance_notices.served()
        entries = RegisterEntry.objects.filter(measure_id=notice.pk, document_digest__isnull=False)
        assert sorted(entries.values_list("act", flat=True)) == ["serve", "sign"]
        service = IssuedDocument.objects.get(matter_id=notice.pk, kind=K.SERVICE_RECORD)
        assert orjson.loads(service.content)["served"]["title"] == "协助执行通知书"

    def test_is_about_no_measure(self) -> None:
        row = IssuedDocument.objects.get(matter_id=assistance_notices.signed().pk)
        found = authenticity_of(row.pk, at=AT)
        assert found is not None
        assert found.effect is None

    def test_is_not_drafted_when_it_could_not_be_printed(self) -> None:
        assert code_of(lambda: assistance_notices.drafted(unit_name="示范\U0002a6d0公司")) == "glyph-missing"
