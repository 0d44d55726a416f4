"""The words of the workbench agree with the glossary, and no field of an act is without a name."""

import re
from pathlib import Path
from typing import Any

import pytest
from rest_framework import serializers

from blacklist.law.duties import Duty
from blacklist.web.acting import _names
from blacklist.web.acts import PAGES
from blacklist.web.labels import LABELS, label
from blacklist.web.refusals import SENTENCES
from blacklist.web.terms import ACTS, DUTIES, STATES, term

GLOSSARY = (Path(__file__).resolve().parents[3] / "GLOSSARY.md").read_text()
FIELDS = sorted({(name, field) for name, page in PAGES.items() for field in _names(page.operation.takes())})
SHOWN_ONCE = sorted(
    {
        (name, field)
        for name, page in PAGES.items()
        if page.operation.shown_once
        for field, of in page.operation.gives().fields.items()
        if field != "id" and not isinstance(of, serializers.Serializer)
    }
)


class TestTerms:
    @pytest.mark.parametrize("table", [ACTS, STATES, DUTIES, SENTENCES], ids=["acts", "states", "duties", "refusals"])
    def test_are_the_glossarys(self, table: Any) -> None:
        said = set(re.findall(r"^\| `([^`]+)` \| ([^|]+?) \|", GLOSSARY, flags=re.MULTILINE))
        assert [code for code, zh in table.items() if (code, zh) not in said] == []

    def test_name_every_duty(self) -> None:
        assert set(Duty) <= set(DUTIES)

    def test_are_readable_in_english(self) -> None:
        assert str(term(ACTS, "send_back").en) == "send back"


class TestLabels:
    @pytest.mark.parametrize(("act", "name"), FIELDS)
    def test_name_the_field(self, act: str, name: str) -> None:
        assert not label(act, name).zh.isascii()

    @pytest.mark.parametrize(("act", "name"), SHOWN_ONCE)
    def test_name_what_is_shown_once(self, act: str, name: str) -> None:
        assert not label(act, name).zh.isascii()

    def test_are_in_both_languages(self) -> None:
        assert all(words.zh and words.en for words in LABELS.values())
