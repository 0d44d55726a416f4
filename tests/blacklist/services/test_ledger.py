"""What was made public and who was told: the end of a listing reaches each of them (L7, L8, J16)."""

from datetime import date

import pytest

from blacklist.law.duties import Duty
from blacklist.law.ledger import FIELDS
from blacklist.models import Announcement, Listing, Notification, Recipient, RegisterEntry, Task
from blacklist.services import announcements, lift_notices, listings, notifications, orders
from tests.blacklist.services.drafts import active_listing, code_of, instant, order_in_force
from tests.factories import assistance_notices, ledger, people
from tests.factories import listings as listing_factory
from tests.factories import orders as order_factory
from tests.factories.clock import AT, TODAY

pytestmark = pytest.mark.django_db


class TestAnnounce:
    @pytest.mark.law("L7")
    def test_records_a_further_channel_with_an_entry(self) -> None:
        made = ledger.announced()
        assert set(made.listing.announcements.values_list("channel", flat=True)) == {"spc", "notice_board"}
        entry = RegisterEntry.objects.latest("version")
        assert (entry.act, entry.reason, entry.measure_id) == ("announce", "notice_board", made.pk)

    def test_refuses_the_same_channel_twice_and_a_listing_that_is_not_public(self) -> None:
        made, judge = ledger.announced(), people.judge()
        again = made.listing_id, listing_factory.signed().pk
        assert code_of(lambda: announce(again[0], by=judge)) == "already-done"
        assert code_of(lambda: announce(again[1], by=judge)) == "wrong-state"

    def test_refuses_a_day_to_come_and_one_before_publication(self) -> None:
        listing, judge = listing_factory.active(), people.judge()
        assert code_of(lambda: announce(listing.pk, on=date(2026, 11, 17), by=judge)) == "date-in-future"
        assert code_of(lambda: announce(listing.pk, on=date(2026, 11, 15), by=judge)) == "date"

    @pytest.mark.law("J15")
    def test_needs_the_duty_at_the_court(self) -> None:
        listing = listing_factory.active()
        lacking = people.officer(duties=set(Duty) - {Duty.PUBLISH})
        assert code_of(lambda: announce(listing.pk, by=lacking)) == "duty-required"
        assert code_of(lambda: announce(listing.pk, by=people.judge(people.OTHER_COURT))) == "other-court"


class TestTakeDown:
    @pytest.mark.law("L7", "L10-1")
    def test_is_owed_on_each_channel_by_the_same_day(self) -> None:
        """Published on {SPC, court site, notice board}: deletion opens three take-downs with the same deadline."""
        listing, judge = active_listing(1, on=date(2026, 1, 5)), people.judge()
        at = instant(date(2026, 3, 12))
        for channel in ("court_site", "notice_board"):
            announcements.announce(listing.pk, channel=channel, on=date(2026, 3, 12), by=judge, at=at)
        listings.remove(listing.pk, reason="performed", note="", by=judge, at=at)
        owed = Task.objects.filter(kind="take_down", measure_id=listing.pk)
        assert {task.due_on for task in owed} == {date(2026, 3, 17)}
        assert {task.matter_id for task in owed} == set(listing.announcements.values_list("pk", flat=True))
        assert owed.count() == 3

    def test_does_the_duty_on_its_channel_only(self) -> None:
        made = ledger.announced()
        listings.remove(made.listing_id, reason="performed", note="", by=people.judge(), at=AT)
        announcements.take_down(made.pk, on=TODAY, by=people.judge(), at=AT)
        states = dict(Task.objects.filter(kind="take_down").values_list("matter_id", "state"))
        spc = Announcement.objects.get(listing=made.listing, channel="spc")
        assert states == {made.pk: "done", spc.pk: "open"}

    def test_refuses_while_the_listing_has_effect_and_a_second_time(self) -> None:
        made, judge = ledger.announced(), people.judge()
        assert code_of(lambda: announcements.take_down(made.pk, on=TODAY, by=judge, at=AT)) == "wrong-state"
        gone = ledger.taken_down()
        assert code_of(lambda: announcements.take_down(gone.pk, on=TODAY, by=judge, at=AT)) == "already-done"

    def test_refuses_a_day_to_come_and_one_before_publication(self) -> None:
        made, judge = ledger.of_removed(), people.judge()
        for on, code in ((date(2026, 11, 17), "date-in-future"), (date(2026, 11, 1), "date")):
            assert code_of(lambda on=on: announcements.take_down(made.pk, on=on, by=judge, at=AT)) == code  # type: ignore[misc]


class TestEnrol:
    @pytest.mark.law("L8", "D13")
    @pytest.mark.parametrize("legal_basis", ["", "OWN_RISK_CONTROL"])
    def test_refuses_a_recipient_without_a_legal_basis(self, legal_basis: str) -> None:
        code = code_of(lambda: enrol(legal_basis=legal_basis, fields_told=["name"]))
        assert code == "no-legal-basis"

    @pytest.mark.law("L6", "L8")
    @pytest.mark.parametrize(
        ("fields_told", "code"),
        [([], "field-required"), (["address"], "unknown-value"), (["name", "phone"], "unknown-value")],
    )
    def test_tells_nothing_that_is_not_published(self, fields_told: list[str], code: str) -> None:
        assert code_of(lambda: enrol(fields_told=fields_told)) == code

    def test_puts_the_fields_in_order_and_refuses_the_same_name_twice(self) -> None:
        made = enrol(fields_told=list(reversed(FIELDS)))
        assert made.fields_told == list(FIELDS)
        assert code_of(lambda: enrol(fields_told=["name"])) == "duplicate"

    def test_needs_the_duty(self) -> None:
        assert code_of(lambda: enrol(fields_told=["name"], duty=Duty.PUBLISH)) == "duty-required"


class TestNotify:
    @pytest.mark.law("L8")
    def test_keeps_who_was_told_what_by_which_rule_and_when(self) -> None:
        told = ledger.told()
        assert (told.legal_basis, told.sent_at, told.kind) == ("L8", AT, "listed")
        assert told.fields_told == ["name", "document_number", "case_number"]
        assert RegisterEntry.objects.latest("version").act == "notify"

    def test_refuses_twice_a_stranger_and_a_listing_without_effect(self) -> None:
        told, judge = ledger.told(), people.judge()
        known = told.recipient_id
        signed = listing_factory.signed()

        def tell(listing: Listing) -> Notification:
            return notifications.notify(listing.pk, recipient_id=known, by=judge, at=AT)

        assert code_of(lambda: tell(told.listing)) == "already-done"
        assert code_of(lambda: tell(signed)) == "wrong-state"
        Recipient.objects.filter(pk=known).update(court=people.court(people.OTHER_COURT))
        untold = listing_factory.active()
        assert code_of(lambda: tell(untold)) == "not-found"


class TestRecall:
    @pytest.mark.law("L8", "J16", "D-credit")
    def test_tells_everybody_who_was_told_that_the_listing_has_ended(self) -> None:
        """Deletion 2026-03-17 → acknowledged by 2026-03-20."""
        listing = active_listing(1, on=date(2026, 1, 5))
        for name in ("示范征信中心", "示范银行"):
            ledger.told(listing, name)
        listings.remove(listing.pk, reason="performed", note="", by=people.judge(), at=instant(date(2026, 3, 17)))
        ended = Notification.objects.filter(kind="removed")
        assert {row.recipient.name for row in ended} == {"示范征信中心", "示范银行"}
        assert {row.due_on for row in ended} == {date(2026, 3, 20)}
        assert not any(row.is_provisional for row in ended)
        assert Task.objects.get(kind="removal_notices").due_on == date(2026, 3, 20)

    def test_opens_nothing_when_nobody_was_told(self) -> None:
        listing_factory.removed()
        assert not Task.objects.filter(kind="removal_notices").exists()


class TestAcknowledge:
    @pytest.mark.law("J16")
    def test_does_the_duty_with_the_last_one(self) -> None:
        listing = listing_factory.active()
        for name in ("示范征信中心", "示范银行"):
            ledger.told(listing, name)
        listings.remove(listing.pk, reason="performed", note="", by=people.judge(), at=AT)
        first, last = Notification.objects.filter(kind="removed").order_by("pk")
        acknowledge(first)
        assert Task.objects.get(kind="removal_notices").state == "open"
        acknowledge(last)
        assert Task.objects.get(kind="removal_notices").state == "done"

    def test_refuses_news_that_asks_for_no_answer_and_a_second_time(self) -> None:
        told, done = ledger.told(), ledger.acknowledged()
        assert code_of(lambda: acknowledge(told)) == "wrong-state"
        assert code_of(lambda: acknowledge(done)) == "already-done"

    def test_refuses_a_day_to_come(self) -> None:
        told = ledger.recalled()
        assert code_of(lambda: acknowledge(told, on=date(2026, 11, 17))) == "date-in-future"


class TestSendLiftNotices:
    @pytest.mark.law("C6", "C9")
    def test_tells_the_units_served_in_the_scope_of_the_order(self) -> None:
        """Paid 2026-03-12: every unit served is told, and has acknowledged by 2026-03-17."""
        on = date(2026, 3, 12)
        airline = assistance_notices.served(on=date(2026, 3, 1))
        assistance_notices.served(on=date(2026, 3, 1), activities=("venue.golf",), sector="venue")
        order = order_in_force(on=date(2026, 3, 2), activities=("flight.business", "hotel.star_rated"))
        orders.lift(order.pk, reason="performed", note="", by=people.judge(), at=instant(on))
        [sent] = order.lift_notices.all()
        assert (sent.assistance_notice, sent.due_on) == (airline, date(2026, 3, 17))

    def test_tells_no_unit_whose_notice_was_withdrawn(self) -> None:
        assistance_notices.withdrawn()
        assert not order_factory.lifted().lift_notices.exists()


class TestAcknowledgeLift:
    @pytest.mark.law("C9")
    def test_does_the_duty_with_the_last_one(self) -> None:
        assistance_notices.served()
        notice = ledger.lift_notice()
        first, last = notice.order.lift_notices.order_by("pk")
        lift_notices.acknowledge(first.pk, on=TODAY, by=people.clerk(), at=AT)
        assert Task.objects.get(kind="lift_notices").state == "open"
        lift_notices.acknowledge(last.pk, on=TODAY, by=people.clerk(), at=AT)
        assert Task.objects.get(kind="lift_notices").state == "done"

    def test_refuses_a_day_to_come_one_before_it_was_sent_and_a_second_time(self) -> None:
        notice, clerk = ledger.lift_notice(), people.clerk()
        days = ((date(2026, 11, 17), "date-in-future"), (date(2026, 11, 15), "date"))
        for on, code in days:
            assert code_of(lambda on=on: lift_notices.acknowledge(notice.pk, on=on, by=clerk, at=AT)) == code  # type: ignore[misc]
        done = ledger.lift_acknowledged()
        assert code_of(lambda: lift_notices.acknowledge(done.pk, on=TODAY, by=clerk, at=AT)) == "already-done"


def announce(listing_id: object, *, on: date = TODAY, by: object) -> Announcement:
    return announcements.announce(listing_id, channel="notice_board", on=on, by=by, at=AT)  # type: ignore[arg-type]


def enrol(*, fields_told: list[str], legal_basis: str = "L8", duty: Duty = Duty.ENROL) -> Recipient:
    return notifications.enrol(
        name="示范人民银行分行",
        kind="regulator",
        legal_basis=legal_basis,
        fields_told=fields_told,
        by=people.officer(duties=[duty]),
        at=AT,
    )


def acknowledge(told: Notification, *, on: date = TODAY) -> Notification:
    return notifications.acknowledge(told.pk, on=on, by=people.clerk(), at=AT)
