"""Applying from one's own record: the acts of the counter, by the person, once, with nothing typed lost."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from blacklist.law.days import legal_day
from blacklist.models import (
    Application,
    Capacity,
    ConsumptionOrder,
    CorrectionRequest,
    Exemption,
    Listing,
    Person,
    Reconsideration,
    RegisterEntry,
    Task,
)
from blacklist.services import orders as order_acts
from tests.config.record.entering import HOST, at_instant, enter_as
from tests.factories import corrections, exemptions, listings, orders, people, reconsiderations
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
TYPED = "出生日期有误。"
WINDOW = {"first_day": "2026-11-20", "last_day": "2026-11-22"}


def subject(order: ConsumptionOrder) -> Person:
    person: Person = order.restricted_persons.get().person
    return person


def apply(client: Client, what: str, about: Any, **typed: Any) -> Any:
    said = {"form": str(uuid.uuid4()), **typed}
    return client.post(f"/my-record/apply/{what}/{about.pk}", said, headers=HOST)


class TestCorrection:
    @pytest.mark.law("L11", "L12")
    def test_is_taken_in_from_who_was_listed_in_2024_with_a_receipt_and_its_day(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        listing = listings.active()
        at_instant(monkeypatch, datetime(2026, 5, 10, 2, tzinfo=UTC))
        Listing.objects.filter(pk=listing.pk).update(decided_on=date(2024, 3, 15))
        enter_as(client, listing.debtor)
        answer = apply(client, "correction", listing, reason="should_be_ended", statement="已履行完毕。")
        request = CorrectionRequest.objects.get()
        assert answer["Location"] == f"/my-record/applications/{request.pk}"
        assert (request.filed_on, request.decide_by) == (date(2026, 5, 10), date(2026, 5, 25))
        assert request.receipt_number in client.get(answer["Location"], headers=HOST).content.decode()

    @pytest.mark.law("G18")
    def test_of_an_order_runs_by_the_same_days(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        order = orders.in_force()
        at_instant(monkeypatch, datetime(2026, 3, 2, 2, tzinfo=UTC))
        enter_as(client, subject(order))
        apply(client, "correction", order, reason="should_not_be_restricted")
        assert CorrectionRequest.objects.get().decide_by == date(2026, 3, 17)

    def test_is_the_act_of_the_person_and_of_no_officer(self, client: Client) -> None:
        listing = listings.active()
        enter_as(client, listing.debtor)
        apply(client, "correction", listing, reason="inaccurate", evidence="身份证复印件\r\n收据")
        request = CorrectionRequest.objects.get()
        entry = RegisterEntry.objects.get(measure_id=request.pk)
        assert (entry.act, entry.actor_name, entry.actor_id) == ("receive", "person", None)
        assert entry.subjects == [listing.debtor_id]
        assert (request.channel, request.court_id) == ("online", listing.case.court_id)
        assert request.words["evidence"] == ["身份证复印件", "收据"]

    def test_is_filed_once_however_often_the_form_is_sent(self, client: Client) -> None:
        listing, form = listings.active(), str(uuid.uuid4())
        enter_as(client, listing.debtor)
        sent = [apply(client, "correction", listing, reason="inaccurate", form=form) for _ in range(2)]
        assert CorrectionRequest.objects.count() == 1
        assert sent[0]["Location"] == sent[1]["Location"]

    def test_says_at_the_field_what_is_missing_and_keeps_what_was_typed(self, client: Client) -> None:
        listing = listings.active()
        enter_as(client, listing.debtor)
        answer = apply(client, "correction", listing, statement="这不是我的案件。")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "govuk-error-summary" in page
        assert 'id="id_reason-error"' in page
        assert "这不是我的案件。" in page

    @pytest.mark.parametrize("what", ["correction", "early_removal", "nothing"])
    def test_finds_nothing_of_somebody_else(self, client: Client, what: str) -> None:
        enter_as(client, people.person())
        assert apply(client, what, listings.active(), reason="inaccurate").status_code == 404


class TestExemption:
    @pytest.mark.law("C8")
    def test_is_asked_for_nights_in_a_hotel(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        order = orders.in_force()
        at_instant(monkeypatch, datetime(2026, 4, 7, 2, tzinfo=UTC))
        enter_as(client, subject(order))
        typed = {"activities": "hotel.star_rated", "first_day": "2026-04-10", "last_day": "2026-04-12"}
        apply(client, "necessity", order, **typed, purpose="赴西安参加债权人会议。")
        made = Exemption.objects.get()
        assert (made.kind, made.from_on, made.until_on) == ("necessity", date(2026, 4, 10), date(2026, 4, 13))
        assert (made.channel, Task.objects.get(matter_id=made.pk).due_on) == ("online", date(2026, 4, 14))

    @pytest.mark.law("C3-2", "G17-1")
    def test_on_own_means_is_for_officers_of_a_unit_only(self, client: Client) -> None:
        order = orders.in_force()
        enter_as(client, subject(order))
        typed = {"activities": "hotel.star_rated", **WINDOW, "purpose": "家庭旅行。"}
        assert apply(client, "personal_funds", order, **typed).status_code == 404
        order.restricted_persons.update(capacity=Capacity.LEGAL_REPRESENTATIVE)
        assert apply(client, "personal_funds", order, **typed).status_code == 302
        assert apply(client, "necessity", order, **typed).status_code == 404

    def test_is_for_what_the_order_bars(self, client: Client) -> None:
        order = orders.in_force()
        enter_as(client, subject(order))
        answer = apply(client, "necessity", order, activities="venue.golf", **WINDOW, purpose="看病。")
        assert answer.status_code == 422
        assert "The order does not bar this" in answer.content.decode()


class TestTravelLift:
    @pytest.mark.law("G17-3")
    @pytest.mark.parametrize(
        ("first", "last", "code"),
        [
            ("2026-03-10", "2026-04-10", 302),
            ("2026-03-10", "2026-04-11", 422),
            ("2026-01-31", "2026-02-28", 302),
            ("2026-01-31", "2026-03-01", 422),
        ],
    )
    def test_is_for_a_month_at_most(self, client: Client, first: str, last: str, code: int) -> None:
        answer = self.ask(client, orders.in_force(), first_day=first, last_day=last)
        assert answer.status_code == code
        assert Exemption.objects.count() == (1 if code == 302 else 0)

    @pytest.mark.law("G17-4")
    def test_needs_the_undertaking(self, client: Client) -> None:
        answer = self.ask(client, orders.in_force(), has_undertaking="")
        assert answer.status_code == 422
        assert 'id="id_has_undertaking-error"' in answer.content.decode()

    @pytest.mark.law("G17-4")
    def test_is_barred_after_false_evidence_and_says_what_to_do(self, client: Client) -> None:
        voided = exemptions.voided()
        answer = self.ask(client, voided.order)
        assert answer.status_code == 422
        assert "ask for that finding to be corrected" in answer.content.decode()

    def ask(self, client: Client, order: ConsumptionOrder, **changes: str) -> Any:
        enter_as(client, subject(order))
        typed = {"activities": "flight.business", **WINDOW, "purpose": "父亲手术。", "evidence": "诊断证明"}
        more = {"travel_reason": "illness", "has_undertaking": "true", **changes}
        return apply(client, "travel_lift", order, **{**typed, **more})


class TestEarlyRemoval:
    @pytest.mark.law("L2", "G19")
    def test_is_asked_for_where_there_is_a_term(self, client: Client) -> None:
        listing = listings.active()
        enter_as(client, listing.debtor)
        assert apply(client, "early_removal", listing, request="已履行。").status_code == 404
        Listing.objects.filter(pk=listing.pk).update(in_force_until=date(2028, 3, 15))
        apply(client, "early_removal", listing, request="已履行。")
        made = Application.objects.get()
        assert (made.kind, made.channel, made.filed_by_id) == ("early_removal", "online", listing.debtor_id)

    def test_says_when_the_same_waits_to_be_decided(self, client: Client) -> None:
        listing = listings.active()
        Listing.objects.filter(pk=listing.pk).update(in_force_until=date(2028, 3, 15))
        enter_as(client, listing.debtor)
        apply(client, "early_removal", listing, request="已履行。")
        again = apply(client, "early_removal", listing, request="已履行。")
        assert again.status_code == 409
        assert "waits to be decided" in again.content.decode()


class TestReconsideration:
    @pytest.mark.law("L12", "9.4")
    def test_goes_to_the_court_above_at_once_and_its_fifteen_days_run(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        request = reconsiderations.rejected()
        CorrectionRequest.objects.filter(pk=request.pk).update(
            decided_on=date(2026, 3, 17), served_on=date(2026, 3, 17), reconsider_by=date(2026, 3, 27)
        )
        at_instant(monkeypatch, datetime(2026, 3, 27, 2, tzinfo=UTC))
        enter_as(client, request.person)
        answer = apply(client, "reconsideration", request, statement="请复议。")
        row = Reconsideration.objects.get()
        assert answer["Location"] == f"/my-record/applications/{row.pk}"
        assert (row.court_id, row.filed_at_id, row.channel) == (people.COURT_ABOVE, people.COURT_ABOVE, "online")
        assert (row.received_on, row.decide_by) == (date(2026, 3, 27), date(2026, 4, 13))

    @pytest.mark.law("L12", "T6")
    def test_after_the_ten_days_needs_an_obstacle(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        request = reconsiderations.rejected()
        late = datetime(2026, 12, 20, 2, tzinfo=UTC)
        at_instant(monkeypatch, late)
        enter_as(client, request.person)
        answer = apply(client, "reconsideration", request, statement="请复议。")
        assert answer.status_code == 422
        assert 'id="id_obstacle-error"' in answer.content.decode()
        kept_by = {"obstacle": "住院。", "obstacle_ended_on": legal_day(late).isoformat()}
        assert apply(client, "reconsideration", request, statement="请复议。", **kept_by).status_code == 302

    def test_is_not_open_to_who_was_not_rejected(self, client: Client) -> None:
        request = corrections.received()
        enter_as(client, request.person)
        assert apply(client, "reconsideration", request, statement="请复议。").status_code == 404


class TestCompletion:
    def test_adds_what_the_court_asked_for(self, client: Client) -> None:
        request = corrections.incomplete()
        enter_as(client, request.person)
        apply(client, "completion", request, statement="见附件。", evidence="转账凭证")
        request.refresh_from_db()
        assert (request.state, request.words["evidence"]) == ("received", ["收据-1", "转账凭证"])

    @pytest.mark.law("9.3")
    def test_shows_what_is_missing_from_an_exemption(self, client: Client) -> None:
        made = exemptions.incomplete()
        enter_as(client, made.person)
        assert "缺少费用证明" in client.get(f"/my-record/apply/completion/{made.pk}", headers=HOST).content.decode()
        apply(client, "completion", made, evidence="报价单")
        made.refresh_from_db()
        assert (made.state, made.evidence) == ("submitted", ["报价单"])


class TestWithdraw:
    def test_takes_an_application_back(self, client: Client) -> None:
        request = corrections.received()
        enter_as(client, request.person)
        client.post(f"/my-record/applications/{request.pk}/withdraw", headers=HOST)
        request.refresh_from_db()
        assert request.state == "withdrawn"

    def test_says_when_it_is_too_late(self, client: Client) -> None:
        request = corrections.served()
        enter_as(client, request.person)
        answer = client.post(f"/my-record/applications/{request.pk}/withdraw", headers=HOST, follow=True)
        assert "cannot be done as things stand" in answer.content.decode()

    def test_takes_nobody_elses_back(self, client: Client) -> None:
        request = corrections.received()
        enter_as(client, people.person())
        assert client.post(f"/my-record/applications/{request.pk}/withdraw", headers=HOST).status_code == 404


class TestKeeping:
    """What is sent after the half hour waits, sealed, for whoever typed it."""

    def test_gives_back_what_was_sent_too_late(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        person = self.send_too_late(client, monkeypatch)
        assert not CorrectionRequest.objects.exists()
        assert "What you typed is kept" in client.get("/my-record/code", headers=HOST).content.decode()
        assert TYPED in enter_as(client, person).content.decode()
        assert "What you typed is kept" not in client.get("/my-record/code", headers=HOST).content.decode()

    def test_gives_it_to_nobody_else(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        self.send_too_late(client, monkeypatch)
        assert TYPED not in enter_as(client, people.person()).content.decode()
        assert "record-typed" not in client.session

    def test_forgets_it_when_they_leave(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        self.send_too_late(client, monkeypatch)
        client.post("/my-record/leave", headers=HOST)
        assert "record-typed" not in client.session

    def test_keeps_no_word_in_clear(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        self.send_too_late(client, monkeypatch)
        assert TYPED not in str(dict(client.session))

    def send_too_late(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> Person:
        listing, begun = listings.active(), datetime(2026, 11, 25, 2, tzinfo=UTC)
        at_instant(monkeypatch, begun)
        enter_as(client, listing.debtor)
        at_instant(monkeypatch, begun.replace(hour=3))
        late = apply(client, "correction", listing, reason="inaccurate", statement=TYPED)
        assert late["Location"] == "/my-record/code"
        person: Person = listing.debtor
        return person


def test_nobody_unlisted_can_apply(client: Client) -> None:
    listing = listings.active()
    enter_as(client, None)
    assert apply(client, "correction", listing, reason="inaccurate").status_code == 404


def test_a_lifted_order_offers_correction_only(client: Client) -> None:
    order = orders.in_force()
    order_acts.lift(order.pk, reason="performed", note="", by=people.judge(), at=AT)
    page = enter_as(client, subject(order)).content.decode()
    assert f"/my-record/apply/correction/{order.pk}" in page
    assert f"/my-record/apply/necessity/{order.pk}" not in page
