"""What hangs on a case or a measure is shown there, and every act of the court can be reached from somewhere."""

from collections.abc import Callable
from typing import Any

import pytest

from blacklist.law.duties import Duty
from blacklist.models import Officer
from blacklist.web import acts
from blacklist.web.attached import KINDS
from blacklist.web.offices import office_of
from tests.blacklist.web.staff import Desk
from tests.factories import (
    applications,
    breach_reports,
    corrections,
    exemptions,
    extensions,
    facts,
    ledger,
    listings,
    people,
    reconsiderations,
    redress_numbers,
)

pytestmark = pytest.mark.django_db
# Reached from pages of their own: the ruling, finding a person, the desk and the inbox.
ELSEWHERE = {"register_person", "register_case", "issue_record_code", "close_task", "accept_transfer"}


def all_duties() -> Officer:
    """Return somebody at the court who may do everything that is looked at here."""
    return people.officer(
        duties=[Duty(each) for each in ("read", "register", "propose", "serve", "remove", "rectify", "publish")]
    )


class TestActs:
    def test_can_all_be_reached(self) -> None:
        offered = {*ELSEWHERE, *acts.ON_PERSONS, *acts.ABOUT_PERSONS}
        offered |= {name for kinds in KINDS.values() for kind in kinds for name in kind.acts}
        offered |= {name for name in acts.PAGES if office_of(name)}
        offered |= {name for names in acts.BESIDES.values() for name in names}
        offered |= {
            f"{act}_{noun}" for noun, table in acts.TABLES.values() for (_, act), step in table.items() if step.duty
        }
        assert sorted({*acts.PAGES} - offered) == []


class TestOnACase:
    @pytest.mark.parametrize(
        ("make", "names"),
        [
            (facts.asset_report, {"ask_for_time", "find_on_asset_report"}),
            (facts.time_asked, {"decide_on_time"}),
            (facts.breached, set()),
            (facts.settlement, {"perform_settlement"}),
            (facts.held, {"release_property"}),
            (facts.released, set()),
        ],
    )
    def test_shows_a_fact_with_what_may_be_done_on_it(self, make: Callable[[], Any], names: set[str]) -> None:
        row = make()
        page = Desk(all_duties()).text(f"/court/cases/{row.case_id}")
        for name in (
            "ask_for_time",
            "decide_on_time",
            "find_on_asset_report",
            "perform_settlement",
            "release_property",
        ):
            assert (f"/court/do/{name}/{row.pk}" in page) == (name in names), name

    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_opens_each_of_these_forms(self, language: str) -> None:
        desk = Desk(all_duties(), language=language)
        for name, row in (
            ("ask_for_time", facts.asset_report()),
            ("perform_settlement", facts.settlement()),
            ("release_property", facts.held()),
        ):
            assert desk.get(f"/court/do/{name}/{row.pk}").status_code == 200

    @pytest.mark.parametrize(
        ("make", "address"),
        [
            (exemptions.submitted, "exemptions"),
            (corrections.received, "corrections"),
            (reconsiderations.filed, "reconsiderations"),
            (extensions.proposed, "extensions"),
            (breach_reports.received, "breach-reports"),
        ],
    )
    def test_leads_to_what_was_asked_for(self, make: Callable[[], Any], address: str) -> None:
        row = make()
        measure = _measure_of(row)
        desk = Desk(people.judge())
        for where in (f"/court/cases/{measure.case_id}", measure.address):
            assert f"/court/{address}/{row.pk}" in desk.text(where), where

    def test_leads_to_an_application_for_the_end_of_a_measure(self) -> None:
        granted = applications.granted()
        assert Desk(people.judge()).get(f"/court/applications/{granted.pk}").status_code == 200


class _Measure:
    def __init__(self, row: Any) -> None:
        self.case_id = row.case_id
        kind = "listings" if row._meta.model_name == "listing" else "orders"
        self.address = f"/court/{kind}/{row.pk}"


def _measure_of(row: Any) -> _Measure:
    asked = getattr(row, "request", row)
    return _Measure(asked.measure if hasattr(asked, "measure") else getattr(asked, "order", None) or asked.listing)


class TestOnAMeasure:
    def test_shows_where_it_was_published(self) -> None:
        row = ledger.of_removed()
        page = Desk(all_duties()).text(f"/court/listings/{row.listing_id}")
        assert f"/court/do/take_down_announcement/{row.pk}" in page

    def test_offers_no_taking_down_while_the_listing_has_effect(self) -> None:
        row = ledger.announced()
        page = Desk(all_duties()).text(f"/court/listings/{row.listing_id}")
        assert row.get_channel_display() in page
        assert "take_down_announcement" not in page

    def test_shows_who_was_told_of_its_end_and_takes_the_receipt(self) -> None:
        row = ledger.recalled()
        page = Desk(all_duties()).text(f"/court/listings/{row.listing_id}")
        assert f"/court/do/acknowledge_notification/{row.pk}" in page
        assert row.recipient.name in page

    def test_shows_which_unit_heard_of_a_lift(self) -> None:
        row = ledger.lift_notice()
        desk = Desk(all_duties())
        address = f"/court/do/acknowledge_lift_notice/{row.pk}"
        assert address in desk.text(f"/court/orders/{row.order_id}")
        assert desk.post(address, key="a" * 16, acknowledged_on="2026-11-17").status_code == 302
        assert address not in desk.text(f"/court/orders/{row.order_id}")

    def test_shows_nothing_where_there_is_nothing(self) -> None:
        assert Desk(people.judge()).get(f"/court/listings/{listings.proposed().pk}").status_code == 200


class TestOnAPerson:
    def test_shows_redress_numbers_of_whom_it_is_not(self) -> None:
        number = redress_numbers.issued()
        page = Desk(people.judge()).text(f"/court/persons/{number.not_persons[0]}")
        assert f"/court/do/revoke_redress_number/{number.pk}" in page
        assert number.number not in page


class TestOnABreachReport:
    def test_leads_to_what_the_judge_may_do(self) -> None:
        row = breach_reports.received()
        desk = Desk(people.judge())
        page = desk.text(f"/court/breach-reports/{row.pk}")
        for name in ("find_breach_report", "reject_breach_report", "disclose_breach_report"):
            assert f"/court/do/{name}/{row.pk}" in page
        answered = desk.post(f"/court/do/disclose_breach_report/{row.pk}", key="b" * 16, note="核实线索。")
        assert answered.status_code in (200, 302)
