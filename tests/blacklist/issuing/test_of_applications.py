"""Applications of the parties: the notice of a refusal, and the record of its service."""

import orjson
import pytest

from blacklist.documents.rendering import render
from blacklist.issuing.of_applications import SOUGHT
from blacklist.law.applications import APPLICATIONS
from blacklist.law.court_documents import DocumentKind
from blacklist.models import Application, IssuedDocument, RegisterEntry, ServiceMethod
from blacklist.services import applications
from tests.blacklist.documents.contents import text_of
from tests.factories import applications as factory
from tests.factories import listings, people
from tests.factories.clock import AT, TODAY

pytestmark = pytest.mark.django_db
K = DocumentKind


def notice(application: Application) -> IssuedDocument:
    """Return the notice of the refusal."""
    return IssuedDocument.objects.get(matter_id=application.pk, kind=K.REFUSAL_NOTICE)


class TestRefusal:
    @pytest.mark.law("L5-2")
    def test_tells_the_applicant_why(self) -> None:
        application = factory.refused()
        row = notice(application)
        text = text_of(render(row.content))
        assert f"{application.filed_by.name}：" in text
        assert f"书面申请将{application.about.name}纳入失信被执行人名单" in text
        assert "".join((application.reasons or "").split()) in text
        assert row.person_id == application.filed_by_id
        entry = RegisterEntry.objects.get(measure_id=application.pk, act="refuse")
        assert entry.document_digest == row.content_digest

    @pytest.mark.law("L2", "L11")
    def test_of_early_removal_names_the_debtors_remedy(self) -> None:
        listing = listings.active(ground=3)
        asked = applications.receive(
            factory.by_debtor("early_removal", listing, listing.debtor), by=people.clerk(), at=AT
        )
        application = applications.refuse(asked.pk, note="尚未履行。", by=people.judge(), at=AT)
        row = notice(application)
        said = orjson.loads(row.content)
        assert said["sought"] == "提前删除张三的失信信息"
        assert said["is_by_subject"] is True
        assert row.measure_id == listing.pk

    def test_has_words_for_every_kind(self) -> None:
        assert set(SOUGHT) == set(APPLICATIONS)


class TestRefusalService:
    @pytest.mark.law("L5-2", "G14")
    def test_records_how_the_applicant_was_notified(self) -> None:
        application = factory.refused()
        method = ServiceMethod.POST
        applications.serve(application.pk, served_on=TODAY, service_method=method, by=people.clerk(), at=AT)
        record = IssuedDocument.objects.get(matter_id=application.pk, kind=K.SERVICE_RECORD)
        said = orjson.loads(record.content)
        assert (said["served"]["title"], said["served"]["number"]) == ("驳回申请通知书", notice(application).number)
        assert [who["name"] for who in said["persons"]] == [application.filed_by.name]
