"""What a former officer of a unit proves to be freed from its order: the burden is the applicant's (G17-2)."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from blacklist.law.refusals import Refusal

PROOFS: Mapping[str, str] = MappingProxyType(
    {
        "truly_changed": "因经营管理需要确已变更并办理登记",
        "not_actual_controller": "本人不是单位的实际控制人",
        "not_directly_responsible": "本人不是影响债务履行的直接责任人员",
    }
)


def check_proofs(evidence: Mapping[str, Sequence[str]], *, changed_on: date, on: date) -> None:
    """Let somebody be freed when each of the three facts has its evidence; a changed register alone changes nothing.

    :raises Refusal: ``evidence-required`` with the fact that nothing shows, ``date-in-future``.
    """
    if changed_on > on:
        raise Refusal("date-in-future", pointer="replacement.changed_on")
    for proof in PROOFS:
        if not any(item.strip() for item in evidence.get(proof, ())):
            raise Refusal("evidence-required", pointer=f"replacement.evidence.{proof}", article="G17-2")
