"""How well a record of a person is verified, and which act of a court raises or lowers that.

A record is entered by a document and so begins at A2. Below A2 it confirms nobody, whatever number is shown: a court
that doubts whose particulars it has on file says so, and nobody is barred by them until it has found out (D8, F8.4).
"""

from collections.abc import Mapping
from types import MappingProxyType

from blacklist.law.identity import Assurance
from blacklist.law.lifecycle import Act

# Act: what the record is after it, of a natural person and of a unit, which has no birth date.
_AFTER: Mapping[Act, tuple[Assurance, Assurance]] = MappingProxyType(
    {
        Act.IDENTIFY: (Assurance.A2, Assurance.A2),  # on entry: number, name and birth date read from a document
        Act.RECTIFY: (Assurance.A2, Assurance.A2),  # another number than the one that its source verified, or doubted
        Act.VERIFY: (Assurance.A3, Assurance.A3),  # the authority that issued the document has confirmed the number
        Act.DOUBT: (Assurance.A1, Assurance.A0),  # the number may be somebody else's: name and birth date remain
    }
)


def assurance_after(act: Act, *, is_unit: bool) -> Assurance:
    """Return how well a record is verified after an act that reads, verifies or doubts its number."""
    return _AFTER[act][is_unit]
