"""Every way in which a spreadsheet may be no spreadsheet, too large, or able to do something (bad-inputs: files)."""

import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from blacklist.files import archives
from blacklist.files.archives import check_archive
from blacklist.files.faults import FileRefused
from blacklist.files.malware import SIGNATURE
from blacklist.files.sheets import sheet_rows
from tests.blacklist.files.sheets import SHEET, archive, members, rewritten, workbook

ROWS = [["name"], ["测试甲"]]
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def sound(folder: Path) -> Path:
    return workbook(folder / "book.xlsx", ROWS)


def code_of(path: Path) -> str:
    with pytest.raises(FileRefused) as refused:
        check_archive(path)
    return refused.value.code


def behind_declaration(text: bytes) -> Callable[[bytes], bytes]:
    return lambda content: text + content


class TestCheckArchive:
    def test_lets_a_sound_spreadsheet_pass(self, tmp_path: Path) -> None:
        check_archive(sound(tmp_path))

    @pytest.mark.parametrize(
        "name",
        [
            "xl/vbaProject.bin",
            "xl/externalLinks/externalLink1.xml",
            "xl/embeddings/oleObject1.bin",
            "xl/activeX/activeX1.xml",
            "xl/macrosheets/sheet1.xml",
            "xl/connections.xml",
            "customUI/customUI14.xml",
        ],
    )
    def test_refuses_what_can_act_or_leads_elsewhere(self, tmp_path: Path, name: str) -> None:
        assert code_of(rewritten(sound(tmp_path), {name: lambda _: b"<x/>"})) == "macro-not-allowed"

    def test_refuses_the_type_of_a_workbook_with_macros(self, tmp_path: Path) -> None:
        """An .xlsm renamed: what its parts call themselves tells."""

        def renamed(types: bytes) -> bytes:
            return types.replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")

        assert code_of(rewritten(sound(tmp_path), {"[Content_Types].xml": renamed})) == "macro-not-allowed"

    @pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, b"MZ" + b"x" * 100])
    def test_refuses_an_object_or_a_program_inside(self, tmp_path: Path, content: bytes) -> None:
        assert code_of(rewritten(sound(tmp_path), {"xl/media/image1.png": lambda _: content})) == "macro-not-allowed"

    def test_refuses_a_formula_that_starts_a_program(self, tmp_path: Path) -> None:
        assert code_of(workbook(tmp_path / "dde.xlsx", [["name"], ["=cmd|' /C calc'!A0"]])) == "macro-not-allowed"

    @pytest.mark.parametrize("cell", ["=A1", "#N/A"])
    def test_refuses_what_its_reader_would_take_for_an_empty_cell(self, tmp_path: Path, cell: str) -> None:
        """Rule (e): an end of a measure that is lost would leave somebody restricted."""
        assert code_of(workbook(tmp_path / "computed.xlsx", [["ended_on"], [cell]])) == "csv-shape"

    @pytest.mark.parametrize("declaration", [ENTITIES, OUTSIDE])
    @pytest.mark.parametrize("member", [SHEET, "xl/workbook.xml", "docProps/core.xml"])
    def test_refuses_entities(self, tmp_path: Path, member: str, declaration: bytes) -> None:
        assert code_of(rewritten(sound(tmp_path), {member: behind_declaration(declaration)})) == "malware"

    def test_refuses_xml_in_which_a_declaration_could_hide(self, tmp_path: Path) -> None:
        hidden = rewritten(sound(tmp_path), {SHEET: lambda content: (OUTSIDE + content).decode().encode("utf-16")})
        assert code_of(hidden) == "file-type"

    def test_refuses_the_test_file_of_virus_scanners(self, tmp_path: Path) -> None:
        infected = rewritten(
            sound(tmp_path), {"xl/media/image1.png": lambda _: os.urandom(archives.BLOCK - 20) + SIGNATURE}
        )
        assert code_of(infected) == "malware"

    def test_refuses_an_archive_in_the_archive(self, tmp_path: Path) -> None:
        nested = rewritten(sound(tmp_path), {"xl/media/image1.png": lambda _: archive({"a": b"b"})})
        assert code_of(nested) == "archive-limits"

    def test_refuses_what_unpacks_to_a_hundred_times_its_size(self, tmp_path: Path) -> None:
        assert code_of(rewritten(sound(tmp_path), {SHEET: lambda _: b" " * (2 << 20)})) == "archive-limits"

    def test_refuses_what_unpacks_to_too_much(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = sound(tmp_path)
        monkeypatch.setattr(archives, "UNPACKED_BYTES", sum(map(len, members(path).values())) - 1)
        assert code_of(path) == "archive-limits"

    def test_refuses_too_many_members(self, tmp_path: Path) -> None:
        many = {f"xl/media/{number}.png": lambda _: b"" for number in range(2_000)}
        assert code_of(rewritten(sound(tmp_path), many)) == "archive-limits"

    def test_refuses_a_directory_that_says_less_than_is_unpacked(self, tmp_path: Path) -> None:
        """Asked again while reading: the directory is the sender's word."""
        path = sound(tmp_path)
        size = len(members(path)[SHEET])
        content = path.read_bytes()
        at = content.rindex(SHEET.encode()) - 46 + 24  # its size, in the directory
        assert content[at : at + 4] == struct.pack("<L", size)
        path.write_bytes(content[:at] + struct.pack("<L", size - 10) + content[at + 4 :])
        assert code_of(path) == "archive-limits"

    def test_refuses_members_that_share_bytes(self, tmp_path: Path) -> None:
        path = sound(tmp_path)
        with zipfile.ZipFile(path) as made:
            first, *_, last = made.infolist()
        content = path.read_bytes()
        at = content.rindex(last.filename.encode()) - 46 + 42  # where it begins, in the directory
        path.write_bytes(content[:at] + struct.pack("<L", first.header_offset) + content[at + 4 :])
        assert code_of(path) == "archive-limits"

    def test_refuses_two_members_of_one_name(self, tmp_path: Path) -> None:
        path = sound(tmp_path)
        with zipfile.ZipFile(path, "a") as made, pytest.warns(UserWarning, match="Duplicate name"):
            made.writestr(SHEET, b"<x/>")
        assert code_of(path) == "archive-limits"

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(b"PK\x03\x04 and then nothing", id="cut off"),
            pytest.param(
                archive({"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}), id="another document"
            ),
            pytest.param(archive({"a": b"b"}) + b"behind", id="something behind it"),
        ],
    )
    def test_refuses_what_is_no_spreadsheet(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "book.xlsx"
        path.write_bytes(content)
        assert code_of(path) == "file-type"


class TestReader:
    @pytest.mark.parametrize("declaration", [ENTITIES, OUTSIDE])
    def test_would_resolve_no_entity_either(self, tmp_path: Path, declaration: bytes) -> None:
        """What stands behind the check: calamine reads no sheet that uses an entity of its own."""
        used = rewritten(sound(tmp_path), {SHEET: lambda content: content.replace("测试甲".encode(), b"&a;")})
        rewritten(used, {SHEET: behind_declaration(declaration)})
        with pytest.raises(FileRefused) as refused:
            list(sheet_rows(used))
        assert refused.value.code == "file-type"
