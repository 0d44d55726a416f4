import json
import os
import re
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from restrictions.check.answer import Reply
from restrictions.check.index import Index, View
from restrictions.check.node import Asked
from tests.restrictions.check.laboratory import (
    AIRLINE_CREDENTIAL,
    ENDED,
    FUTURE,
    KEYS,
    LIST_VERSION,
    LISTED_ONLY,
    MINOR,
    NAME,
    NUMBER,
    ORDER_ONLY,
    OTHER_NUMBER,
    SUSPENDED_CREDENTIAL,
    UNVERIFIED,
    Laboratory,
    key_of,
    question,
    told,
)

KEYS_OF_ANSWER = [
    "reference",
    "decision",
    "effect",
    "reason",
    "activity",
    "legal_basis",
    "measure",
    "next_step",
    "redress_url",
    "list_version",
    "as_of",
    "valid_until",
    "normalised",
    "livemode",
]


def masked(reply: Reply) -> tuple[bytes, list[tuple[str, str]]]:
    """Return the reply without its reference and times."""
    body = re.sub(rb'"(reference|as_of|valid_until)":"[^"]*"', rb'"\1":""', reply.body)
    return body, [(name, value) for name, value in reply.headers if name != "x-request-id"]


class TestAnswer:
    @pytest.mark.law("D24", "K3", "11.18")
    def test_tells_a_restriction_with_its_measure(self, laboratory: Laboratory) -> None:
        reply = laboratory.ask(question())
        body = told(reply)
        assert list(body) == KEYS_OF_ANSWER
        assert body | {"reference": ""} == {
            "reference": "",
            "decision": "restricted",
            "effect": "barred",
            "reason": "order_in_force",
            "activity": "flight.business",
            "legal_basis": ["C3-1", "J6"],
            "measure": {
                "court": {"code": "京0105", "name": "示范法院", "phone": "000-00000000"},
                "case_number": "（2026）京0105执123号",
            },
            "next_step": None,
            "redress_url": "/redress",
            "list_version": LIST_VERSION,
            "as_of": "2026-11-22T02:05:11.204Z",
            "valid_until": "2026-11-22T02:06:11Z",
            "normalised": [],
            "livemode": False,
        }
        assert reply.headers == [
            ("content-type", "application/json"),
            ("restriction-decision", "restricted; effect=barred"),
            ("list-version", str(LIST_VERSION)),
            ("list-as-of", "2026-11-22T02:05:11.204Z"),
            ("cache-control", "no-store"),
            ("x-request-id", body["reference"]),
        ]

    @pytest.mark.law("9.5", "K4")
    def test_permits_with_the_same_bytes_for_every_reason(self, laboratory: Laboratory) -> None:
        """Nothing leaks: unknown, listed without an order, an order that does not cover this, ended, not yet begun."""
        expected = masked(laboratory.ask(question(number=OTHER_NUMBER)))
        assert b'"decision":"permitted","effect":null' in expected[0]
        for number in (LISTED_ONLY, ENDED, FUTURE, MINOR):
            assert masked(laboratory.ask(question(number=number))) == expected
        for activity in ("rail.g_any", "hotel.star_rated", "other.named", "property.purchase"):
            unknown = masked(laboratory.ask(question(activity, number=OTHER_NUMBER)))
            for number in (NUMBER, ORDER_ONLY, LISTED_ONLY, UNVERIFIED):
                assert masked(laboratory.ask(question(activity, number=number))) == unknown
        loan = masked(laboratory.ask(question("credit.loan", number=OTHER_NUMBER)))
        assert masked(laboratory.ask(question("credit.loan", number=ORDER_ONLY))) == loan

    def test_permits_an_emergency_with_the_same_bytes(self, laboratory: Laboratory) -> None:
        expected = masked(laboratory.ask(question(number=OTHER_NUMBER)))
        assert masked(laboratory.ask(question(emergency="medical"))) == expected

    @pytest.mark.law("11.7", "F8.4")
    def test_says_the_same_of_any_name_without_a_document(self, laboratory: Laboratory) -> None:
        unknown = masked(laboratory.ask(question(name="李四", number=None)))
        assert masked(laboratory.ask(question(number=None))) == unknown
        assert b'"reason":"document_required"' in unknown[0]

    @pytest.mark.law("D24")
    def test_shows_no_measure_unless_restricted(self, laboratory: Laboratory) -> None:
        for sent in (question(name="李四"), question(number=UNVERIFIED), question("tour.holiday")):
            body = told(laboratory.ask(sent))
            assert (body["decision"], body["measure"], body["legal_basis"]) == ("undetermined", None, [])
            assert body["next_step"]

    @pytest.mark.law("J16")
    def test_ends_a_restricted_answer_with_its_measure(self, tmp_path: Path) -> None:
        """The last measure's period ends at 00:00 in Asia/Shanghai, half a minute from now."""
        laboratory = Laboratory(tmp_path, now=datetime(2026, 11, 21, 15, 59, 30, tzinfo=UTC))
        body = told(laboratory.ask(question(number=ENDED)))
        laboratory.close()
        assert (body["decision"], body["valid_until"]) == ("restricted", "2026-11-21T16:00:00Z")

    @pytest.mark.law("T5", "11.4")
    @pytest.mark.parametrize(("milliseconds", "decision"), [(-1, "restricted"), (0, "permitted"), (1, "permitted")])
    def test_ends_at_midnight_in_shanghai(self, tmp_path: Path, milliseconds: int, decision: str) -> None:
        midnight = datetime(2026, 11, 21, 16, tzinfo=UTC)
        laboratory = Laboratory(tmp_path, now=midnight + timedelta(milliseconds=milliseconds))
        assert told(laboratory.ask(question(number=ENDED)))["decision"] == decision
        laboratory.close()

    def test_answers_for_the_day_asked_about(self, laboratory: Laboratory) -> None:
        assert told(laboratory.ask(question(number=FUTURE, on="2026-11-23")))["decision"] == "restricted"

    def test_keeps_the_request_id_of_the_caller(self, laboratory: Laboratory) -> None:
        assert ("x-request-id", "abcd-1234") in laboratory.ask(question(), request_id="abcd-1234").headers

    def test_gives_each_answer_its_own_reference(self, laboratory: Laboratory) -> None:
        found = {told(laboratory.ask(question()))["reference"] for _ in range(1100)}
        assert len(found) == 1100
        assert all(reference[12] == "7" and reference[16] in "89ab" for reference in found)


def problem(reply: Reply) -> tuple[int, str]:
    body = told(reply)
    assert body["decision"] is None
    assert body["status"] == reply.status
    assert body["type"].endswith(body["code"])
    assert {"title", "detail", "errors", "request_id"} <= body.keys()
    assert reply.headers[0] == ("content-type", "application/problem+json")
    return reply.status, body["code"]


class TestRefusal:
    @pytest.mark.law("C6", "11.19")
    @pytest.mark.parametrize("credential", ["rc_unknown000_" + "u" * 43, "short"])
    def test_of_an_unknown_credential_is_counted_only(self, laboratory: Laboratory, credential: str) -> None:
        reply = laboratory.ask(question(), credential=credential)
        assert problem(reply) == (401, "unauthenticated")
        assert ("www-authenticate", "Bearer") in reply.headers
        assert laboratory.records() == []
        assert laboratory.node.take_unauthenticated() == 1
        assert laboratory.node.take_unauthenticated() == 0

    @pytest.mark.law("C6", "9.5", "11.19")
    def test_of_an_activity_outside_the_notice(self, laboratory: Laboratory) -> None:
        reply = laboratory.ask(question("hotel.star_rated"), credential=AIRLINE_CREDENTIAL)
        assert problem(reply) == (403, "activity-out-of-scope")
        assert laboratory.records()[0].problem == "activity-out-of-scope"

    @pytest.mark.law("C6", "11.19")
    def test_of_a_suspended_institution(self, laboratory: Laboratory) -> None:
        assert problem(laboratory.ask(question(), credential=SUSPENDED_CREDENTIAL))[0] == 403

    def test_comes_before_the_values_but_after_the_shape(self, laboratory: Laboratory) -> None:
        out_of_scope = question("hotel.star_rated", number="1")
        assert problem(laboratory.ask(out_of_scope, credential=AIRLINE_CREDENTIAL))[0] == 403
        assert problem(laboratory.ask(out_of_scope | {"x": 1}, credential=AIRLINE_CREDENTIAL))[0] == 400

    @pytest.mark.law("D9")
    def test_never_repeats_the_number_or_the_name(self, laboratory: Laboratory) -> None:
        for sent in (question(number="110105194912310021"), question(name="张*"), question(client_reference=NUMBER)):
            reply = laboratory.ask(sent)
            assert reply.status == 422
            for secret in ("110105194912310021", NUMBER, "张"):
                assert secret not in reply.body.decode()

    def test_points_at_the_field(self, laboratory: Laboratory) -> None:
        body = told(laboratory.ask(question(number="110105194912310021")))
        assert body["errors"] == [{"pointer": "subject.document.number", "code": "identity-check-digit"}]


class TestFreshness:
    def test_refuses_when_the_lease_is_too_old(self, laboratory: Laboratory) -> None:
        laboratory.boottime_ns += 10_000_000_000
        assert laboratory.ask(question()).status == 200
        laboratory.boottime_ns += 1
        reply = laboratory.ask(question())
        assert problem(reply) == (503, "list-unconfirmed")
        assert ("retry-after", "1") in reply.headers
        assert laboratory.records()[-1].problem == "list-unconfirmed"

    def test_refuses_a_lease_of_another_boot(self, laboratory: Laboratory) -> None:
        laboratory.confirm(boot_id=b"0" * 32)
        assert problem(laboratory.ask(question())) == (503, "list-unconfirmed")

    def test_refuses_a_lease_from_the_future(self, laboratory: Laboratory) -> None:
        laboratory.confirm(confirmed_ns=laboratory.boottime_ns + 1)
        assert problem(laboratory.ask(question())) == (503, "list-unconfirmed")

    def test_refuses_when_the_register_was_rolled_back(self, laboratory: Laboratory) -> None:
        laboratory.confirm(is_rolled_back=True)
        assert problem(laboratory.ask(question())) == (503, "list-rolled-back")

    def test_refuses_even_an_unknown_caller_so_while_stale(self, laboratory: Laboratory) -> None:
        """A stale directory cannot tell a new credential from a wrong one."""
        laboratory.confirm(confirmed_ns=0)
        assert problem(laboratory.ask(question(), credential="x" * 40)) == (503, "list-unconfirmed")

    def test_refuses_without_any_index(self, tmp_path: Path) -> None:
        laboratory = Laboratory(tmp_path)
        laboratory.node.close()
        (tmp_path / "index" / "lease").unlink()
        laboratory.node = laboratory.open()
        assert problem(laboratory.ask(question())) == (503, "list-unconfirmed")
        laboratory.close()

    def test_refuses_when_the_generation_is_missing(self, laboratory: Laboratory) -> None:
        laboratory.confirm(generation=7)
        assert problem(laboratory.ask(question())) == (503, "list-unconfirmed")

    @pytest.mark.parametrize(
        ("wanted", "expected"),
        [("0", 200), (str(LIST_VERSION), 200), (str(LIST_VERSION + 1), 503), ("1.0", 400), ("１", 400), ("-1", 400)],
    )
    def test_answers_no_older_list_than_wanted(self, laboratory: Laboratory, wanted: str, expected: int) -> None:
        reply = laboratory.ask(question(), min_list_version=wanted)
        assert reply.status == expected
        if expected == 503:
            assert problem(reply)[1] == "list-behind"
            assert ("retry-after", "1") in reply.headers

    def test_claims_no_version_that_it_did_not_look_into(
        self, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An act followed while an answer is being made belongs to the next one: the lease is older than the view."""
        opened = Index.view
        versions = count(LIST_VERSION + 1)

        def overtaken(index: Index) -> View:
            view = opened(index)
            laboratory.confirm(list_version=next(versions))
            return view

        monkeypatch.setattr(Index, "view", overtaken)
        assert told(laboratory.ask(question()))["list_version"] == LIST_VERSION
        assert problem(laboratory.ask(question(), min_list_version=str(LIST_VERSION + 2))) == (503, "list-behind")
        assert next(versions) == LIST_VERSION + 3, "each lease gets a view of its own"

    def test_tells_how_fresh_it_is(self, laboratory: Laboratory) -> None:
        assert told(laboratory.node.freshness())["state"] == "ready"
        laboratory.boottime_ns += 11_000_000_000
        assert told(laboratory.node.freshness()) == {
            "state": "list-unconfirmed",
            "list_version": LIST_VERSION,
            "as_of": "2026-11-22T02:05:11.204Z",
            "lease_seconds": 10.0,
            "livemode": False,
        }


class TestRecord:
    @pytest.mark.law("D19", "C11")
    def test_holds_what_was_answered_and_no_person(self, laboratory: Laboratory) -> None:
        reply = laboratory.ask(question(client_reference="PNR-7Q2K9", on="2026-12-01"))
        [record] = laboratory.records()
        assert record.reference.hex() == told(reply)["reference"]
        assert (record.institution, record.http_code, record.activity) == (b"gateway---------", 200, "flight.business")
        assert (record.decision, record.effect, record.reason) == ("restricted", "barred", "order_in_force")
        assert (record.identity, record.subject) == ("2", b"both------------")
        assert record.digest == KEYS.subject(key_of(NUMBER))
        assert (record.client_reference, record.list_version) == ("PNR-7Q2K9", LIST_VERSION)
        written = b"".join(path.read_bytes() for path in laboratory.journal_dir.iterdir())
        assert NUMBER.encode() not in written
        assert NAME.encode() not in written

    def test_of_a_refusal_holds_a_keyed_digest_of_the_body(self, laboratory: Laboratory) -> None:
        raw = json.dumps(question(number="110105194912310021")).encode()
        laboratory.ask(raw)
        [record] = laboratory.records()
        assert (record.problem, record.http_code, record.digest) == ("identity-check-digit", 422, KEYS.body(raw))
        assert record.decision is None

    @pytest.mark.law("D24", "C11")
    @pytest.mark.parametrize(
        ("sent", "noted"),
        [
            (question(name="李四"), "name_mismatch"),
            (question(emergency="medical"), "emergency"),
            (question(number=LISTED_ONLY), "listing_without_order"),
            (question(number=MINOR), "minor_on_file"),
            (question(name="王A三", number=OTHER_NUMBER), "mixed_script"),
            (question(), None),
        ],
    )
    def test_notes_what_the_court_must_hear(
        self, laboratory: Laboratory, sent: dict[str, Any], noted: str | None
    ) -> None:
        laboratory.ask(sent)
        assert laboratory.records()[0].noted == noted

    @pytest.mark.law("C11")
    def test_gives_no_answer_that_cannot_be_recorded(
        self, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: Any) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "write", fail)
        assert problem(laboratory.ask(question())) == (503, "journal-unavailable")
        assert problem(laboratory.ask(b"")) == (503, "journal-unavailable")
        monkeypatch.undo()
        assert laboratory.ask(question()).status == 200
        assert len(laboratory.records()) == 1

    def test_is_made_of_a_request_refused_before_its_body(self, laboratory: Laboratory) -> None:
        from blacklist.law.refusals import Refusal

        asked = Asked(b"", [f"Bearer {AIRLINE_CREDENTIAL}"], refusal=Refusal("media-type"))
        assert problem(laboratory.node.check(asked)) == (415, "media-type")
        assert laboratory.records()[0].institution == b"airline---------"
