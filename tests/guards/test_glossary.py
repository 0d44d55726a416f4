"""The glossary holds every word of the closed lists, with the term that forms and the admin show."""

import enum
import re
from pathlib import Path

import pytest

from blacklist.law import exemptions, grounds, ledger, particulars
from blacklist.law.activities import ACTIVITIES
from blacklist.law.applications import APPLICATIONS
from blacklist.law.assistance import LEGAL_BASES, SECTORS
from blacklist.law.duties import OFFICES
from blacklist.law.extensions import EXTENSION_REASONS
from blacklist.law.refusals import CODES
from blacklist.law.replacements import PROOFS
from config.check_api import REFINED
from restrictions.check.question import EMERGENCIES
from tests.guards.words import enumerations, word_of

GLOSSARY = (Path(__file__).parents[2] / "GLOSSARY.md").read_text(encoding="utf-8")
ROWS = [
    (row[1], row[2], row[3]) for row in re.finditer(r"^\| `([^`]+)` \| ([^|]+) \| (.+) \|$", GLOSSARY, re.MULTILINE)
]
WORDS = {code for code, _, _ in ROWS}
CLOSED_LISTS = {
    "grounds": [f"{ground.number} {ground.code}" for ground in grounds.GROUNDS.values()],
    "reasons to remove": list(grounds.REMOVAL_REASONS),
    "reasons to close": list(grounds.CLOSURE_REASONS),
    "reasons to revoke": list(grounds.REVOCATION_REASONS),
    "reasons to lift": list(grounds.LIFT_REASONS),
    "reasons to extend": list(EXTENSION_REASONS),
    "kinds of application": list(APPLICATIONS),
    "proofs of a former officer": list(PROOFS),
    "negatives": list(grounds.NEGATIVES),
    "performance": list(particulars.PERFORMANCE),
    "channels": list(ledger.CHANNELS),
    "recipients": list(ledger.RECIPIENTS),
    "reasons for travel": list(exemptions.TRAVEL_REASONS),
    "reasons to reject an exemption": list(exemptions.REJECTIONS),
    "reasons to void an exemption": list(exemptions.VOID_REASONS),
    "factors": list(grounds.FACTORS),
    "offices": list(OFFICES),
    "activities": list(ACTIVITIES),
    "emergencies": list(EMERGENCIES),
    "legal bases": list(LEGAL_BASES),
    "sectors": list(SECTORS),
    **{
        field: [word for word in REFINED["AnswerOut"][field]["enum"] if word]
        for field in ("decision", "effect", "reason")
    },
}


class TestGlossary:
    @pytest.mark.parametrize("kind", enumerations(), ids=lambda kind: kind.__name__)
    def test_has_every_value_of(self, kind: type[enum.Enum]) -> None:
        assert [word_of(member) for member in kind if word_of(member) not in WORDS] == []

    @pytest.mark.parametrize("kind", enumerations(), ids=lambda kind: kind.__name__)
    def test_shows_the_term_that_forms_show_for(self, kind: type[enum.Enum]) -> None:
        terms = {(code, term) for code, term, _ in ROWS}
        labels = {(word_of(member), str(member.label)) for member in kind if hasattr(member, "label")}
        assert labels - terms == set()

    @pytest.mark.parametrize("name", CLOSED_LISTS)
    def test_has_the(self, name: str) -> None:
        assert [word for word in CLOSED_LISTS[name] if word not in WORDS] == []

    def test_has_the_codes_of_problems_and_no_other(self) -> None:
        section = GLOSSARY.partition("## Problem codes")[2].partition("Warnings in")[0]
        rows = re.findall(r"^\| `([a-z0-9-]+)` \| [^|]+ \| (\d{3}) \| ([^|]+) \| (.+) \|$", section, re.MULTILINE)
        assert {code: (int(status), set(places.split(", "))) for code, status, places, _ in rows} == {
            code.code: (code.status, set(code.places)) for code in CODES.values()
        }

    def test_leaves_no_term_empty(self) -> None:
        assert [code for code, term, meaning in ROWS if not term.strip() or not meaning.strip()] == []
