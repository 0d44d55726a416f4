"""A court's act becomes the answer that institutions get, within a second, and every answer is on record."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest

from tests.asking import Asker, Body, Officers, Reply
from tests.journeys import court
from tests.running import Run
from tests.waiting import eventually

Figure = Callable[[str, object], None]

FRESH_SECONDS = 1.0
TIMES = {"reference", "as_of", "valid_until"}


def about(subject: Body, activity: str, **more: str) -> Body:
    return {"activity": activity, "subject": subject, **more}


def turn(asker: Asker, question: Body, *, credential: str, to: str, act: Reply) -> float:
    """Ask until the outcome is `to` and return the seconds since the act's own answer."""
    assert eventually(lambda: asker.answer(question, credential=credential).outcome == to, seconds=10), asker.checked[
        -1
    ].outcome
    return asker.checked[-1].at - act.at


class TestOrder:
    @pytest.mark.law("C9", "J6")
    def test_bars_within_a_second_of_its_service_until_a_second_after_its_lift(
        self, running: Run, asker: Asker, officers: Officers, record_property: Figure
    ) -> None:
        """C1–C3: drafted by one officer, signed by another, in force once served; C9: lifted."""
        airline, bank, hotel = (running.credential(sector) for sector in ("airline", "bank", "hotel"))
        debtor = court.debtor(officers, "冯履约")
        flight = about(debtor.subject, "flight.business")
        order = court.draft_order(officers, debtor, "flight.business", "hotel.star_rated")

        refused = officers.act(court.JUDGE, f"{order}/sign")
        assert (refused.status, refused.body["code"]) == (403, "duty-required")
        court.sign(officers, order)
        assert asker.answer(flight, credential=airline).outcome == "permitted"  # not yet served

        served = court.serve(officers, order)
        seconds = turn(asker, flight, credential=airline, to="restricted", act=served)
        record_property("figure", f"an order served is answered by after {seconds * 1000:.0f} ms")
        assert seconds <= FRESH_SECONDS
        barred = asker.checked[-1].body
        assert (barred["effect"], barred["reason"]) == ("barred", "order_in_force")
        assert barred["measure"]["court"]["code"] == "兵9901"

        # The reverse of a listing: who is under an order alone may borrow.
        assert asker.answer(about(debtor.subject, "hotel.star_rated"), credential=hotel).outcome == "restricted"
        assert asker.answer(about(debtor.subject, "credit.loan"), credential=bank).outcome == "permitted"

        lifted = officers.done(court.JUDGE, f"{order}/lift", {"reason": "performed"})
        seconds = turn(asker, flight, credential=airline, to="permitted", act=lifted)
        record_property("figure", f"a lift is answered by after {seconds * 1000:.0f} ms")
        assert seconds <= FRESH_SECONDS
        assert officers.act(court.JUDGE, f"{order}/lift", {"reason": "performed"}).status == 409


class TestListing:
    @pytest.mark.law("C1", "J4", "Q1")
    def test_asks_the_lender_for_care_and_bars_no_flight(
        self, running: Run, asker: Asker, officers: Officers, record_property: Figure
    ) -> None:
        """J6: a listing bears on credit; only an order bars consumption (C1)."""
        airline, bank = running.credential("airline"), running.credential("bank")
        debtor = court.debtor(officers, "冯待报")
        loan = about(debtor.subject, "credit.loan")
        listing = court.propose_listing(officers, debtor)
        court.sign(officers, listing)
        unserved = officers.act(court.JUDGE, f"{listing}/publish")
        assert unserved.status in (409, 422)
        court.serve(officers, listing)
        published = officers.done(court.JUDGE, f"{listing}/publish")

        seconds = turn(asker, loan, credential=bank, to="restricted", act=published)
        record_property("figure", f"a listing published is answered by after {seconds * 1000:.0f} ms")
        assert seconds <= FRESH_SECONDS
        review = asker.checked[-1].body
        assert (review["effect"], review["reason"]) == ("strict_review", "listed")
        assert asker.answer(about(debtor.subject, "flight.business"), credential=airline).outcome == "permitted"

        listed, unknown = self._at_one_version(asker, debtor.subject, court.subject("无此人"), airline)
        assert list(listed) == list(unknown)
        assert {key for key in listed if listed[key] != unknown[key]} <= TIMES

    @staticmethod
    def _at_one_version(asker: Asker, one: Body, other: Body, credential: str) -> tuple[Body, Body]:
        """Return the answers about two subjects that were given from the same version of the list."""
        for _ in range(100):
            first = asker.answer(about(one, "flight.business"), credential=credential).body
            second = asker.answer(about(other, "flight.business"), credential=credential).body
            if first["list_version"] == second["list_version"]:
                return first, second
        raise AssertionError("the list moved between any two of a hundred answers")


class TestInstitution:
    @pytest.mark.law("C6", "9.5")
    def test_is_refused_what_its_assistance_notice_does_not_cover(self, running: Run, asker: Asker) -> None:
        subject = running.demo()["subjects"]["listed_and_ordered"]
        reply = asker.answer(about(subject, "flight.business"), credential=running.credential("hotel"))
        assert (reply.status, reply.body["code"]) == (403, "activity-out-of-scope")
        assert reply.body["decision"] is None

    def test_is_refused_within_a_second_of_its_credential_being_revoked(
        self, running: Run, asker: Asker, record_property: Figure
    ) -> None:
        """Counted from the instant on record, which is before the commit."""
        subject = running.demo()["subjects"]["order_only"]
        question = about(subject, "hotel.star_rated")
        [(notice,)] = running.query("SELECT notice_number FROM restrictions_institution WHERE sector = 'hotel'")
        credential = running.manage("issue_credential", notice).strip()
        prefix = credential[:13]
        assert eventually(lambda: asker.answer(question, credential=credential).outcome == "restricted", seconds=5)

        with running.managing("revoke_credential", prefix) as command:
            refused = eventually(lambda: asker.answer(question, credential=credential).status == 401, seconds=30)
            refused_at = datetime.now(UTC)
            said, error = command.communicate(timeout=30)
        assert refused
        assert said == f"revoked {prefix}\n", error
        [(revoked_at,)] = running.query("SELECT revoked_at FROM restrictions_credential WHERE prefix = %s", prefix)
        seconds = (refused_at - revoked_at).total_seconds()
        record_property("figure", f"a revoked credential is refused after {seconds * 1000:.0f} ms")
        assert seconds <= FRESH_SECONDS
        assert asker.answer(question, credential=running.credential("hotel")).outcome == "restricted"

    def test_is_refused_within_a_second_of_an_officer_revoking_its_credential(
        self, running: Run, officers: Officers, asker: Asker, record_property: Figure
    ) -> None:
        """Issued, changed over and revoked by the president at `/court/v1/institutions`, seen at `/v1/checks`."""
        question = about(running.demo()["subjects"]["order_only"], "hotel.star_rated")
        shown = officers.read("president01", "institutions")["items"]
        [hotel] = [row["id"] for row in shown if row["sector"] == "hotel"]
        address = f"institutions/{hotel}/credentials"
        first = officers.done("president01", address).body
        rotation = f"{address}/{first['credential']['id']}/rotate"
        second = officers.done("president01", rotation, {"overlap_hours": 1}).body
        for issued in (first, second):
            credential = issued["secret"]
            assert eventually(partial(self._is_known, asker, question, credential), seconds=5)
        form = (
            f"grant_type=client_credentials&client_id={first['credential']['prefix']}&client_secret={first['secret']}"
        )
        granted = asker.ask("POST", "/oauth2/token", form.encode(), medium="application/x-www-form-urlencoded")
        assert granted is not None
        token = str(granted.body["access_token"])
        assert self._is_known(asker, question, token)
        officers.done("president01", f"{address}/{first['credential']['id']}/revoke", {"note": "泄露。"})
        revoked_at = time.monotonic()
        assert eventually(lambda: not self._is_known(asker, question, first["secret"]), seconds=30)
        assert not self._is_known(asker, question, token)
        seconds = asker.checked[-1].at - revoked_at
        record_property("figure", f"a credential revoked by an officer is refused after {seconds * 1000:.0f} ms")
        assert seconds <= FRESH_SECONDS
        assert self._is_known(asker, question, second["secret"])

    @staticmethod
    def _is_known(asker: Asker, question: Body, credential: str) -> bool:
        return asker.answer(question, credential=credential).outcome == "restricted"


class TestRecord:
    @pytest.mark.law("C11")
    def test_has_every_answer_and_every_refusal_seconds_later(
        self, running: Run, asker: Asker, record_property: Figure
    ) -> None:
        subjects, gateway = running.demo()["subjects"], running.credential("gateway")
        known = subjects["listed_and_ordered"]
        asked: list[tuple[Body | bytes, str]] = [
            (about(known, "flight.business"), "restricted"),
            (about(subjects["listed_only"], "credit.loan"), "restricted"),
            (about(subjects["listed_only"], "flight.business"), "permitted"),
            (about(subjects["order_only"], "credit.loan"), "permitted"),
            (about(known, "insurance.cash_value"), "permitted"),
            (about({**known, "name": "另有人"}, "flight.business"), "undetermined"),
            (about({"name": known["name"]}, "flight.business"), "undetermined"),
            (about(known, "flight.business", emergency="medical"), "permitted"),
            (about(known, "flight.supersonic"), "unknown-activity"),
            (about(known, "flight.business", on="2020-01-01"), "on-out-of-range"),
            (about(known, "flight.business", colour="red"), "unknown-field"),
            (b'{"activity":', "invalid-json"),
        ]
        given = [asker.answer(question, credential=gateway).outcome for question, _ in asked]
        assert given == [outcome for _, outcome in asked]
        out_of_scope = asker.answer(about(known, "flight.business"), credential=running.credential("bank"))
        assert out_of_scope.status == 403
        stranger = asker.answer(about(known, "flight.business"), credential="rc_0000000000_" + "x" * 43)
        assert stranger.status == 401

        answered_at = time.monotonic()
        references = [reply.reference for reply in asker.checked if reply is not stranger]
        assert eventually(lambda: not running.unrecorded(references), seconds=10)
        record_property("figure", f"the last check was on record after {time.monotonic() - answered_at:.1f} s")
        assert running.unrecorded([stranger.reference]) == {stranger.reference}  # nobody's; only counted

    def test_says_what_was_answered_to_whom(self, running: Run, asker: Asker) -> None:
        subject = running.demo()["subjects"]["listed_and_ordered"]
        airline, hotel = running.credential("airline"), running.credential("hotel")
        barred = asker.answer(about(subject, "flight.business", client_reference="PNR-1"), credential=airline)
        refused = asker.answer(about(subject, "flight.business"), credential=hotel)
        references = [barred.reference, refused.reference]
        assert eventually(lambda: not running.unrecorded(references), seconds=10)
        statement = """
            SELECT http_code, decision, effect, problem, sector, list_version = %s, client_reference
            FROM restrictions_checkrecord JOIN restrictions_institution ON institution_id = restrictions_institution.id
            WHERE reference = %s"""
        version = barred.body["list_version"]
        [row] = running.query(statement, version, barred.reference)
        assert row == (200, "restricted", "barred", "", "airline", True, "PNR-1")
        [row] = running.query(statement, version, refused.reference)
        assert row[:5] == (403, "", "", "activity-out-of-scope", "hotel")
