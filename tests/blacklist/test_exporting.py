"""What an export says is what the tables say: of the own court, all of it, and no more of a number than it may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from blacklist import exporting
from blacklist.exporting import COLUMNS, exported
from blacklist.files.kinds import Kind
from blacklist.law.identity import Document
from blacklist.models import (
    IdentityDocument,
    Listing,
    PersonName,
    Purpose,
    RegisterEntry,
    RegisterExport,
    RestrictedPerson,
)
from blacklist.services import exports
from blacklist.services.exports import Reason
from tests.blacklist.files.test_writing import read_csv
from tests.blacklist.services.drafts import order_in_force
from tests.factories import cases, exemptions, imports, listings, orders, people
from tests.factories.clock import AT, TODAY

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
WHOLE = Reason(Purpose.SUPERVISION, "核对移交卷宗。")


def said_by(export: RegisterExport) -> list[dict[str, str]]:
    header, *rows = read_csv(b"".join(exported(export)))
    assert header == list(COLUMNS)
    return [dict(zip(header, row, strict=True)) for row in rows]


def export(court_code: str = people.COURT, reason: Reason | None = None) -> list[dict[str, str]]:
    return said_by(exports.take_as_operator(court_code, Kind.CSV, reason, name="operator", at=AT))


class TestRows:
    @pytest.mark.parametrize(
        "make",
        [
            listings.proposed,
            listings.active,
            listings.removed,
            listings.revoked,
            orders.drafted,
            orders.in_force,
            orders.lifted,
            imports.done,
        ],
    )
    def test_say_what_the_tables_say(self, make: Callable[[], Any]) -> None:
        """Round trip: every column of every measure, read back from the file."""
        make()
        found = {(row["measure_id"], row["capacity"]): row for row in export()}
        assert found.keys() == {(str(row.pk), "") for row in Listing.objects.all()} | {
            (str(row.order_id), row.capacity) for row in RestrictedPerson.objects.all()
        }
        for listing in Listing.objects.all():
            row = found[str(listing.pk), ""]
            assert _common(row) == _of(listing, listing)
            assert row["published_on"] == str(listing.published_on or "")
            assert row["grounds"] == ";".join(str(number) for number in listing.grounds)
            assert row["name"] == listing.debtor.name
        for restricted in RestrictedPerson.objects.all():
            row = found[str(restricted.order_id), restricted.capacity]
            assert _common(row) == _of(restricted.order, restricted)
            assert row["activities"] == ";".join(restricted.order.activities)

    def test_name_each_act_in_its_order(self) -> None:
        listing = listings.removed()
        [row] = export()
        acts = [act.split(" ") for act in row["acts"].split("; ")]
        entries = RegisterEntry.objects.filter(measure_id=listing.pk).order_by("version")
        assert [act[:2] for act in acts] == [[str(entry.version), entry.act] for entry in entries]
        assert [act[3] for act in acts] == [entry.actor_name for entry in entries]
        assert {act[2] for act in acts} == {"2026-11-16"}

    def test_name_what_an_order_permits_all_the_same_and_never_why(self) -> None:
        exemption = exemptions.approved()
        [row] = export()
        first, last = exemption.from_on, exemption.until_on - ONE_DAY
        assert row["exemptions"] == f"{first}/{last} {' '.join(exemption.activities)}"
        assert exemption.kind not in str(row)

    def test_show_the_own_court_only(self) -> None:
        listings.active()
        people.court(people.OTHER_COURT)
        assert export(people.OTHER_COURT) == []

    def test_give_every_name_and_document(self) -> None:
        listing = listings.active()
        PersonName.sealed(person=listing.debtor, name="测试曾用名", key="测试曾用名").save(force_insert=True)
        passport = Document("passport", "E12345678", "CHN")
        IdentityDocument.sealed(person=listing.debtor, document=passport).save(force_insert=True)
        [row] = export()
        assert row["name"] == f"{listing.debtor.name} / 测试曾用名"
        assert sorted(said.split(" ")[0] for said in row["documents"].split("; ")) == ["passport", "resident_id"]

    def test_come_in_one_snapshot_a_chunk_at_a_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(exporting, "CHUNK", 1)
        made = {str(listings.active().pk) for _ in range(3)}
        assert {row["measure_id"] for row in export()} == made


class TestNumbers:
    @pytest.mark.law("F8.5")
    def test_are_masked(self) -> None:
        """§8.5: six in front, two at the end."""
        listing = listings.active()
        number = listing.debtor.documents.get().number
        [row] = export()
        assert row["documents"] == f"resident_id {number[:6]}**********{number[-2:]}"
        assert number not in str(row)

    @pytest.mark.law("F8.5")
    def test_of_units_are_whole(self) -> None:
        """§8.5: unit codes are not personal."""
        debtor = people.unit()
        order_in_force(on=TODAY, of=cases.with_notice(debtor=debtor))
        [row] = export()
        assert row["documents"] == f"credit_code {debtor.documents.get().number}"

    def test_are_whole_for_a_stated_purpose(self) -> None:
        number = listings.active().debtor.documents.get().number
        [row] = export(reason=WHOLE)
        assert row["documents"] == f"resident_id {number}"


def _of(measure: Any, effect: Any) -> dict[str, str]:
    return {
        "state": str(measure.state),
        "court_code": measure.court_id,
        "case_number": measure.case.case_number,
        "filed_on": str(measure.case.filed_on),
        "decision_number": measure.decision_number,
        "decided_on": str(measure.decided_on or ""),
        "drafted_by": measure.drafted_by_name,
        "signed_by": measure.signed_by_name,
        "served_on": str(effect.served_on or ""),
        "service_method": effect.service_method,
        "grace_last_day": str(measure.grace_until - ONE_DAY) if measure.grace_until else "",
        "in_force_from": str(effect.in_force_from or ""),
        "last_day": str(effect.in_force_until - ONE_DAY) if effect.in_force_until else "",
        "ended_on": str(effect.ended_on or ""),
        "ended_reason": effect.ended_reason,
    }


def _common(row: dict[str, str]) -> dict[str, str]:
    shared = (
        *("state", "court_code", "case_number", "filed_on", "decision_number", "decided_on", "drafted_by", "signed_by"),
        *("served_on", "service_method", "grace_last_day", "in_force_from", "last_day", "ended_on", "ended_reason"),
    )
    return {column: row[column] for column in shared}
