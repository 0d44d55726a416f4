"""The inbox: each report says what was seen and what there is to do, to those of its court only."""

import uuid

import pytest

from blacklist.inbox import Event, EventKind, Misuse, receive, report_misuse
from blacklist.models import Person, Task, TaskKind
from blacklist.web.inbox import REPORTS
from tests.blacklist.web.staff import Desk
from tests.factories import breach_reports, listings, orders, people, redress_numbers
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db


def reported(kind: EventKind, person: Person, *, times: int = 1) -> Task:
    """Return the task that reports about a person have opened."""
    for _ in range(times):
        receive([Event(kind, person.pk, uuid.uuid4().hex, "flight.business", AT)])
    return Task.objects.get(kind=kind)


class TestReports:
    @pytest.mark.parametrize("kind", sorted(REPORTS))
    def test_say_in_both_languages_what_was_seen_and_what_to_do(self, kind: str) -> None:
        report = REPORTS[kind]
        for words in (report.seen, report.todo):
            assert words.zh != words.en
            assert words.zh


class TestInbox:
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_opens_when_it_is_empty(self, language: str) -> None:
        assert Desk(people.judge(), language=language).get("/court/inbox").status_code == 200

    def test_tells_a_name_mismatch_and_what_may_be_put_right(self) -> None:
        person = orders.in_force().restricted_persons.get().person
        task = reported("name_mismatch", person, times=3)
        page = Desk(people.judge()).text("/court/inbox")
        assert "with another name" in page
        assert "3 times" in page
        assert task.reference in page
        assert person.name in page
        assert person.documents.get().number not in page
        for name in ("rectify_person", "name_person"):
            assert f"/court/do/{name}/{person.pk}" in page

    @pytest.mark.law("11.13")
    def test_leads_from_an_emergency_to_the_order_and_a_report_of_a_breach(self) -> None:
        order = orders.in_force()
        reported("emergency", order.restricted_persons.get().person)
        page = Desk(people.clerk()).text("/court/inbox")
        assert f"/court/orders/{order.pk}" in page
        assert f"/court/do/receive_breach_report?order={order.pk}" in page

    @pytest.mark.law("C1")
    def test_leads_from_a_listing_without_an_order_to_a_draft(self) -> None:
        listing = listings.active()
        reported("listing_without_order", listing.debtor)
        page = Desk(people.judge()).text("/court/inbox?kind=listing_without_order")
        assert f"/court/do/propose_order?case={listing.case_id}" in page

    @pytest.mark.law("L4")
    def test_leads_from_a_minor_to_a_revocation(self) -> None:
        listing = listings.active()
        reported("minor_on_file", listing.debtor)
        page = Desk(people.judge()).text("/court/inbox")
        assert f"/court/do/revoke_listing/{listing.pk}" in page

    @pytest.mark.law("D8")
    def test_leads_from_a_misused_redress_number_to_its_revocation(self) -> None:
        number = redress_numbers.issued()
        report_misuse([Misuse(number.pk, uuid.uuid4().hex, "flight.business", AT)])
        page = Desk(people.judge()).text("/court/inbox?kind=redress_misused")
        assert "redress number" in page
        assert f"/court/do/revoke_redress_number/{number.pk}" in page

    def test_leads_from_a_reported_breach_to_the_report(self) -> None:
        report = breach_reports.received()
        assert f"/court/breach-reports/{report.pk}" in Desk(people.judge()).text("/court/inbox")

    def test_shows_one_kind(self) -> None:
        person = orders.in_force().restricted_persons.get().person
        reported("emergency", person)
        desk = Desk(people.judge())
        assert person.name in desk.text("/court/inbox?kind=emergency")
        assert person.name not in desk.text("/court/inbox?kind=name_mismatch")

    def test_offers_no_act_without_its_duty(self) -> None:
        person = orders.in_force().restricted_persons.get().person
        reported("name_mismatch", person)
        page = Desk(people.officer(duties={"read"})).text("/court/inbox")  # type: ignore[arg-type]
        assert person.name in page
        assert "/court/do/" not in page

    def test_shows_nothing_of_another_court(self) -> None:
        person = orders.in_force().restricted_persons.get().person
        reported("name_mismatch", person)
        assert person.name not in Desk(people.judge(people.OTHER_COURT)).text("/court/inbox")

    def test_is_left_by_closing_the_report(self) -> None:
        person = orders.in_force().restricted_persons.get().person
        task = reported("name_mismatch", person)
        desk = Desk(people.clerk())
        address = f"/court/do/close_task/{task.pk}"
        assert address in desk.text("/court/inbox")
        assert person.name in desk.text(address)
        assert desk.post(address, key="k" * 16)["Location"] == "/court/inbox"
        assert person.name not in desk.text("/court/inbox")

    def test_takes_the_same_number_of_queries_for_many(self, django_assert_max_num_queries: object) -> None:
        for _ in range(6):
            reported_on = orders.in_force().restricted_persons.get().person
            receive([Event("name_mismatch", reported_on.pk, uuid.uuid4().hex, "flight.business", AT)])
        assert Task.objects.filter(kind=TaskKind.NAME_MISMATCH).count() == 6
        desk = Desk(people.judge())
        with django_assert_max_num_queries(30):  # type: ignore[operator]
            desk.text("/court/inbox")
