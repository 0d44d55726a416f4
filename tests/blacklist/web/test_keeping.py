"""Nothing typed is lost: a session that ended, a form too long for a draft, a page grown stale, two sendings."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blacklist.law.days import legal_day
from blacklist.models import ConsumptionOrder, Draft, EnforcementCase
from blacklist.services import drafts
from blacklist.web import keeping
from tests.blacklist.web.staff import HOST, Desk
from tests.blacklist.web.test_ruling import BORN, enter_person, hidden
from tests.factories import cases, exemptions, orders, people

pytestmark = pytest.mark.django_db


def end(desk: Desk) -> None:
    """End the session of a desk."""
    desk.session.closed_at = timezone.now()
    desk.session.save()


def sent_without_a_session(desk: Desk, address: str, **typed: str) -> Desk:
    """Send a form after the session has ended, sign in again, and return the new desk."""
    end(desk)
    page = desk.post(address, **typed).content.decode()
    then = hidden(page, "then").replace("&amp;", "&")
    keeping.put_back(desk.officer, address=then, wrapped=hidden(page, "kept"), at=timezone.now())
    assert then == address
    return Desk(desk.officer)


class TestWithoutASession:
    def test_a_form_about_a_record_comes_back_whole(self) -> None:
        """The record stands in the address behind a question mark."""
        address = f"/court/do/propose_order?case={cases.with_notice().pk}"
        desk = sent_without_a_session(Desk(people.judge()), address, reasons="未按期履行。", key="a" * 16)
        assert "未按期履行。" in desk.text(address)

    @pytest.mark.parametrize(
        ("address", "typed"),
        [
            ("/court/persons/find", {"document__number": "110000198001010010"}),
            ("/court/persons/search", {"name": "王宁", "reason": "（2026）兵9901执1号"}),
            ("/court/ruling", {"name": "王宁"}),
        ],
    )
    def test_a_question_comes_back(self, address: str, typed: dict[str, str]) -> None:
        desk = sent_without_a_session(Desk(people.clerk()), address, **typed)
        page = desk.text(address)
        assert all(value in page for value in typed.values())

    def test_a_question_comes_back_once(self) -> None:
        desk = sent_without_a_session(Desk(people.clerk()), "/court/persons/search", name="王宁")
        desk.text("/court/persons/search")
        assert Draft.objects.count() == 0

    def test_a_wish_to_open_evidence_comes_back(self) -> None:
        address = f"/court/exemptions/{exemptions.submitted().pk}/evidence"
        desk = sent_without_a_session(Desk(people.judge()), address, purpose="enforcement")
        assert desk.get(address).status_code == 200

    def test_a_form_being_typed_says_so_in_its_place(self) -> None:
        desk = Desk(people.judge())
        end(desk)
        headers = {**HOST, "hx-request": "true"}
        answered = desk.client.post("/court/drafts", {"draft_address": "/court/ruling"}, headers=headers)
        page = answered.content.decode()
        assert "still on this page" in page
        assert "<form" not in page

    def test_signing_out_leads_to_the_sign_in(self) -> None:
        desk = Desk(people.judge())
        end(desk)
        assert desk.post("/court/sign-out")["Location"] == "/court/sign-in"


class TestTooLong:
    def test_a_form_is_shown_again_without_a_draft(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(drafts, "LARGEST", 100)
        address = f"/court/do/propose_order?case={cases.with_notice().pk}"
        answered = Desk(people.judge()).post(address, key="b" * 16, reasons="长" * 200)
        assert answered.status_code == 422
        assert "长" * 200 in answered.content.decode()
        assert Draft.objects.count() == 0


class TestStale:
    def test_a_form_for_what_was_done_meanwhile_comes_back_with_the_reason(self) -> None:
        order = orders.drafted()
        desk = Desk(people.president())
        address = f"/court/do/refuse_order/{order.pk}"
        old = hidden(desk.text(address), "version")
        assert desk.post(f"/court/do/sign_order/{order.pk}", key="c" * 16).status_code == 302
        answered = desk.post(address, key="d" * 16, version=old, note="证据不足。")
        page = answered.content.decode()
        assert answered.status_code == 412
        assert "证据不足。" in page
        answered = desk.post(address, key="e" * 16, version=hidden(page, "version"), note="证据不足。")
        assert answered.status_code == 409
        assert "证据不足。" in answered.content.decode()
        assert ConsumptionOrder.objects.get().state == "signed"

    def test_a_wrong_code_stands_at_its_field_and_in_the_summary(self) -> None:
        order = orders.drafted()
        old = timezone.now() - timedelta(hours=1)
        desk = Desk(people.president(), at=old)
        address = f"/court/do/sign_order/{order.pk}"
        answered = desk.post(address, key="f" * 16, code="000000")
        page = answered.content.decode()
        assert 'href="#id_code"' in page
        assert 'id="id_code-error"' in page
        assert 'value="000000"' not in page


class TestNewCase:
    def test_sent_twice_is_entered_once_and_leads_to_the_same_place(self) -> None:
        desk = Desk(people.clerk())
        address = enter_person(desk, people.resident_number(BORN), confirm="1")["Location"] + "/case"
        today = legal_day(timezone.now())
        sent = {
            "case_number": f"（{today.year}）{people.COURT}执78号",
            "filed_on": str(today - timedelta(days=60)),
            "basis__issuer": "示范法院",
            "basis__number": f"（{today.year}）{people.COURT}民初2号",
            "basis__obligation": "支付货款。",
            "key": hidden(desk.text(address), "key"),
        }
        places = [desk.post(address, **sent)["Location"] for _ in range(2)]
        case = EnforcementCase.objects.get()
        assert places == [f"/court/cases/{case.pk}"] * 2
        again = desk.post(address, **{**sent, "key": "g" * 16}).content.decode()
        assert f'href="/court/cases/{case.pk}"' in again
        assert sent["basis__obligation"] in again
