"""Keys and records under handles: what is found is the subject's own, also where two share a handle."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restrictions.check import filing
from restrictions.check.index import Index, IndexWriter
from restrictions.check.standing import Names, Standing
from tests.restrictions.check.laboratory import on_file, order

KEY, OTHER_KEY = bytes(range(16)), bytes(range(100, 116))
SUBJECT, SAME_HANDLE = b"subject-a-handle", b"subject-b-handle"


def filed(*keys: bytes) -> Standing:
    return Standing(2, False, False, None, Names(), keys, (order("flight.first"),))


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[IndexWriter]:
    with IndexWriter(tmp_path) as opened:
        yield opened


def put(writer: IndexWriter, subject: bytes, standing: Standing) -> None:
    with writer.writing() as changes:
        changes.put_standing(subject, standing)


def found(writer: IndexWriter, key: bytes) -> list[bytes]:
    writer.close()
    with Index(writer.folder) as index, index.reading() as view:
        return sorted(subject for subject, _ in view.find(key))


class TestHandle:
    def test_may_be_shared_by_two_subjects(self, writer: IndexWriter) -> None:
        assert filing.handle_of(SUBJECT) == filing.handle_of(SAME_HANDLE)
        put(writer, SUBJECT, filed(KEY))
        put(writer, SAME_HANDLE, filed(OTHER_KEY))
        assert found(writer, KEY) == [SUBJECT]

    def test_leads_to_both_where_they_share_the_key_too(self, writer: IndexWriter) -> None:
        put(writer, SUBJECT, filed(KEY))
        put(writer, SAME_HANDLE, filed(KEY))
        assert found(writer, KEY) == [SUBJECT, SAME_HANDLE]

    def test_keeps_the_key_of_the_one_that_stays(self, writer: IndexWriter) -> None:
        put(writer, SUBJECT, filed(KEY))
        put(writer, SAME_HANDLE, filed(KEY))
        put(writer, SUBJECT, on_file())
        assert found(writer, KEY) == [SAME_HANDLE]


class TestBucket:
    def test_is_the_first_bits(self) -> None:
        for bits, third in ((16, 0x00), (17, 0x80), (22, 0xFC), (24, 0xFF)):
            assert filing.bucket_of(b"\x01\x02\xff\xff", bits) == bytes((1, 2, third))
        assert filing.bucket_of(KEY, 22) == filing.bucket_of(KEY[: filing.PREFIX_BYTES], 22)

    def test_has_as_many_as_leave_some_ten_keys_in_each(self) -> None:
        assert [filing.bits_for(keys) for keys in (0, 520_000, 5_200_000, 52_000_000, 10**12)] == [16, 16, 19, 22, 24]

    def test_holds_keys_that_differ_only_behind_it(self, writer: IndexWriter) -> None:
        near = KEY[:11] + b"\xff" + KEY[12:]
        put(writer, SUBJECT, filed(KEY))
        put(writer, b"another---subject"[:16], filed(near))
        assert found(writer, KEY) == [SUBJECT]

    def test_is_gone_with_its_last_key(self, writer: IndexWriter) -> None:
        put(writer, SUBJECT, filed(KEY, OTHER_KEY))
        put(writer, SUBJECT, filed(OTHER_KEY))
        writer.close()
        with Index(writer.folder) as index, index.reading() as view:
            assert [bucket for bucket, _ in view.pairs("keys")] == [filing.bucket_of(OTHER_KEY, filing.BITS)]

    @given(st.lists(st.tuples(st.binary(min_size=16, max_size=16), st.binary(min_size=6, max_size=6)), max_size=30))
    def test_gives_back_every_handle_filed_under_a_key(self, pairs: list[tuple[bytes, bytes]]) -> None:
        bucket = b""
        for key, handle in pairs:
            bucket = filing.with_entry(bucket, filing.entry_of(key, handle))
        for key, handle in pairs:
            assert handle in filing.handles(bucket, key)
            same = {other for known, other in pairs if known[2:12] == key[2:12]}
            assert set(filing.handles(bucket, key)) == same

    def test_is_not_misled_by_bytes_that_lie_across_two_entries(self) -> None:
        bucket = filing.entry_of(b"\x00" * 16, b"\x00" * 6) + filing.entry_of(
            b"\x00" * 15 + b"\x01", b"\x00" * 5 + b"\x01"
        )
        assert filing.handles(bucket, b"\x00" * 16) == [b"\x00" * 6, b"\x00" * 5 + b"\x01"]


class TestRecords:
    def test_are_given_back_as_packed(self) -> None:
        made = [
            filing.Filed(subject, filing.prefixes_of([KEY]), random.Random(1).randbytes(size))
            for subject, size in ((SUBJECT, 3), (SAME_HANDLE, 70_000))
        ]
        value = b"".join(map(filing.record_of, made))
        assert list(filing.records(filing.handle_of(SUBJECT), value)) == made
