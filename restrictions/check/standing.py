"""What the index holds about one subject, packed small and compared without a name."""

from datetime import date

import msgspec

FORMAT = b"\x02"

LISTING = 0
ORDER = 1


class Exemption(msgspec.Struct, frozen=True, array_like=True):
    """What an order does not bar from one day to another (half-open); `activities` is a set of bits."""

    activities: int
    from_day: int
    until_day: int


class Measure(msgspec.Struct, frozen=True, array_like=True):
    """One measure with effect. Days are proleptic ordinals in Asia/Shanghai; the period is half-open.

    `activities` is a set of `law.activities.BIT` positions, 0 for a listing.
    """

    kind: int
    activities: int
    in_force_from: int
    in_force_until: int | None
    decided_on: int
    court_code: str
    case_number: str
    exemptions: tuple[Exemption, ...] = ()  # last, so that standings packed before there were any still open

    def is_in_force(self, day: int) -> bool:
        """Say whether the measure has effect on `day`: from its first day on, and no longer on its end."""
        return self.in_force_from <= day and (self.in_force_until is None or day < self.in_force_until)

    def bars(self, activities: int, day: int) -> bool:
        """Say whether the measure covers one of `activities` on `day` and no exemption of its own permits it."""
        if not self.activities & activities or not self.is_in_force(day):
            return False
        return not any(e.activities & activities and e.from_day <= day < e.until_day for e in self.exemptions)


class Names(msgspec.Struct, frozen=True, array_like=True):
    """Digests of a subject's names, one after another: `forms` of their N1, N2 and N3 forms, `near` of N4's."""

    forms: bytes = b""
    near: bytes = b""


class Standing(msgspec.Struct, frozen=True, array_like=True):
    """A subject's measures and what confirms the subject.

    `keys` are the index keys of its documents and of its names with its birth date; the index keeps them beside the
    standing, not in it. `has_citizen_number`: one of its documents has a number of GB 11643. `assurance` is
    `law.identity.Assurance`.
    """

    assurance: int
    is_unit: bool
    has_citizen_number: bool
    birth_day: int | None
    names: Names
    keys: tuple[bytes, ...]
    measures: tuple[Measure, ...]

    @property
    def birth_date(self) -> date | None:
        return None if self.birth_day is None else date.fromordinal(self.birth_day)


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Standing)


def pack(standing: Standing) -> bytes:
    """Return the bytes the index stores for a standing."""
    return FORMAT + _encoder.encode(standing)


def unpack(packed: bytes) -> Standing:
    """Return the standing that `pack` stored.

    :raises ValueError: when it was packed in another format: the index must be rebuilt.
    """
    if not packed.startswith(FORMAT):
        raise ValueError("the index holds standings of another format; run rebuild_index")
    return _decoder.decode(packed[1:])
