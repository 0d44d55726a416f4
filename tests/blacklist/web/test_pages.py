"""Every page of the workbench opens for who may, and for nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from blacklist.web.acts import PAGES
from tests.blacklist.web.staff import HOST, Desk
from tests.factories import applications, cases, corrections, exemptions, extensions, listings, orders, people

pytestmark = pytest.mark.django_db

OPEN = ("/court/", "/court/?view=inbox", "/court/?view=court", "/court/cases", "/court/matters", "/court/persons/find")


class TestWithoutASession:
    @pytest.mark.parametrize("address", ["/court/", "/court/cases", "/court/signing", "/court/do/propose_order"])
    def test_leads_to_the_sign_in(self, client: Client, address: str) -> None:
        answered = client.get(address, headers=HOST)
        assert (answered.status_code, answered["Location"].partition("?")[0]) == (302, "/court/sign-in")

    def test_leads_there_when_it_has_ended(self) -> None:
        desk = Desk(people.judge())
        desk.session.closed_at = desk.session.second_factor_at
        desk.session.save()
        assert desk.get("/court/").status_code == 302


class TestSignIn:
    def test_says_what_is_wrong_at_the_field_and_in_the_summary(self, client: Client) -> None:
        typed = {"username": people.clerk().username, "password": "a wrong pass phrase", "code": "123456"}
        answered = client.post("/court/sign-in", typed, headers={**HOST, "accept-language": "en"})
        page = answered.content.decode()
        assert answered.status_code == 403
        assert "<title>Error: Sign in" in page
        assert 'href="#id_username"' in page
        assert 'id="id_username-error"' in page
        assert f'value="{typed["username"]}"' in page
        assert typed["password"] not in page
        assert typed["code"] not in page


class TestPages:
    @pytest.mark.parametrize("address", OPEN)
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_open(self, address: str, language: str) -> None:
        page = Desk(people.judge(), language=language).get(address)
        assert page.status_code == 200
        assert page["Cache-Control"] == "no-store"
        assert "noindex" in page["X-Robots-Tag"]

    @pytest.mark.parametrize(
        ("address", "make"),
        [
            ("/court/cases/{}", cases.with_notice),
            ("/court/listings/{}", listings.active),
            ("/court/listings/{}", listings.proposed),
            ("/court/orders/{}", orders.in_force),
            ("/court/orders/{}", orders.drafted),
            ("/court/applications/{}", applications.received),
            ("/court/exemptions/{}", exemptions.submitted),
            ("/court/corrections/{}", corrections.received),
            ("/court/extensions/{}", extensions.proposed),
        ],
    )
    def test_show_a_record_to_its_court_only(self, address: str, make: Callable[[], Any]) -> None:
        where = address.format(make().pk)
        assert Desk(people.judge()).get(where).status_code == 200
        assert Desk(people.judge(people.OTHER_COURT)).get(where).status_code == 404

    def test_of_an_order_that_has_ended_say_no_day_to_come_and_offer_no_exemption(self) -> None:
        ended = Desk(people.clerk()).text(f"/court/orders/{orders.lifted().pk}")
        assert "until " not in ended
        assert "receive_exemption" not in ended
        assert "receive_exemption" in Desk(people.clerk()).text(f"/court/orders/{orders.in_force().pk}")

    def test_say_how_a_measure_was_served_in_the_reader_s_language(self) -> None:
        order = orders.in_force()
        assert "2026-11-16 direct" in Desk(people.clerk()).text(f"/court/orders/{order.pk}")

    def test_show_no_whole_number(self) -> None:
        order = orders.in_force()
        person = order.restricted_persons.get().person
        number = person.documents.get().number
        desk = Desk(people.judge())
        for address in (f"/court/orders/{order.pk}", f"/court/cases/{order.case_id}", f"/court/persons/{person.pk}"):
            page = desk.text(address)
            assert person.name in page
            assert number not in page

    def test_refuse_who_lacks_the_duty(self) -> None:
        assert Desk(people.clerk()).get("/court/signing").status_code == 403
        assert Desk(people.administrator()).get("/court/cases").status_code == 403


class TestActs:
    @pytest.mark.parametrize("name", sorted(PAGES))
    def test_have_a_title_in_both_languages(self, name: str) -> None:
        title = PAGES[name].title
        assert title.zh
        assert not title.zh.isascii()
        assert title.en.isascii() or "’" in title.en

    @pytest.mark.parametrize("name", sorted(name for name, page in PAGES.items() if page.id_name == "order_id"))
    def test_on_an_order_open_for_who_has_the_duty(self, name: str) -> None:
        officer = people.officer(duties={PAGES[name].operation.duty, "read"})  # type: ignore[arg-type]
        assert Desk(officer).get(f"/court/do/{name}/{orders.in_force().pk}").status_code == 200

    @pytest.mark.parametrize("name", sorted(name for name, page in PAGES.items() if page.id_name == "listing_id"))
    def test_on_a_listing_open_for_who_has_the_duty(self, name: str) -> None:
        officer = people.officer(duties={PAGES[name].operation.duty, "read"})  # type: ignore[arg-type]
        assert Desk(officer).get(f"/court/do/{name}/{listings.active().pk}").status_code == 200

    @pytest.mark.parametrize("name", sorted(name for name, page in PAGES.items() if page.id_name == "case_id"))
    def test_on_a_case_open_for_who_has_the_duty(self, name: str) -> None:
        officer = people.officer(duties={PAGES[name].operation.duty, "read"})  # type: ignore[arg-type]
        assert Desk(officer).get(f"/court/do/{name}/{cases.with_notice().pk}").status_code == 200

    @pytest.mark.parametrize("name", ["propose_listing", "propose_order", "receive_application"])
    def test_that_begin_a_record_open_from_the_case(self, name: str) -> None:
        page = Desk(people.judge()).text(f"/court/do/{name}?case={cases.with_notice().pk}")
        assert 'name="case"' not in page

    def test_unknown_are_not_found(self) -> None:
        assert Desk(people.judge()).get("/court/do/abolish").status_code == 404
