"""A file with the calendar of a year: read whole, or refused with a sentence that says where it is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from blacklist.imports.calendars import read_notice
from blacklist.imports.reader import FileRefused
from tests.factories.calendars import NOTICE

SAID: dict[str, Any] = {
    "year": 2027,
    "source": NOTICE.source,
    "rest_days": sorted(day.isoformat() for day in NOTICE.rest_days),
    "make_up_days": sorted(day.isoformat() for day in NOTICE.make_up_days),
}


def file_of(folder: Path, content: str | bytes) -> Path:
    path = folder / "2027.json"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def reason(folder: Path, content: str | bytes) -> str:
    """Return the sentence with which the file is refused."""
    with pytest.raises(FileRefused) as caught:
        read_notice(file_of(folder, content))
    return str(caught.value)


class TestReadNotice:
    def test_reads_a_notice(self, tmp_path: Path) -> None:
        assert read_notice(file_of(tmp_path, json.dumps(SAID))) == NOTICE

    def test_reads_it_behind_a_byte_order_mark(self, tmp_path: Path) -> None:
        assert read_notice(file_of(tmp_path, b"\xef\xbb\xbf" + json.dumps(SAID).encode())) == NOTICE

    def test_reads_days_beyond_those_of_the_law(self, tmp_path: Path) -> None:
        assert read_notice(file_of(tmp_path, json.dumps(SAID | {"extra_days": 1}))).extra_days == 1

    @pytest.mark.parametrize(
        ("change", "where"),
        [
            ({"year": "2027"}, "year"),
            ({"year": 2027.0}, "year"),
            ({"year": True}, "year"),
            ({"year": 20270}, "year"),
            ({"source": " "}, "source"),
            ({"source": "示" * 201}, "source"),
            ({"source": "示\n"}, "source"),
            ({"rest_days": "2027-01-01"}, "rest_days"),
            ({"rest_days": ["2027-01-01", "2027-02-30"]}, "rest_days, entry 2"),
            ({"rest_days": ["20270101"]}, "rest_days, entry 1"),
            ({"rest_days": [20270101]}, "rest_days, entry 1"),
            ({"rest_days": ["2027-01-01"] * 2}, "twice"),
            ({"make_up_days": None}, "make_up_days"),
            ({"extra_days": -1}, "extra_days"),
            ({"holidays": []}, "1 names not known"),
        ],
    )
    def test_says_what_is_wrong(self, tmp_path: Path, change: dict[str, Any], where: str) -> None:
        assert where in reason(tmp_path, json.dumps(SAID | change))

    @pytest.mark.parametrize("name", SAID)
    def test_says_what_is_missing(self, tmp_path: Path, name: str) -> None:
        assert name in reason(tmp_path, json.dumps({key: value for key, value in SAID.items() if key != name}))

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            ('{"year": 2027,\n"source"', "line 2"),
            ('{"year": 2027, "year": 2028}', "twice"),
            ("[2027]", "no JSON object"),
            ("", "not JSON"),
            (b'{"year": "\xff"}', "UTF-8"),
            ("[" * 20_000, "not JSON"),
            (" " * (64 * 1024 + 1), "KiB"),
        ],
    )
    def test_says_what_it_holds_instead(self, tmp_path: Path, content: str | bytes, sentence: str) -> None:
        assert sentence in reason(tmp_path, content)
