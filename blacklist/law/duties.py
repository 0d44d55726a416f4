"""What a member of court staff may do: duties, one per legal verb, and the offices that carry them."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType

from blacklist.law.refusals import Refusal


class Duty(StrEnum):
    """One thing an officer may do at the officer's own court; `SENTENCES` says what each allows."""

    READ = "read"
    REGISTER = "register"
    PROPOSE = "propose"
    SIGN = "sign"
    SERVE = "serve"
    PUBLISH = "publish"
    REMOVE = "remove"
    REVOKE = "revoke"
    LIFT = "lift"
    RECTIFY = "rectify"
    RELIEVE = "relieve"
    EXEMPT = "exempt"
    REVIEW = "review"
    RECONSIDER = "reconsider"
    SUPERVISE = "supervise"
    OVERSEE = "oversee"
    IMPORT = "import"
    EXPORT = "export"
    ENROL = "enrol"
    TRANSFER = "transfer"
    ADMINISTER = "administer"


SENTENCES: Mapping[Duty, str] = MappingProxyType(
    {
        Duty.READ: "See the cases, measures and tasks of the own court.",
        Duty.REGISTER: "Enter persons, cases and their basis documents.",
        Duty.PROPOSE: "Draft a listing decision, a consumption order or an assistance notice, with its grounds.",
        Duty.SIGN: "Sign a decision that another officer drafted (L5, C5, G14: the court president).",
        Duty.SERVE: "Record how and when a document was served.",
        Duty.PUBLISH: "Publish a signed and served listing; apply an order whose grace has ended (G15).",
        Duty.REMOVE: "End a right listing when the law says so (L10).",
        Duty.REVOKE: "Undo a measure that should never have been taken (L9, G18).",
        Duty.LIFT: "End a consumption order (C9).",
        Duty.RECTIFY: "Put inaccurate particulars of a measure right (L9).",
        Duty.RELIEVE: "Pause a measure's effect while an error in it is likely, and let it go on.",
        Duty.EXEMPT: "Decide whether a restricted person may do something all the same (C3, C8).",
        Duty.REVIEW: "Decide requests for correction of measures that others handled (L12, G18).",
        Duty.RECONSIDER: "Decide reconsiderations of the courts one level below (L12), and correct directly (G18).",
        Duty.SUPERVISE: "Read the cases, measures and tasks of the courts below.",
        Duty.OVERSEE: "See, in numbers, how the courts that one reads keep their duties (§11, 16); no case in it.",
        Duty.IMPORT: "Take over decisions already signed and served.",
        Duty.EXPORT: "Take the own court's register out with whole identity numbers, for a stated purpose.",
        Duty.ENROL: "Admit institutions under an assistance notice, give them credentials, withdraw notices (C6).",
        Duty.TRANSFER: "Hand a case over to another court under an instrument, or take one over (J15).",
        Duty.ADMINISTER: "Keep accounts, courts and the calendar; sees no case and changes no measure.",
    }
)

OFFICES: Mapping[str, frozenset[Duty]] = MappingProxyType(
    {
        "clerk": frozenset({Duty.READ, Duty.REGISTER, Duty.SERVE}),
        "enforcement_judge": frozenset(
            {
                Duty.READ,
                Duty.REGISTER,
                Duty.PROPOSE,
                Duty.SERVE,
                Duty.PUBLISH,
                Duty.REMOVE,
                Duty.REVOKE,
                Duty.LIFT,
                Duty.RECTIFY,
                Duty.RELIEVE,
                Duty.EXEMPT,
            }
        ),
        "court_president": frozenset(
            {Duty.READ, Duty.OVERSEE, Duty.SIGN, Duty.EXEMPT, Duty.TRANSFER, Duty.IMPORT, Duty.EXPORT, Duty.ENROL}
        ),
        "review_panel": frozenset({Duty.READ, Duty.REVIEW, Duty.REVOKE, Duty.RECTIFY, Duty.RELIEVE}),
        "superior_court": frozenset(
            {
                Duty.READ,
                Duty.SUPERVISE,
                Duty.OVERSEE,
                Duty.RECONSIDER,
                Duty.REMOVE,
                Duty.REVOKE,
                Duty.LIFT,
                Duty.RECTIFY,
                Duty.RELIEVE,
            }
        ),
        "procurator": frozenset({Duty.READ, Duty.OVERSEE}),
        "administrator": frozenset({Duty.ADMINISTER}),
    }
)

# Whoever holds nothing else writes nothing: not for a day either (P246).
ONLY_READS = frozenset({Duty.READ, Duty.SUPERVISE, Duty.OVERSEE})

# Granting one of these is proposed by one administrator and confirmed by another.
FOUR_EYES = frozenset({Duty.SIGN, Duty.REVOKE, Duty.ADMINISTER})

# No officer holds a duty of both columns: who keeps accounts sees no case; who drafts neither signs nor reviews (§9.0).
INCOMPATIBLE: tuple[tuple[frozenset[Duty], frozenset[Duty]], ...] = (
    (frozenset({Duty.ADMINISTER}), frozenset(Duty) - {Duty.ADMINISTER, Duty.ENROL}),
    (frozenset({Duty.PROPOSE}), frozenset({Duty.SIGN, Duty.REVIEW})),
)


def check_compatible(duties: Collection[Duty]) -> None:
    """Let a set of duties pass that one officer may hold together.

    :raises Refusal: ``duties-incompatible``, naming two that nobody holds together.
    """
    held = set(duties)
    for one, other in INCOMPATIBLE:
        if one & held and other & held:
            pair = f"“{min(one & held)}” and “{min(other & held)}”"
            raise Refusal("duties-incompatible", f"No officer holds {pair} together.", pointer="duties", article="9.0")


def check_deputy(duties: Collection[Duty]) -> None:
    """Let an officer with these duties sign in the president's place for a while (L5 ¶3).

    One who drafts may be lent the signature, and signs what others drafted. Who only reads writes nothing (P246).

    :raises Refusal: ``duties-incompatible``.
    """
    if not set(duties) - ONLY_READS:
        raise Refusal("duties-incompatible", "Who only reads signs nothing.", pointer="deputy", article="P246")
    check_compatible(frozenset(duties) - {Duty.PROPOSE, Duty.REVIEW} | {Duty.SIGN})
