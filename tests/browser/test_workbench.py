"""Court staff by keyboard alone: sign in, enter a ruling, sign it, serve it; every page on the way is looked at."""

from datetime import date, timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone

from blacklist.law.days import legal_day
from blacklist.models import Officer, RestrictedPerson
from blacklist.services import sessions
from tests.browser.walking import Walk
from tests.factories import cases, listings, orders, people

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(walk: Walk, officer: Officer) -> None:
    """Sign in on the page, by keyboard."""
    secret = sessions.enrol_second_factor(officer)
    walk.open("/court/sign-in")
    walk.type_into("username", officer.username)
    walk.type_into("password", people.PASSWORD)
    officer.refresh_from_db()
    step = max(int(timezone.now().timestamp()) // 30, officer.code_counter + 1)  # each is accepted once
    walk.type_into("code", format_hotp_value(hotp_value(secret, step)))
    walk.press_button()
    walk.look("desk")


def sign_out(walk: Walk) -> None:
    walk.page.locator("form[action='/court/sign-out'] button").click()


class TestRuling:
    def test_is_entered_signed_and_served_by_keyboard(self, walk: Walk) -> None:
        today = legal_day(timezone.now())
        clerk, judge, president = people.clerk(), people.judge(), people.president()
        number = people.resident_number(date(1980, 1, 1))

        sign_in(walk, clerk)
        walk.open("/court/ruling")
        walk.type_into("name", "王宁")
        walk.tab_to("[name='document.type']")
        walk.page.keyboard.press("ArrowDown")
        walk.type_into("document.number", number)
        walk.type_into("last_six_again", number[-6:])
        walk.press_button("main form > .frame-buttons button")
        walk.look("ruling-read-back")
        walk.press_button("[name=confirm]")
        walk.look("ruling-case")
        walk.press_button("main a.govuk-button")
        walk.look("ruling-new-case")
        walk.type_into("case_number", f"（{today.year}）{people.COURT}执77号")
        walk.page.fill("[name=filed_on]", str(today - timedelta(days=60)))
        walk.type_into("basis.issuer", "示范法院")
        walk.type_into("basis.number", f"（{today.year}）民初1号")
        walk.type_into("basis.obligation", "支付货款十万元。")
        walk.press_button()
        walk.look("case-new")
        case = walk.page.url

        walk.press_button("a[href*='record_notice']")
        walk.look("notice")
        walk.page.fill("[name=served_on]", str(today - timedelta(days=40)))
        walk.page.fill("[name=perform_by]", str(today - timedelta(days=10)))
        walk.page.select_option("[name=service_method]", "direct")
        walk.page.check("[name=has_risk_warning][value=true]")
        walk.press_button()
        walk.look("case")
        sign_out(walk)

        sign_in(walk, judge)
        walk.page.goto(case)
        walk.press_button("a[href*='propose_order']")
        walk.look("order-form")
        walk.page.check("[name='persons.0.person']")
        walk.page.check("[name=activities][value='flight.business']")
        for factor in ("passive_performance", "evasion", "resistance", "ability_to_perform"):
            walk.page.fill(f"[name='factors.{factor}']", "已查明。")
        walk.page.fill("[name=reasons]", "未按期履行生效法律文书确定的义务。")
        walk.page.fill("[name=own_motion]", "情况紧急。")
        walk.press_button("main form > .frame-buttons button")
        walk.look("order-with-a-fault")  # neither a last day nor a review
        walk.page.fill("[name=period_until]", str(today + timedelta(days=300)))
        walk.press_button("main form > .frame-buttons button")
        walk.look("order-drafted")
        order = walk.page.url
        sign_out(walk)

        sign_in(walk, president)
        walk.open("/court/signing")
        walk.press_button("main .frame-buttons a.govuk-button")
        walk.look("sign")
        walk.press_button()
        walk.look("signing-desk-empty")
        sign_out(walk)

        sign_in(walk, clerk)
        walk.page.goto(order)
        walk.press_button("a[href*='serve_order']")
        walk.page.fill("[name=served_on]", str(today))
        walk.page.select_option("[name=service_method]", "direct")
        walk.press_button()
        walk.look("order-in-force")
        assert RestrictedPerson.objects.get().in_force_from == today


class TestPages:
    def test_are_whole(self, walk: Walk) -> None:
        listing, order = listings.active(), orders.in_force()
        cases.with_notice()
        sign_in(walk, people.judge())
        for address in (
            f"/court/listings/{listing.pk}",
            f"/court/orders/{order.pk}",
            f"/court/cases/{listing.case_id}",
            f"/court/do/propose_listing?case={order.case_id}",
            f"/court/do/lift_order/{order.pk}",
            f"/court/do/receive_exemption?order={order.pk}",
            "/court/cases",
            "/court/matters",
            "/court/persons/find",
            "/court/?view=court",
        ):
            walk.page.goto(address)
            walk.look(address.strip("/").replace("/", "-").partition("?")[0][:24])
