"""A redress number leaves out whom its holder is not, and nobody else; it changes no other answer."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from blacklist import publication
from blacklist.law.activities import ACTIVITIES
from blacklist.law.identity import Document
from blacklist.law.names import read_name
from restrictions.check import recognition, redressing, rules
from restrictions.check.index import Index, IndexWriter, View
from restrictions.check.question import Question
from restrictions.compiling import compile_redress, compile_standing
from tests.restrictions.check.laboratory import KEYS, TODAY, citizen
from tests.restrictions.check.test_recognition import published

BORN = date(1980, 1, 1)
CARD = Document("resident_id", citizen("19800101"))
PASSPORT = Document("passport", "EJ1234567", "CHN")
LISTED, LATER = b"listed----------", b"later-----------"
NUMBER, REVOKED, OVER, OF_ANOTHER = (f"RDX-0000-0000-00{last}" for last in ("11", "22", "33", "44"))


def redress(number: str, **changes: Any) -> publication.Redress:
    fields: dict[str, Any] = {
        "id": uuid.UUID(int=7),
        "number": number,
        "name": "张三",
        "birth_date": BORN,
        "not_subjects": (uuid.UUID(bytes=LISTED),),
        "valid_until": TODAY + timedelta(days=1),
    }
    return publication.Redress(**{**fields, **changes})


@dataclass
class Folder:
    """An index with the numbers of these tests and the subjects given."""

    path: Any

    def view(self, *subjects: bytes) -> Iterator[View]:
        standing = compile_standing(published("张三", 2, BORN, (("resident_id", CARD.number, None),)), KEYS)
        with IndexWriter(self.path) as writer, writer.writing() as changes:
            for subject in subjects:
                changes.put_standing(subject, standing)
            for row in (
                redress(NUMBER),
                redress(REVOKED),
                redress(OVER, valid_until=TODAY),
                redress(OF_ANOTHER, name="李四"),
            ):
                changes.put_redress(KEYS.redress(row.number), compile_redress(row, KEYS))
            revoked = redress(REVOKED, valid_until=None)
            changes.put_redress(KEYS.redress(REVOKED), compile_redress(revoked, KEYS))
        with Index(self.path) as index, index.reading() as view:
            yield view


@pytest.fixture
def view(tmp_path: Any) -> Iterator[View]:
    yield from Folder(tmp_path).view(LISTED)


@pytest.fixture
def later_view(tmp_path: Any) -> Iterator[View]:
    """The index with a second record of the same name and birth date, made after the number was issued."""
    yield from Folder(tmp_path).view(LISTED, LATER)


def asked(number: str | None, name: str = "张三", document: Document | None = PASSPORT, born: Any = BORN) -> Question:
    return Question(ACTIVITIES["flight.business"], read_name(name), document, born, TODAY, None, None, (), number)


def answer(view: View, question: Question) -> tuple[str, str | None, bool]:
    """Return the decision, its reason, and whether the number was another's."""
    found, _ = recognition.find(question, KEYS, view)
    spared = redressing.spare(question, found, KEYS, view, today=TODAY)
    made = rules.decide(question, spared.found, today=TODAY)
    return made.decision, made.reason, spared.misused is not None


POSSIBLE, PERMITTED = ("undetermined", "possible_match"), ("permitted", None)


class TestSpare:
    @pytest.mark.law("F8.4", "D8")
    @pytest.mark.parametrize("name", ["张三", "張三", "ZHANG SAN"])
    def test_leaves_out_the_record_that_the_holder_is_not(self, view: View, name: str) -> None:
        assert answer(view, asked(None, name)) == (*POSSIBLE, False)
        assert answer(view, asked(NUMBER, name)) == (*PERMITTED, False)

    @pytest.mark.law("F8.4")
    def test_leaves_out_the_record_where_there_is_no_document(self, view: View) -> None:
        assert answer(view, asked(None, document=None)) == ("undetermined", "document_required", False)
        assert answer(view, asked(NUMBER, document=None)) == (*PERMITTED, False)

    @pytest.mark.law("D8", "11.8")
    def test_counts_for_nothing_against_a_record_made_later(self, later_view: View) -> None:
        """It is no list of innocents."""
        assert answer(later_view, asked(NUMBER)) == (*POSSIBLE, False)

    @pytest.mark.law("D8")
    def test_frees_nobody_whose_document_is_on_file(self, view: View) -> None:
        assert answer(view, asked(NUMBER, document=CARD)) == ("restricted", "order_in_force", False)

    @pytest.mark.law("D8")
    @pytest.mark.parametrize("number", [REVOKED, OVER, "RDX-0000-0000-0055"])
    def test_changes_nothing_when_revoked_over_or_unknown(self, view: View, number: str) -> None:
        assert answer(view, asked(number)) == (*POSSIBLE, False)

    @pytest.mark.law("D8")
    def test_changes_nothing_for_somebody_else_and_says_so(self, view: View) -> None:
        assert answer(view, asked(OF_ANOTHER)) == (*POSSIBLE, True)
        assert answer(view, asked(NUMBER, name="李四")) == (*PERMITTED, True)
        assert answer(view, asked(NUMBER, born=date(1980, 1, 2))) == (*PERMITTED, True)
        assert answer(view, asked(NUMBER, born=None)) == (*PERMITTED, True)
