"""A change behind the register's back shows (L13)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from blacklist.models import (
    AssistanceNotice,
    CalendarDay,
    ConsumptionOrder,
    ListHead,
    Listing,
    RegisterEntry,
    RestrictedPerson,
)
from blacklist.sealing import SealBroken, seal
from blacklist.services import calendars
from blacklist.verification import faults
from tests.blacklist.test_register import erase
from tests.factories import assistance_notices as notice_factory
from tests.factories import listings as listing_factory
from tests.factories import orders as order_factory
from tests.factories import people
from tests.factories.calendars import NOTICE
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db


def forge(change: str) -> None:
    """Change entries as a database administrator could who takes the trigger away."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(change)
        cursor.execute("SET session_replication_role = DEFAULT")


def edit_listing() -> None:
    Listing.objects.update(state="removed", ended_on="2026-11-16", ended_reason="performed")


def edit_activities() -> None:
    ConsumptionOrder.objects.update(activities=["hotel.star_rated"])


def edit_person() -> None:
    RestrictedPerson.objects.update(in_force_until="2030-01-01")


def forge_reason() -> None:
    forge("UPDATE blacklist_registerentry SET actor_name = 'x' WHERE version = 2")


def drop_entry() -> None:
    forge("DELETE FROM blacklist_registerentry WHERE version = 2")


def move_head() -> None:
    ListHead.objects.update(version=3)


def forge_payload() -> None:
    entry = RegisterEntry.objects.get(version=1)
    sealed = seal('{"subjects": []}', record=f"register:{entry.entry_id}")
    forge(f"UPDATE blacklist_registerentry SET payload_sealed = '\\x{sealed.hex()}' WHERE version = 1")  # noqa: S608


class TestFaults:
    def test_are_none_after_acts(self) -> None:
        listing_factory.removed()
        order_factory.lifted()
        people.person()
        assert list(faults()) == []

    @pytest.mark.law("L13")
    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (edit_listing, "differ from the register's newest entry"),
            (edit_activities, "differ from the register's newest entry"),
            (edit_person, "differ from the register's newest entry"),
            (forge_reason, "Entry 2 was changed"),
            (drop_entry, "Version 2 is missing"),
            (move_head, "The head says version 3"),
            (forge_payload, "The payload of entry 1"),
        ],
    )
    def test_show_a_change_behind_the_registers_back(self, change: Callable[[], None], said: str) -> None:
        """L13: an administrator edits a row directly → the check shows the same day."""
        listing_factory.active()
        order_factory.in_force()
        change()
        assert any(said in fault for fault in faults())

    @pytest.mark.law("L13", "T1")
    def test_show_a_calendar_that_was_not_loaded_so(self) -> None:
        """Whoever adds a day of rest by hand gives a court more time."""
        calendars.load(NOTICE, by=None, at=AT)
        CalendarDay.objects.create(day=date(2027, 1, 4), year_id=2027, kind="rest")
        assert list(faults()) == ["The calendar of 2027 differs from the one that the register says was loaded."]

    @pytest.mark.law("L13", "L5-3")
    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (
                "content_sealed = (SELECT content_sealed FROM blacklist_issueddocument WHERE kind = 'service_record')",
                None,
            ),
            ("content_digest = decode(repeat('ab', 32), 'hex')", "does not say what it said when it was issued"),
        ],
    )
    def test_show_a_document_that_was_changed(self, change: str, said: str | None) -> None:
        """A changed word, or a digest changed along with it, that the register does not know."""
        listing_factory.served()
        forge(f"UPDATE blacklist_issueddocument SET {change} WHERE kind = 'listing_decision'")  # noqa: S608
        if said is None:
            with pytest.raises(SealBroken):
                list(faults())
        else:
            found = list(faults())
            assert any(said in fault for fault in found)
            assert any("No entry of the register issued document" in fault for fault in found)

    @pytest.mark.law("L13", "C6")
    def test_show_an_assistance_notice_that_was_widened(self) -> None:
        """Whoever adds an activity by hand lets a unit ask about it."""
        row = notice_factory.served()
        assert list(faults()) == []
        AssistanceNotice.objects.update(activities=["hotel.star_rated"])
        [fault] = faults()
        assert str(row.pk) in fault

    def test_name_no_person(self) -> None:
        listing = listing_factory.active()
        edit_listing()
        [fault] = faults()
        assert str(listing.debtor_id) in fault
        assert listing.debtor.name not in fault
        assert listing.case.case_number not in fault

    @pytest.mark.law("D19")
    def test_are_none_after_an_older_payload_was_erased(self) -> None:
        """D: retention ends; the chain stands."""
        listing_factory.removed()
        erase(1)
        assert list(faults()) == []

    @pytest.mark.law("L13")
    def test_show_that_the_newest_payload_is_gone_while_its_measures_stand(self) -> None:
        """L13: an erasure must not hide a changed measure; the measures are erased first."""
        listing_factory.active()
        erase(RegisterEntry.objects.latest("version").version)
        assert len(list(faults())) == 1
