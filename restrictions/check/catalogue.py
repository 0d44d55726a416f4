"""`GET /v1/activities`: the closed list of activities, as the law's table has it."""

import msgspec

from blacklist.law.activities import ACTIVITIES, VERSION, Activity, Answer


class TextOut(msgspec.Struct, frozen=True):
    zh: str
    en: str


class ActivityOut(msgspec.Struct, frozen=True):
    """One activity: what it is, what triggers an answer about it, and what it does not reach."""

    code: str
    title: TextOut
    sector: str
    legal_basis: tuple[str, ...]
    trigger: str
    answer: str
    takes_emergency: bool
    not_covered: TextOut


class CatalogueOut(msgspec.Struct, frozen=True):
    version: str
    activities: tuple[ActivityOut, ...]


def catalogue() -> bytes:
    """Return the catalogue of what a check may ask about, as JSON."""
    answered = tuple(_out(row) for row in ACTIVITIES.values() if row.answer is not Answer.NOT_ANSWERED)
    return msgspec.json.encode(CatalogueOut(VERSION, answered))


def _out(row: Activity) -> ActivityOut:
    return ActivityOut(
        code=row.code,
        title=TextOut(row.zh, row.en),
        sector=row.sector,
        legal_basis=row.legal_basis,
        trigger=row.trigger,
        answer=row.answer,
        takes_emergency=row.emergency,
        not_covered=TextOut(row.exceptions.zh, row.exceptions.en),
    )
