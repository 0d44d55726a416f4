import contextlib
from pathlib import Path

import pytest
from msgspec.structs import replace

from restrictions.check import index as module
from restrictions.check.index import (
    Court,
    Credential,
    Index,
    IndexWriter,
    Institution,
    Position,
    current_generation,
    generation_folder,
    next_generation,
    swing,
)
from restrictions.check.keys import Keys, read_secret
from restrictions.check.standing import Standing, pack, unpack
from tests.restrictions.check.laboratory import KEYS, NUMBER, OTHER_NUMBER, key_of, listing, on_file, order

SUBJECT, OTHER = b"s" * 16, b"t" * 16


def written(folder: Path, *changes: tuple[bytes, Standing]) -> None:
    with IndexWriter(folder) as writer, writer.writing() as transaction:
        for subject, standing in changes:
            transaction.put_standing(subject, standing)


class TestStandings:
    def test_are_found_by_any_document_of_the_subject(self, tmp_path: Path) -> None:
        standing = on_file(order("flight.first"))
        keys = (key_of(NUMBER), key_of(OTHER_NUMBER))
        standing = replace(standing, keys=keys)
        written(tmp_path, (SUBJECT, standing))
        with Index(tmp_path) as index, index.reading() as view:
            assert [view.find(key) for key in keys] == [[(SUBJECT, replace(standing, keys=()))]] * 2
            assert view.find(b"k" * 16) == []

    def test_may_share_a_document(self, tmp_path: Path) -> None:
        """Two records of one number: both are seen, and their measures united."""
        written(tmp_path, (SUBJECT, on_file(order("flight.first"))), (OTHER, on_file(listing())))
        with Index(tmp_path) as index, index.reading() as view:
            assert [subject for subject, _ in view.find(key_of(NUMBER))] == [SUBJECT, OTHER]

    def test_take_their_old_keys_along(self, tmp_path: Path) -> None:
        written(tmp_path, (SUBJECT, on_file(listing())), (OTHER, on_file(listing())))
        written(tmp_path, (SUBJECT, on_file(listing(), number=OTHER_NUMBER)))
        with Index(tmp_path) as index, index.reading() as view:
            assert [subject for subject, _ in view.find(key_of(NUMBER))] == [OTHER]
            assert [subject for subject, _ in view.find(key_of(OTHER_NUMBER))] == [SUBJECT]

    def test_leave_nothing_when_the_last_measure_ends(self, tmp_path: Path) -> None:
        written(tmp_path, (SUBJECT, on_file(listing())))
        written(tmp_path, (SUBJECT, on_file()))
        with Index(tmp_path) as index, index.reading() as view:
            assert list(view.pairs("keys")) == list(view.pairs("standings")) == []

    def test_hold_no_name_and_no_number(self, tmp_path: Path) -> None:
        written(tmp_path, (SUBJECT, on_file(order("flight.first"), listing())))
        raw = (tmp_path / "data.mdb").read_bytes()
        assert NUMBER.encode() not in raw
        assert "张三".encode() not in raw

    def test_are_small(self) -> None:
        """Ten million subjects at 320 bytes each are the promise; the trees add about as much as the 50 of a key."""
        assert len(pack(on_file(order("flight.business", "hotel.star_rated"), listing()))) <= 200

    def test_are_unpacked_as_packed(self) -> None:
        standing = on_file(order("flight.first", in_force_until=800000), listing())
        assert unpack(pack(standing)) == standing

    def test_of_another_format_are_refused(self) -> None:
        with pytest.raises(ValueError, match="rebuild_index"):
            unpack(b"\x00" + pack(on_file())[1:])


class TestDirectory:
    def test_is_read_as_written(self, tmp_path: Path) -> None:
        with IndexWriter(tmp_path) as writer, writer.writing() as changes:
            changes.put_court("京0105", Court("示范法院", "000"))
            changes.put_institution(b"i" * 16, Institution(5, False))
            changes.put_credential(b"d" * 32, Credential(b"c" * 16, b"i" * 16, 1))
        with Index(tmp_path) as index, index.reading() as view:
            assert view.court("京0105") == Court("示范法院", "000")
            assert view.court("沪01") is None
            assert view.institution(b"i" * 16) == Institution(5, False)
            assert view.credential(b"d" * 32) == Credential(b"c" * 16, b"i" * 16, 1)
            assert view.credential(b"c" * 16) == view.credential(b"d" * 32)
        with IndexWriter(tmp_path) as writer, writer.writing() as changes:
            changes.drop_credential(b"d" * 32)
        with Index(tmp_path) as index, index.reading() as view:
            assert view.credential(b"d" * 32) is None


class TestIndexWriter:
    def test_keeps_its_position(self, tmp_path: Path) -> None:
        with IndexWriter(tmp_path) as writer:
            assert writer.position() == Position(0, None, 0)
            with writer.writing() as changes:
                changes.set_list_version(9, b"h" * 32)
                changes.set_directory_version(4)
            assert writer.position() == Position(9, b"h" * 32, 4)

    def test_writes_all_of_a_transaction_or_nothing(self, tmp_path: Path) -> None:
        with IndexWriter(tmp_path) as writer:
            with contextlib.suppress(RuntimeError), writer.writing() as changes:
                changes.put_standing(SUBJECT, on_file(listing()))
                raise RuntimeError
            with writer.writing() as changes:
                changes.set_list_version(1, b"h" * 32)
        with Index(tmp_path) as index, index.reading() as view:
            assert view.find(key_of(NUMBER)) == []

    def test_is_not_usable_after_a_crash_of_the_machine(self, tmp_path: Path) -> None:
        with IndexWriter(tmp_path) as writer:
            assert not writer.is_usable(boot_id=b"one", keys=b"k")
            writer.begin(boot_id=b"one", keys=b"k")
            assert writer.is_usable(boot_id=b"one", keys=b"k")
            assert not writer.is_usable(boot_id=b"two", keys=b"k")
            writer.finish()
            assert writer.is_usable(boot_id=b"two", keys=b"k")
            writer.begin(boot_id=b"two", keys=b"k")
            assert not writer.is_usable(boot_id=b"three", keys=b"k")

    def test_is_not_usable_in_another_format(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with IndexWriter(tmp_path) as writer:
            writer.begin(boot_id=b"one", keys=b"k")
            monkeypatch.setattr(module, "FORMAT", b"another")
            assert not writer.is_usable(boot_id=b"one", keys=b"k")

    def test_is_not_usable_with_another_secret(self, tmp_path: Path) -> None:
        with IndexWriter(tmp_path) as writer:
            writer.begin(boot_id=b"one", keys=b"k")
            assert not writer.is_usable(boot_id=b"one", keys=b"other")


class TestGenerations:
    def test_swing_and_remove_all_but_the_last_two(self, tmp_path: Path) -> None:
        assert current_generation(tmp_path) is None
        for number in (1, 2, 3):
            assert next_generation(tmp_path) == number
            IndexWriter(generation_folder(tmp_path, number)).close()
            swing(tmp_path, number)
            assert current_generation(tmp_path) == number
        assert sorted(folder.name[-1] for folder in tmp_path.iterdir() if folder.is_dir()) == ["2", "3"]


class TestKeys:
    def test_differ_by_family_and_secret(self) -> None:
        other = Keys(b"o" * 32)
        digests = {
            KEYS.document(family="passport", number="E1", issuer="CHN"),
            KEYS.document(family="passport", number="E1", issuer="USA"),
            KEYS.document(family="gb11643", number="E1", issuer=None),
            KEYS.organisation("E1"),
            KEYS.born("han_dob", "E1", 1),
            KEYS.born("pinyin_dob", "E1", 1),
            KEYS.subject(b"E1"),
            KEYS.body(b"E1"),
            other.organisation("E1"),
        }
        assert len(digests) == 9
        assert {len(digest) for digest in digests} == {16}

    def test_are_one_for_a_citizen_number_whatever_type_was_declared(self) -> None:
        number = "810000199001010019"
        assert key_of(number) == key_of(number, type="hk_macao_residence_permit")

    def test_stay_what_they_are(self) -> None:
        """An index in use is found again after an update; change VERSION when this must change."""
        assert key_of(NUMBER).hex() == "aad9350fa1bee79b8f5567650eb8276c"
        assert KEYS.born("han_dob", "张三", 726468).hex() == "fe064aabb7154c303d344b2cc0376062"
        assert KEYS.name("1", "张三").hex() == "920af888"
        assert [digest.hex() for digest in KEYS.nears(["张三"])] == ["f7613e"]
        assert KEYS.subject(b"E1").hex() == "b6a243907e2b8d512c6887fbf7423645"

    def test_are_the_same_made_one_by_one_or_in_a_row(self) -> None:
        said = [("han_dob", "张三"), ("pinyin_dob", "AGHNNSZ")]
        assert KEYS.births(said, 726468) == [KEYS.born(family, form, 726468) for family, form in said]
        assert KEYS.names(["1|张三", "2|张三"]) == [KEYS.name("1", "张三"), KEYS.name("2", "张三")]

    @pytest.mark.parametrize("content", ["", "00", "zz" * 32, "00" * 33])
    def test_come_from_32_bytes_as_hexadecimal(self, tmp_path: Path, content: str) -> None:
        (tmp_path / "check.key").write_text("ab" * 32 + "\n")
        assert read_secret(tmp_path / "check.key") == b"\xab" * 32
        (tmp_path / "check.key").write_text(content)
        with pytest.raises(ValueError, match=r"hexadecimal|fromhex"):
            read_secret(tmp_path / "check.key")
