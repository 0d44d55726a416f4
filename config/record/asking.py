"""What somebody may ask the court for from their own record: each the act that a clerk does at the counter.

``ON_MEASURES`` begins something about a measure, ``ON_MATTERS`` goes on with an application. Who decides what, and what
is refused, stands in the services; here is only what is offered, and which act a form becomes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from blacklist.api.shapes import Input
from blacklist.law.accounts import Oneself
from blacklist.law.activities import ACTIVITIES
from blacklist.law.days import legal_day
from blacklist.law.exemptions import EXEMPTIONS, TRAVEL, ExemptionKind
from blacklist.law.refusals import Refusal
from blacklist.law.remedies import CONTENTIONS, MeasureKind
from blacklist.models import Channel, CorrectionReason
from blacklist.own_matters import OwnMatter
from blacklist.own_record import OwnMeasure
from blacklist.services import applications, corrections, exemptions, reconsiderations
from blacklist.services.own_filings import Matter
from config.record import shapes
from config.record.terms import REASONS, TITLES, TRAVEL_WORDS
from pages.fields import Option
from pages.words import Words

Given = Mapping[str, Any]
ONLINE = Channel.ONLINE
OFFICES = ("legal_representative", "principal_officer")


@dataclass(frozen=True)
class OnMeasure:
    """One thing to ask for about a measure. ``fits``: about which ones it is offered."""

    code: str
    shape: type[Input]
    fits: Callable[[OwnMeasure], bool]
    file: Callable[[Given, OwnMeasure, Oneself, datetime], Matter]


@dataclass(frozen=True)
class OnMatter:
    """One way to go on with an application. ``fits``: with which ones it is offered."""

    code: str
    shape: Callable[[OwnMatter], type[Input]]
    fits: Callable[[OwnMatter], bool]
    file: Callable[[Given, OwnMatter, Oneself, datetime], Matter]


def options_of(on: OwnMeasure | OwnMatter, code: str) -> dict[str, Sequence[Option]]:
    """Return what can be chosen in the form: reasons that this measure can have, activities that it bars."""
    if not isinstance(on, OwnMeasure):
        return {}
    kind = MeasureKind(on.kind)
    reasons = [code for code, row in CONTENTIONS.items() if kind in row.remedies]
    freed = [activity for activity in on.activities if code != "travel_lift" or activity in TRAVEL]
    return {
        "reason": [Option(code, REASONS[code]) for code in reasons],
        "activities": [Option(code, Words(ACTIVITIES[code].zh, ACTIVITIES[code].en)) for code in freed],
        "travel_reason": [Option(code, words) for code, words in TRAVEL_WORDS.items()],
    }


def _correct(given: Given, on: OwnMeasure, by: Oneself, at: datetime) -> Matter:
    filing = corrections.Filing(
        contested=corrections.Contested(MeasureKind(on.kind), on.id),
        person_id=by.person_id,
        reason=CorrectionReason(given["reason"]),
        statement=given["statement"],
        evidence=given["evidence"],
        channel=ONLINE,
        wants_explanation=given["wants_explanation"],
    )
    return corrections.receive(filing, by=by, at=at)


def _exempt(kind: ExemptionKind) -> Callable[[Given, OwnMeasure, Oneself, datetime], Matter]:
    def file(given: Given, on: OwnMeasure, by: Oneself, at: datetime) -> Matter:
        has_undertaking = given.get("has_undertaking", False)
        if EXEMPTIONS[kind].needs_undertaking and not has_undertaking:
            raise Refusal("undertaking-required", pointer="has_undertaking", article="G17-4")
        wish = exemptions.Wish(
            given["activities"], given["first_day"], given["last_day"], is_single_use=given["is_single_use"]
        )
        request = exemptions.Request(
            on.id,
            by.person_id,
            kind,
            wish,
            given["purpose"],
            given["evidence"],
            has_undertaking=has_undertaking,
            travel_reason=given.get("travel_reason", ""),
            channel=ONLINE,
        )
        return exemptions.receive(request, by=by, at=at)

    return file


def _apply(kind: str) -> Callable[[Given, OwnMeasure, Oneself, datetime], Matter]:
    def file(given: Given, on: OwnMeasure, by: Oneself, at: datetime) -> Matter:
        filing = applications.Filing(
            kind=kind,
            case_id=on.case_id,
            filed_by_id=by.person_id,
            about_id=by.person_id,
            received_on=legal_day(at),
            request=given["request"],
            measure_id=on.id,
            evidence=given["evidence"],
            channel=ONLINE,
        )
        return applications.receive(filing, by=by, at=at)

    return file


def _reconsider(given: Given, on: OwnMatter, by: Oneself, at: datetime) -> Matter:
    asking = reconsiderations.Asking(
        request_id=on.id,
        filed_on=legal_day(at),
        statement=given["statement"],
        evidence=tuple(given["evidence"]),
        obstacle=given["obstacle"],
        obstacle_ended_on=given.get("obstacle_ended_on"),
        channel=ONLINE,
    )
    return reconsiderations.file(asking, by=by, at=at)


def _complete(given: Given, on: OwnMatter, by: Oneself, at: datetime) -> Matter:
    statement, evidence = given["statement"], given["evidence"]
    if on.noun == "correction":
        return corrections.complete(on.id, statement=statement, evidence=evidence, by=by, at=at)
    has_undertaking = given.get("has_undertaking", False)
    return exemptions.complete(on.id, evidence=evidence, has_undertaking=has_undertaking, note=statement, by=by, at=at)


def withdraw(on: OwnMatter, *, by: Oneself, at: datetime) -> Matter:
    """Take an application back that is not decided.

    :raises Refusal: as the service of its kind; ``wrong-state`` for a reconsideration.
    """
    acts: Mapping[str, Callable[..., Matter]] = {
        "correction": corrections.withdraw,
        "exemption": exemptions.withdraw,
        "application": applications.withdraw,
    }
    act = acts.get(on.noun)
    if act is None:
        raise Refusal("wrong-state", "A reconsideration is not taken back here; call the court.")
    return act(on.id, by=by, at=at)


def _binds(row: OwnMeasure) -> bool:
    return row.kind == "order" and row.state in ("signed", "in_force") and not row.ended_reason


def _frees_travel(row: OwnMeasure) -> bool:
    return _binds(row) and bool(TRAVEL & set(row.activities))


_ON_MEASURES = (
    OnMeasure("correction", shapes.CorrectionIn, lambda row: row.state != "revoked", _correct),
    OnMeasure(
        "necessity",
        shapes.ExemptionIn,
        lambda row: _binds(row) and not row.capacity,
        _exempt(ExemptionKind.NECESSITY),
    ),
    OnMeasure(
        "personal_funds",
        shapes.ExemptionIn,
        lambda row: _binds(row) and bool(row.capacity),
        _exempt(ExemptionKind.PERSONAL_FUNDS),
    ),
    OnMeasure("travel_lift", shapes.TravelLiftIn, _frees_travel, _exempt(ExemptionKind.TRAVEL_LIFT)),
    OnMeasure(
        "early_removal",
        shapes.RequestIn,
        lambda row: row.kind == "listing" and row.state == "active" and row.in_force_until is not None,
        _apply("early_removal"),
    ),
    OnMeasure("lift", shapes.RequestIn, _binds, _apply("lift")),
    OnMeasure(
        "replacement",
        shapes.RequestIn,
        lambda row: _binds(row) and row.capacity in OFFICES,
        _apply("replacement"),
    ),
)
_ON_MATTERS = (
    OnMatter(
        "reconsideration",
        lambda row: shapes.ReconsiderationIn,
        lambda row: row.noun == "correction" and row.next_by is not None and row.has_court_above,
        _reconsider,
    ),
    OnMatter(
        "completion",
        lambda row: shapes.UndertakingIn if row.needs_undertaking else shapes.CompletionIn,
        lambda row: row.state == "incomplete",
        _complete,
    ),
)
ON_MEASURES: Mapping[str, OnMeasure] = MappingProxyType({row.code: row for row in _ON_MEASURES})
ON_MATTERS: Mapping[str, OnMatter] = MappingProxyType({row.code: row for row in _ON_MATTERS})


def ways_from(measure: OwnMeasure) -> list[tuple[str, Words]]:
    """Return what may be asked for about a measure, with its title."""
    return [(way.code, TITLES[way.code]) for way in ON_MEASURES.values() if way.fits(measure)]
