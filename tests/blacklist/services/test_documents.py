"""The PDF of what was issued, and the certificate of performance."""

import hashlib
import uuid
from datetime import date
from functools import partial

import pytest

from blacklist.documents.rendering import render
from blacklist.law.duties import OFFICES, Duty
from blacklist.law.events import EventKind
from blacklist.law.refusals import Refusal
from blacklist.models import IssuedDocument, RegisterEntry
from blacklist.register import open_payload, standing_payload
from blacklist.services import documents, events
from tests.blacklist.documents.contents import text_of
from tests.blacklist.services.drafts import code_of
from tests.factories import cases, listings, orders, people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db


def decision() -> IssuedDocument:
    """Return the decision of a listing just signed."""
    return IssuedDocument.objects.get(measure_id=listings.signed().pk)


class TestPdfOf:
    def test_makes_it_once_and_keeps_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        row, reader = decision(), people.clerk()
        assert row.pdf is None
        document, first = documents.pdf_of(row.pk, by=reader)
        assert hashlib.sha256(first).digest() == bytes(document.pdf_digest or b"")
        monkeypatch.setattr(documents, "render", lambda content: b"made by a newer program")
        assert documents.pdf_of(row.pk, by=reader)[1] == first

    def test_gives_the_first_bytes_to_whoever_made_it_at_the_same_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        row, reader = decision(), people.clerk()

        def render_meanwhile_made(content: bytes) -> bytes:
            made = render(content)
            other = IssuedDocument.objects.get(pk=row.pk)
            other.seal_pdf(made)
            other.save()
            return made

        monkeypatch.setattr(documents, "render", render_meanwhile_made)
        _, pdf = documents.pdf_of(row.pk, by=reader)
        row.refresh_from_db()
        assert row.pdf == pdf

    def test_is_for_readers_of_the_own_court_and_of_those_above(self) -> None:
        row = decision()
        people.courts_above()
        supervising = OFFICES["superior_court"]
        above = [
            people.officer(duties=supervising, court_code=code) for code in (people.COURT_ABOVE, people.HIGH_COURT)
        ]
        for reader in (people.clerk(), *above):
            assert documents.pdf_of(row.pk, by=reader)[1].startswith(b"%PDF-")
        for refused, code in (
            (people.clerk(people.OTHER_COURT), "not-found"),
            (people.clerk(people.COURT_ABOVE), "not-found"),
            (people.administrator(), "duty-required"),
        ):
            with pytest.raises(Refusal) as caught:
                documents.pdf_of(row.pk, by=refused)
            assert caught.value.code == code


class TestCertifyPerformance:
    @pytest.mark.law("G21", "K6")
    @pytest.mark.parametrize("ended", [listings.removed, listings.closed, orders.lifted])
    def test_certifies_what_the_court_has_recorded(self, ended: object) -> None:
        measure = ended()  # type: ignore[operator]
        debtor = cases.debtor_of(measure.case)
        issued = documents.certify_performance(measure.case_id, debtor_id=debtor.pk, by=people.judge(), at=AT)
        text = text_of(documents.pdf_of(issued.pk, by=people.clerk())[1])
        assert "履行证明" in text
        assert "本院于2026年11月16日予以确认" in text
        assert issued.number == f"{measure.case.case_number}之三"
        entry = RegisterEntry.objects.latest("version")
        assert (entry.act, entry.article, entry.measure_id) == ("certify", "G21", None)
        assert entry.document_digest == issued.content_digest
        payload = open_payload(entry)
        assert payload is not None
        assert payload["subjects"] == [standing_payload(debtor)]

    @pytest.mark.law("G21", "K6")
    def test_certifies_by_the_fact_in_the_file_where_no_measure_was_taken(self) -> None:
        case, judge = cases.with_notice(), people.judge()
        paid = events.Happened(case.pk, EventKind.PERFORMED, date(2026, 11, 12), "已到账。")
        events.record(paid, by=judge, at=AT)
        debtor = cases.debtor_of(case)
        issued = documents.certify_performance(case.pk, debtor_id=debtor.pk, by=judge, at=AT)
        assert "本院于2026年11月12日予以确认" in text_of(documents.pdf_of(issued.pk, by=judge)[1])

    @pytest.mark.law("G21")
    def test_refuses_before_performance(self) -> None:
        order = orders.in_force()
        debtor = cases.debtor_of(order.case)
        judge = people.judge()
        assert (
            code_of(lambda: documents.certify_performance(order.case_id, debtor_id=debtor.pk, by=judge, at=AT))
            == "not-performed"
        )

    @pytest.mark.law("G21")
    def test_takes_no_other_end_for_performance(self) -> None:
        order = orders.revoked()
        debtor = cases.debtor_of(order.case)
        judge = people.judge()
        assert (
            code_of(lambda: documents.certify_performance(order.case_id, debtor_id=debtor.pk, by=judge, at=AT))
            == "not-performed"
        )

    def test_refuses_whoever_is_no_debtor_of_the_case(self) -> None:
        order, stranger, judge = orders.lifted(), people.person(), people.judge()
        assert (
            code_of(lambda: documents.certify_performance(order.case_id, debtor_id=stranger.pk, by=judge, at=AT))
            == "not-a-debtor"
        )

    def test_refuses_in_the_order_of_all_acts(self) -> None:
        order = orders.in_force()
        wrong = [
            (uuid.uuid4(), people.judge(), "not-found"),
            (order.case_id, people.officer(duties=[Duty.READ]), "duty-required"),
            (order.case_id, people.judge(people.OTHER_COURT), "other-court"),
        ]
        for case_id, by, code in wrong:
            certify = partial(documents.certify_performance, case_id, debtor_id=uuid.uuid4(), by=by, at=AT)
            assert code_of(certify) == code
