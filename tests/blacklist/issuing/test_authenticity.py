"""Whether the measure of a document has effect, as anybody may know it."""

import uuid
from collections.abc import Callable
from datetime import date

import pytest

from blacklist.issuing.authenticity import Authenticity, Comparison, Effect, authenticity_of
from blacklist.law.court_documents import TITLES, DocumentKind
from blacklist.models import ConsumptionOrder, IssuedDocument, Listing
from blacklist.services import documents
from tests.blacklist.services.drafts import instant
from tests.factories import cases, listings, orders, people, relief
from tests.factories.clock import AT

DIGEST = "0123456789abcdef" * 4


def known(pdf_digest: str | None = DIGEST) -> Authenticity:
    title = TITLES[DocumentKind.LISTING_DECISION]
    return Authenticity(title, "示范法院", "（2026）兵9901执1号之一", date(2026, 11, 16), Effect.IN_FORCE, pdf_digest)


class TestCompare:
    @pytest.mark.parametrize(
        ("said", "shown"),
        [
            (DIGEST, Comparison.SAME),
            (f" {DIGEST.upper()}\n", Comparison.SAME),
            (":".join(DIGEST[place : place + 2] for place in range(0, 64, 2)), Comparison.SAME),
            (DIGEST[:-1] + "0", Comparison.OTHER),
            (DIGEST[:-1], Comparison.NO_DIGEST),
            ("", Comparison.NO_DIGEST),
            ("张三" * 32, Comparison.NO_DIGEST),
        ],
    )
    def test_reads_a_digest_as_people_write_it(self, said: str, shown: Comparison) -> None:
        assert known().compare(said) is shown

    def test_knows_that_no_file_was_made(self) -> None:
        assert known(None).compare(DIGEST) is Comparison.NOT_MADE


@pytest.mark.django_db
class TestAuthenticityOf:
    def effect(self, measure: Listing | ConsumptionOrder, on: date = date(2026, 11, 16)) -> Effect | None:
        row = IssuedDocument.objects.filter(measure_id=measure.pk).earliest("issued_at")
        found = authenticity_of(row.pk, at=instant(on))
        assert found is not None
        return found.effect

    @pytest.mark.law("11.4")
    @pytest.mark.parametrize(
        ("make", "effect"),
        [
            (listings.signed, Effect.NOT_YET),
            (listings.served, Effect.NOT_YET),
            (listings.active, Effect.IN_FORCE),
            (relief.paused_listing, Effect.PAUSED),
            (relief.paused_order, Effect.PAUSED),
            (listings.removed, Effect.ENDED),
            (listings.revoked, Effect.ENDED),
            (orders.signed, Effect.NOT_YET),
            (orders.in_force, Effect.IN_FORCE),
            (orders.lifted, Effect.ENDED),
            (orders.revoked, Effect.ENDED),
        ],
    )
    def test_says_whether_the_measure_has_effect(
        self, make: Callable[[], Listing | ConsumptionOrder], effect: Effect
    ) -> None:
        assert self.effect(make()) is effect

    @pytest.mark.law("L10-2", "T5", "11.4")
    def test_ends_with_the_term_or_period_whether_or_not_a_worker_runs(self) -> None:
        listing, order = listings.active(ground=3), orders.in_force()
        assert self.effect(listing, date(2028, 11, 16)) is Effect.IN_FORCE
        assert self.effect(listing, date(2028, 11, 17)) is Effect.ENDED
        assert self.effect(order, date(2027, 11, 15)) is Effect.IN_FORCE
        assert self.effect(order, date(2027, 11, 16)) is Effect.ENDED

    def test_says_nothing_of_effect_where_a_document_is_about_no_measure(self) -> None:
        order = orders.lifted()
        debtor = cases.debtor_of(order.case)
        issued = documents.certify_performance(order.case_id, debtor_id=debtor.pk, by=people.judge(), at=AT)
        found = authenticity_of(issued.pk, at=AT)
        assert found is not None
        assert found.effect is None

    def test_knows_no_other_id(self) -> None:
        assert authenticity_of(uuid.uuid4(), at=AT) is None
