"""The register: one entry per act, chained, canonical, never changed."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta, timezone
from typing import Any

import pytest
import rfc8785
from django.db import IntegrityError, OperationalError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from blacklist.models import ListHead, RegisterEntry, ServiceMethod
from blacklist.register import GENESIS_HASH, canonical_bytes, entry_hash, open_payload, standing_payload, witness
from blacklist.services import listings, orders
from blacklist.verification import faults
from tests.blacklist.services.drafts import active_listing, case, instant, order_in_force
from tests.factories import listings as listing_factory
from tests.factories import people
from tests.factories.clock import AT

ON = date(2024, 3, 15)
LARGEST = 2**53 - 1
ASCII = st.text(st.characters(min_codepoint=0, max_codepoint=127), max_size=8)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ASCII, inner, max_size=4), max_leaves=12
)


class TestCanonicalBytes:
    @given(st.dictionaries(ASCII, VALUES, max_size=6))
    def test_are_those_of_rfc_8785_for_every_value_the_register_writes(self, said: dict[str, Any]) -> None:
        """Design §6: the chain can be recomputed by anyone with a canonical JSON writer."""
        assert canonical_bytes(said) == rfc8785.dumps(said)


@pytest.mark.django_db
class TestAppend:
    @pytest.mark.law("L13")
    def test_numbers_entries_without_a_gap_and_chains_them(self) -> None:
        """Design §6: version n follows n - 1 by its hash, from the genesis hash on."""
        listing_factory.removed()
        entries = list(RegisterEntry.objects.all())
        assert [entry.version for entry in entries] == list(range(1, len(entries) + 1))
        previous = GENESIS_HASH
        for entry in entries:
            assert bytes(entry.previous_hash) == previous
            assert entry_hash(entry) == bytes(entry.entry_hash)
            previous = bytes(entry.entry_hash)
        head = ListHead.objects.get()
        assert (head.version, bytes(head.entry_hash)) == (len(entries), previous)

    def test_covers_the_payload_by_a_salted_digest_only(self) -> None:
        """D: equal payloads do not show as equal, and an erased payload leaves the chain whole."""
        listing_factory.signed()
        entry = RegisterEntry.objects.latest("version")
        payload = open_payload(entry)
        assert payload is not None
        salted = bytes(entry.payload_salt or b"") + canonical_bytes(payload)
        assert hashlib.sha256(salted).digest() == bytes(entry.payload_digest)
        assert len({bytes(row.payload_salt or b"") for row in RegisterEntry.objects.all()}) == 2

    @pytest.mark.law("D9")
    def test_writes_no_name_number_or_case_in_clear(self) -> None:
        listing = listing_factory.active()
        sealed = b"".join(bytes(row.payload_sealed or b"") for row in RegisterEntry.objects.all())
        assert listing.case.case_number.encode() not in sealed
        assert str(listing.debtor_id).encode() not in sealed

    def test_hashes_the_instant_not_the_clock_it_was_read_from(self) -> None:
        """T: ten o'clock in China and two o'clock UTC are one instant."""
        drafted = listing_factory.proposed()
        in_china = AT.astimezone(timezone(timedelta(hours=8)))
        listings.sign(drafted.pk, by=people.president(), at=in_china)
        assert list(faults()) == []

    def test_writes_nothing_when_the_act_is_undone(self) -> None:
        """Design §6: one act, one transaction, one entry; what rolls back leaves no gap."""
        drafted, president = listing_factory.proposed(), people.president()
        with transaction.atomic():
            listings.sign(drafted.pk, by=president, at=AT)
            transaction.set_rollback(True)
        assert ListHead.objects.get().version == RegisterEntry.objects.count() == 1
        listings.sign(drafted.pk, by=president, at=AT)
        assert RegisterEntry.objects.latest("version").version == 2

    def test_is_done_though_nobody_could_be_woken(
        self,
        monkeypatch: pytest.MonkeyPatch,
        django_capture_on_commit_callbacks: Callable[..., Any],
    ) -> None:
        """A lost wake-up costs a poll, never an act: its officer must not be told that it failed."""

        def broken() -> None:
            raise OperationalError

        monkeypatch.setattr("blacklist.register.wake_followers", broken)
        with django_capture_on_commit_callbacks(execute=True) as called:
            active_listing(1, on=date(2024, 3, 15))
        assert broken in called


@pytest.mark.django_db
class TestStandingPayload:
    def test_is_the_subjects_whole_set_whatever_the_act_was_about(self) -> None:
        """Design §6: a listing, and orders in two cases: each entry states all that stands, by union (Q14)."""
        debtor = people.person()
        listing = active_listing(3, on=ON, debtor=debtor)
        first = order_in_force(on=ON, of=listing.case)
        second = order_in_force(on=ON, of=case(debtor=debtor))
        orders.lift(first.pk, reason="performed", note="", by=people.judge(), at=instant(ON))
        payload = open_payload(RegisterEntry.objects.latest("version"))
        assert payload == {"subjects": [standing_payload(debtor)]}
        said = {(measure["kind"], measure["state"], measure["until"]) for measure in payload["subjects"][0]["measures"]}
        assert said == {
            ("listing", "active", "2026-03-16"),
            ("order", "lifted", "2024-03-15"),
            ("order", "in_force", "2027-03-16"),
        }
        assert second.case.case_number in {measure["case_number"] for measure in payload["subjects"][0]["measures"]}

    def test_tells_the_end_ahead_so_that_it_needs_no_entry(self) -> None:
        """§11, 4: no effect after a term's end even while the calendar job is down."""
        listing = active_listing(3, on=ON)
        [measure] = standing_payload(listing.debtor)["measures"]
        assert (measure["from"], measure["until"]) == ("2024-03-15", "2026-03-16")


def update(_: RegisterEntry) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE blacklist_registerentry SET reason = 'x'")


def half_an_erasure(_: RegisterEntry) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE blacklist_registerentry SET payload_sealed = NULL")


def erasure_with_a_change(_: RegisterEntry) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE blacklist_registerentry SET payload_sealed = NULL, payload_salt = NULL, actor_name = 'x'"
        )


def other_payload(_: RegisterEntry) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE blacklist_registerentry SET payload_sealed = '\\x01', payload_salt = '\\x01'")


def delete(_: RegisterEntry) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM blacklist_registerentry")


def truncate(_: RegisterEntry) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE blacklist_registerentry")


def save(entry: RegisterEntry) -> None:
    entry.reason = "x"
    entry.save()


def delete_one(entry: RegisterEntry) -> None:
    entry.delete()


@pytest.mark.django_db
class TestAppendOnly:
    """L13: no role can delete or change history; only payload and salt may be erased, together."""

    @pytest.mark.law("L13", "9.0")
    @pytest.mark.parametrize(
        "attempt",
        [update, half_an_erasure, erasure_with_a_change, other_payload, delete, truncate, save, delete_one],
    )
    def test_is_kept_by_the_database(self, attempt: Callable[[RegisterEntry], None]) -> None:
        listing_factory.signed()
        entry = RegisterEntry.objects.first()
        assert entry is not None
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attempt(entry)
        assert list(faults()) == []

    @pytest.mark.law("L13")
    def test_is_kept_by_the_queryset(self) -> None:
        listing_factory.proposed()
        with pytest.raises(TypeError, match="append-only"):
            RegisterEntry.objects.update(reason="x")
        with pytest.raises(TypeError, match="append-only"):
            RegisterEntry.objects.filter(version=1).delete()

    @pytest.mark.law("D19")
    def test_lets_payload_and_salt_be_erased_together(self) -> None:
        """D: retention ends, the chain stands."""
        listing_factory.signed()
        erase(1)
        erased = RegisterEntry.objects.get(version=1)
        assert open_payload(erased) is None
        assert entry_hash(erased) == bytes(erased.entry_hash)
        assert list(faults()) == []


def erase(version: int) -> None:
    """Erase the payload of one entry, as after its retention."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE blacklist_registerentry SET payload_sealed = NULL, payload_salt = NULL WHERE version = %s",
            [version],
        )


@pytest.mark.django_db
class TestWitness:
    def test_sees_the_entries_of_its_block_and_no_others(self) -> None:
        row = listing_factory.proposed()
        with witness() as seen:
            listings.sign(row.pk, by=people.president(), at=AT)
        listings.serve(row.pk, served_on=AT.date(), service_method=ServiceMethod.DIRECT, by=people.clerk(), at=AT)
        assert [(entry.act, entry.measure_id) for entry in seen] == [("sign", row.pk)]
