"""What a file is, whatever its name says (bad-inputs: wrong type)."""

import pytest

from blacklist.files.faults import FileRefused
from blacklist.files.kinds import Kind, kind_of


class TestKindOf:
    @pytest.mark.parametrize(
        ("head", "kind"),
        [
            (b"row_id,measure\r\n1,order\r\n", Kind.CSV),
            (b"\xef\xbb\xbfrow_id", Kind.CSV),
            ("﻿row_id".encode("utf-16-le"), Kind.CSV),
            ("﻿row_id".encode("utf-16-be"), Kind.CSV),
            ("姓名".encode("gb18030"), Kind.CSV),
            (b"", Kind.CSV),
            (b"PK\x03\x04", Kind.XLSX),
        ],
    )
    def test_tells_by_the_first_bytes(self, head: bytes, kind: Kind) -> None:
        assert kind_of(head) is kind

    @pytest.mark.parametrize(
        ("head", "code"),
        [
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "macro-not-allowed"),
            (b"MZ\x90\x00", "file-type"),
            (b"\x7fELF", "file-type"),
            (b"%PDF-1.7", "file-type"),
            (b"<html><table>", "file-type"),
            (b'<?xml version="1.0"?><Workbook>', "file-type"),
            (b"\x1f\x8b\x08", "file-type"),
            ("row_id".encode("utf-16-le"), "file-type"),
        ],
    )
    def test_refuses_any_other(self, head: bytes, code: str) -> None:
        with pytest.raises(FileRefused) as refused:
            kind_of(head)
        assert refused.value.code == code
