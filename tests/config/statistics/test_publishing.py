"""A month is published once, protected before it is stored, and never changed."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from blacklist import figures
from blacklist.law.small_cells import SMALL
from blacklist.models import PublishedFigure, PublishedMonth
from config.statistics import publishing
from config.statistics.tasks import publish_statistics
from config.statistics.words import FIGURES
from restrictions.models import AnswerCount
from tests.factories import people

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)
AT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, int]]:
    """What each court did in October, by figure, as the court side would count it."""
    said: dict[str, dict[str, int]] = {}

    def counts(name: str, *, since: date, until: date) -> Mapping[str, int]:
        people.courts_above()
        found = said.get(name, {}) if since == OCTOBER else {}
        return Counter(found)

    monkeypatch.setattr(figures, "counts", counts)
    return said


def published(figure: str, **of: Any) -> dict[tuple[str, str], int | None]:
    rows = PublishedFigure.objects.filter(month=OCTOBER, figure=figure, **of)
    return {(by, key): number for by, key, number in rows.values_list("by", "key", "number")}


class TestPublish:
    def test_is_of_months_that_have_ended_and_have_had_time(self) -> None:
        assert publishing.publish(at=datetime(2026, 11, 4, 2, 0, tzinfo=UTC))[-1] == date(2026, 9, 1)
        assert publishing.publish(at=datetime(2026, 11, 5, 2, 0, tzinfo=UTC)) == [OCTOBER]
        assert PublishedMonth.objects.count() == 13

    def test_happens_once_a_month(self, decided: dict[str, dict[str, int]]) -> None:
        people.courts_above()
        decided["listings"] = {people.COURT: 20}
        publishing.publish(at=AT)
        decided["listings"] = {people.COURT: 21}
        assert publishing.publish(at=AT) == []
        assert published("listings") == {("", ""): 20, ("court", people.COURT): 20}

    @pytest.mark.law("D-min")
    def test_leaves_out_small_numbers_and_those_that_would_tell_them(self, decided: dict[str, dict[str, int]]) -> None:
        people.courts_above()
        decided["orders"] = {people.HIGH_COURT: 30, people.COURT: 7, people.OTHER_COURT: 40}
        publishing.publish(at=AT)
        assert published("orders") == {
            ("", ""): 77,
            ("court", people.HIGH_COURT): None,
            ("court", people.COURT): None,
            ("court", people.OTHER_COURT): 40,
        }

    @pytest.mark.law("D-min")
    def test_says_only_that_there_were_few_where_all_is_small(self, decided: dict[str, dict[str, int]]) -> None:
        people.courts_above()
        decided["listings_revoked"] = {people.COURT: 3}
        publishing.publish(at=AT)
        assert published("listings_revoked") == {("", ""): None}

    def test_adds_checks_up_by_sector(self) -> None:
        for sector, court, checks in (("bank", people.COURT, 8), ("bank", people.OTHER_COURT, 9), ("hotel", "", 400)):
            AnswerCount.objects.create(
                month=OCTOBER, court_code=court, sector=sector, activity="", decision="permitted", checks=checks
            )
        publishing.publish(at=AT)
        assert published("checks_permitted") == {("", ""): 417, ("sector", "bank"): 17, ("sector", "hotel"): 400}
        assert published("checks_restricted") == {("", ""): 0}

    def test_has_words_for_every_figure(self) -> None:
        publishing.publish(at=AT)
        named = {*figures.PUBLISHED, *(f"checks_{decision}" for decision in publishing.DECISIONS), "listings_by_ground"}
        assert named == set(FIGURES)
        assert set(PublishedFigure.objects.values_list("figure", flat=True)) <= named

    @pytest.mark.law("D-min")
    def test_is_held_to_it_by_the_database(self) -> None:
        month = PublishedMonth.objects.create(month=OCTOBER, published_at=AT)
        with pytest.raises(IntegrityError), transaction.atomic():
            PublishedFigure.objects.create(month=month, figure="listings", number=SMALL - 1)

    def test_is_what_the_timetable_asks_for(self) -> None:
        assert publish_statistics() == publishing.MONTHS
        assert publish_statistics() == 0
