"""What a person reads of their applications: whose turn it is, by when, what is overdue, what comes next."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blacklist.law.deadlines import ONE_DAY
from blacklist.law.exemptions import ExemptionKind
from blacklist.models import Application, Person
from blacklist.services import applications as acts
from tests.config.record.entering import HOST, at_instant, enter_as
from tests.factories import applications, corrections, exemptions, listings, people, reconsiderations, redress_numbers
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 1, 11, 2, tzinfo=UTC)


def page_of(client: Client, matter: Any, person: Person) -> str:
    enter_as(client, person)
    return client.get(f"/my-record/applications/{matter.pk}", headers=HOST).content.decode()


@pytest.fixture
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the day of the factories' stories."""
    at_instant(monkeypatch, AT)


@pytest.mark.usefixtures("_now")
class TestMatter:
    @pytest.mark.law("L12")
    def test_says_who_decides_and_by_when(self, client: Client) -> None:
        request = corrections.received()
        page = page_of(client, request, request.person)
        assert request.receipt_number in page
        assert f"{request.decide_by:%F}" in page
        assert request.court.phone in page
        assert "Overdue" not in page

    @pytest.mark.law("11.16", "L12")
    def test_says_plainly_what_is_overdue(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        request = corrections.received()
        at_instant(monkeypatch, LATER)
        assert "Overdue" in page_of(client, request, request.person)
        assert "overdue: was to be decided by" in client.get("/my-record/", headers=HOST).content.decode()

    def test_says_that_a_court_has_yet_to_pass_it_on(self, client: Client) -> None:
        request = corrections.misdirected()
        assert "Counted from when it arrives there" in page_of(client, request, request.person)

    @pytest.mark.law("L12")
    def test_says_until_when_the_court_above_may_be_asked(self, client: Client) -> None:
        request = reconsiderations.rejected()
        page = page_of(client, request, request.person)
        assert f"the last day is {request.reconsider_by:%F}" in page
        assert f"/my-record/apply/reconsideration/{request.pk}" in page

    def test_says_that_the_ten_days_begin_with_service(self, client: Client) -> None:
        people.courts_above()
        request = corrections.rejected()
        assert "Once the rejection is served on you" in page_of(client, request, request.person)

    def test_says_when_there_is_no_court_above(self, client: Client) -> None:
        request = corrections.served()
        page = page_of(client, request, request.person)
        assert "There is no court above" in page
        assert "/my-record/apply/reconsideration/" not in page

    def test_says_when_the_court_above_has_been_asked(self, client: Client) -> None:
        row = reconsiderations.received()
        assert "You have asked the court above" in page_of(client, row.request, row.request.person)
        page = client.get(f"/my-record/applications/{row.pk}", headers=HOST).content.decode()
        assert "Under review by the court above" in page
        assert f"{row.decide_by:%F}" in page

    def test_of_a_dismissed_reconsideration_says_that_it_ends_there(self, client: Client) -> None:
        row = reconsiderations.dismissed()
        assert "That ends the reconsideration" in page_of(client, row, row.request.person)

    @pytest.mark.law("L12")
    def test_of_one_found_right_says_by_when_it_is_put_right(self, client: Client) -> None:
        request = corrections.upheld()
        page = page_of(client, request, request.person)
        assert "You are right" in page
        assert "2026-11-19" in page  # three working days from Monday 16 November

    @pytest.mark.law("C8", "9.3")
    def test_of_an_exemption_says_what_was_asked_and_why_not(self, client: Client) -> None:
        made = exemptions.rejected()
        page = page_of(client, made, made.person)
        assert "Not needed to live or to work" in page
        assert "You may apply again" in page

    @pytest.mark.law("G17-3")
    def test_of_urgent_travel_names_the_day_of_the_president(self, client: Client) -> None:
        wish = exemptions.wish(exemptions.FLIGHT)
        made = exemptions.submitted(
            kind=ExemptionKind.TRAVEL_LIFT, wish=wish, travel_reason="illness", has_undertaking=True
        )
        assert "2026-11-17" in page_of(client, made, made.person)

    @pytest.mark.law("L2")
    def test_of_a_refused_application_says_why_and_what_next(self, client: Client) -> None:
        listing = listings.active()
        filing = applications.by_debtor("early_removal", listing, listing.debtor)
        made: Application = acts.receive(filing, by=people.clerk(), at=AT)
        acts.refuse(made.pk, note="尚未履行。", by=people.judge(), at=AT)
        page = page_of(client, made, listing.debtor)
        assert "尚未履行。" in page
        assert "you may ask for correction at any time" in page

    def test_is_nobody_elses(self, client: Client) -> None:
        enter_as(client, people.person())
        address = f"/my-record/applications/{corrections.received().pk}"
        assert client.get(address, headers=HOST).status_code == 404

    def test_is_in_what_is_taken_along(self, client: Client) -> None:
        request = corrections.received()
        enter_as(client, request.person)
        assert request.receipt_number in client.get("/my-record/export", headers=HOST).content.decode()


class TestRedressNumbers:
    @pytest.mark.law("D8")
    def test_are_shown_to_a_holder_on_no_file(self, client: Client) -> None:
        row = redress_numbers.issued()
        page = enter_as(client, None).content.decode()
        assert "Nothing is recorded" in page
        assert row.number in page
        assert f"{row.valid_until - ONE_DAY:%F} (inclusive)" in page
        assert redress_numbers.HOLDER.document_number not in page

    def test_say_when_they_are_good_no_more(self, client: Client) -> None:
        redress_numbers.revoked()
        assert "Revoked" in enter_as(client, None).content.decode()

    def test_are_nobody_elses(self, client: Client) -> None:
        row = redress_numbers.issued()
        page = enter_as(client, people.person()).content.decode()
        assert row.number not in page
        assert "No redress number was issued to you" in page

    def test_run_out(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        redress_numbers.issued()
        at_instant(monkeypatch, timezone.now().replace(year=2030))
        assert "Run out" in enter_as(client, None).content.decode()
