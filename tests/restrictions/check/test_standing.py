"""What the index holds about a subject opens again, also when it was packed before there were exemptions."""

import msgspec
import pytest

from restrictions.check.standing import FORMAT, pack, unpack
from tests.restrictions.check.laboratory import exemption, on_file, order


class TestPack:
    def test_keeps_everything(self) -> None:
        whole = on_file(order("flight.business", exemptions=(exemption("flight.business"),)))
        assert unpack(pack(whole)) == whole


class TestUnpack:
    def test_opens_what_was_packed_without_exemptions(self) -> None:
        whole = on_file(order("flight.business"))
        fields = msgspec.to_builtins(whole)
        fields[-1] = [measure[:-1] for measure in fields[-1]]
        assert unpack(FORMAT + msgspec.msgpack.encode(_with_bytes(fields, whole))) == whole

    def test_refuses_another_format(self) -> None:
        with pytest.raises(ValueError, match="rebuild_index"):
            unpack(b"\x00")


def _with_bytes(fields: list[object], whole: object) -> list[object]:
    """Return the fields with the digests as bytes, as msgpack keeps them."""
    names, keys = (getattr(whole, name) for name in ("names", "keys"))
    return [*fields[:4], names, keys, fields[-1]]
