"""Who is meant, by whatever was sent: the recognition table over an index."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum.cn.ric import calc_check_digit

from blacklist import publication
from blacklist.law.activities import ACTIVITIES
from blacklist.law.forms import Level, Sought
from blacklist.law.identity import Document
from blacklist.law.names import read_name
from restrictions.check import recognition, rules
from restrictions.check.index import Index, IndexWriter, View
from restrictions.check.question import Question
from restrictions.check.rules import Decision
from restrictions.compiling import compile_standing
from tests.restrictions.check.laboratory import KEYS, TODAY, citizen

BORN = date(1980, 1, 1)
ZHANG, OTHER_ZHANG = citizen("19800101"), "110000198001010036"
OTHER_ZHANG = OTHER_ZHANG[:17] + calc_check_digit(OTHER_ZHANG)
PASSPORT, NEW_PASSPORT = Document("passport", "E12345678", "CHN"), Document("passport", "EJ1234567", "CHN")
FOREIGN_PASSPORT = Document("passport", "K1234567", "HKG")
CREDIT_CODE = "91110000MA0000000F"
SUBJECTS: dict[str, tuple[Any, ...]] = {
    "张三": ("张三", 2, BORN, (("resident_id", ZHANG, None), ("passport", "E12345678", "CHN"))),
    "doubted": ("李四", 1, date(1981, 1, 1), (("resident_id", citizen("19810101"), None),)),
    "no number": ("陈大文", 2, date(1970, 5, 5), (("hk_macao_permit", "H12345678", None),)),
    "foreigner": ("SMITH JOHN", 2, date(1975, 6, 6), (("passport", "P7654321", "GBR"),)),
    "name only": ("王五", 0, date(1972, 2, 2), (("passport", "P1111111", "CHN"),)),
    "unit": ("示范贸易有限公司", 2, None, (("credit_code", CREDIT_CODE, None),)),
    "hardly barred": ("赵大", 2, date(1966, 3, 3), (("passport", "P3333333", "CHN"),), ("venue.golf",)),
}
COVERED = tuple(code for code in ACTIVITIES if code.startswith(("flight.", "hotel.", "property.")))


def published(
    name: str, assurance: int, born: date | None, documents: Any, covered: tuple[str, ...] = COVERED
) -> publication.Standing:
    measure = publication.Measure(
        id=None,  # type: ignore[arg-type]
        kind="order",
        court_code="京0105",
        case_number="（2026）京0105执123号",
        decided_on=date(2026, 1, 5),
        in_force_from=date(2026, 1, 10),
        in_force_until=None,
        activities=covered,
    )
    return publication.Standing(
        subject_id=None,  # type: ignore[arg-type]
        kind="natural" if born else "unit",
        names=(name,),
        documents=tuple(publication.DocumentOnFile(*row) for row in documents),
        assurance=assurance,
        birth_date=born,
        measures=(measure,),
    )


class Counting:
    """A view that counts what it is asked."""

    def __init__(self, view: View) -> None:
        self.view, self.probes = view, 0

    def find(self, key: bytes) -> Any:
        self.probes += 1
        return self.view.find(key)

    def holds(self, key: bytes) -> bool:
        self.probes += 1
        return self.view.holds(key)


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    folder = tmp_path_factory.mktemp("index")
    with IndexWriter(folder) as writer, writer.writing() as changes:
        for subject, known in SUBJECTS.items():
            changes.put_standing(subject.encode().ljust(16, b"-")[:16], compile_standing(published(*known), KEYS))
    with Index(folder) as index, index.reading() as view:
        yield view


def asked(
    name: str, document: Document | None = None, born: date | None = None, activity: str = "flight.business"
) -> Question:
    return Question(ACTIVITIES[activity], read_name(name), document, born, TODAY, None, None, ())


def decide(view: Any, question: Question) -> Decision:
    found, _ = recognition.find(question, KEYS, view)
    return rules.decide(question, found, today=TODAY)


def answer(view: Any, *question: Any, **more: Any) -> tuple[str, str | None, str]:
    made = decide(view, asked(*question, **more))
    return made.decision, made.reason, made.identity


RESTRICTED = ("restricted", "order_in_force")
POSSIBLE, REQUIRED = ("undetermined", "possible_match"), ("undetermined", "document_required")
PERMITTED = ("permitted", None)
CARD = Document("resident_id", ZHANG)


class TestTable:
    @pytest.mark.law("F8.4", "D24")
    @pytest.mark.parametrize("name", ["张三", "張三", "张\u200b三", "ZHANG SAN", "ZHANG/SANMR", "SAN ZHANG"])
    def test_row_2_confirms_by_number_and_any_form_of_the_name(self, view: View, name: str) -> None:
        assert answer(view, name, CARD) == (*RESTRICTED, "2")
        assert answer(view, name, PASSPORT) == (*RESTRICTED, "2")

    def test_row_2_takes_one_citizen_number_under_any_type(self, view: View) -> None:
        assert answer(view, "张三", Document("taiwan_residence_permit", ZHANG)) == (*RESTRICTED, "2")

    def test_row_2b_never_confirms_a_doubted_record(self, view: View) -> None:
        doubted = Document("resident_id", citizen("19810101"))
        assert answer(view, "李四", doubted) == (*POSSIBLE, "2b")
        assert answer(view, "李驷", doubted) == (*POSSIBLE, "2b")

    def test_row_3_confirms_a_near_name_with_a_citizen_number_and_tells_the_court(self, view: View) -> None:
        made = decide(view, asked("张叁", CARD))
        assert (made.decision, made.identity, made.noted) == ("restricted", "3", "name_typo")

    def test_row_3_asks_for_another_document_where_a_near_name_has_a_passport(self, view: View) -> None:
        assert answer(view, "张叁", PASSPORT) == (*POSSIBLE, "3")

    def test_row_4_reports_another_name(self, view: View) -> None:
        assert answer(view, "李四", CARD) == ("undetermined", "name_mismatch", "4")
        assert answer(view, "李四", CARD, activity="venue.golf") == (*PERMITTED, "4")

    @pytest.mark.law("D24")
    def test_row_5_lets_another_valid_number_outweigh_name_and_birth_date(self, view: View) -> None:
        assert answer(view, "张三", Document("resident_id", OTHER_ZHANG)) == (*PERMITTED, "5")

    @pytest.mark.parametrize("name", ["张三", "張三", "ZHANG SAN", "ZHANG/SANMS", "SAN ZHANG", "ZHANGSAN"])
    def test_row_6_asks_for_the_resident_id_behind_another_passport(self, view: View, name: str) -> None:
        made = decide(view, asked(name, NEW_PASSPORT, BORN))
        assert (made.reason, made.identity, made.next_step) == ("possible_match", "6", "present_resident_id")

    @pytest.mark.parametrize("name", ["陈大文", "陳大文", "CHAN TAI MAN", "CHAN Tai-man Peter", "CHEN DAWEN"])
    def test_row_6_holds_a_citizen_number_against_a_record_without_one(self, view: View, name: str) -> None:
        number = f"81000019700505{'001'}"
        card = Document("hk_macao_residence_permit", number + calc_check_digit(number + "0"))
        assert answer(view, name, card) == (*POSSIBLE, "6")
        made = decide(view, asked(name, FOREIGN_PASSPORT, date(1970, 5, 5)))
        assert (made.identity, made.next_step) == ("6", "present_earlier_document")

    def test_row_6_holds_behind_a_passport_that_stands_in_another_record(self, view: View) -> None:
        written_wrongly = Document("passport", "P3333333", "CHN")
        assert answer(view, "赵大", written_wrongly, date(1966, 3, 3)) == (*PERMITTED, "2")
        assert answer(view, "张三", written_wrongly, BORN) == (*POSSIBLE, "6")

    def test_row_6_needs_the_full_birth_date_and_a_measure(self, view: View) -> None:
        assert answer(view, "张三", NEW_PASSPORT) == (*PERMITTED, "10")
        assert answer(view, "张三", NEW_PASSPORT, BORN, activity="venue.golf") == (*PERMITTED, "10")

    def test_row_6_needs_a_record_with_name_and_birth_date(self, view: View) -> None:
        assert answer(view, "王五", NEW_PASSPORT, date(1972, 2, 2)) == (*PERMITTED, "10")

    def test_row_7_asks_for_a_document_of_a_namesake_born_on_the_same_day(self, view: View) -> None:
        for activity in ("flight.business", "hotel.star_rated"):
            assert answer(view, "張三", None, BORN, activity=activity) == (*REQUIRED, "7")
        assert answer(view, "JOHN SMITH", None, date(1975, 6, 6)) == (*REQUIRED, "7")

    def test_row_7_always_asks_for_a_document_elsewhere(self, view: View) -> None:
        assert answer(view, "赵六", None, BORN, activity="property.purchase") == (*REQUIRED, "9")
        assert answer(view, "赵六", None, BORN, activity="credit.loan") == (*REQUIRED, "9")

    def test_row_8_permits_a_namesake_born_on_another_day(self, view: View) -> None:
        assert answer(view, "张三", None, date(1980, 7, 1)) == (*PERMITTED, "10")
        assert answer(view, "张三", NEW_PASSPORT, date(1980, 7, 1)) == (*PERMITTED, "10")

    def test_row_9_looks_nothing_up_for_a_name_alone(self, view: View) -> None:
        counting = Counting(view)
        assert answer(counting, "张三") == (*REQUIRED, "9")
        assert counting.probes == 0

    def test_homophones_are_no_reason_to_ask(self, view: View) -> None:
        assert answer(view, "章三", NEW_PASSPORT, BORN) == (*PERMITTED, "10")
        assert answer(view, "章三", None, BORN) == (*PERMITTED, "10")


class TestUnits:
    def test_are_confirmed_by_an_equal_credit_code(self, view: View) -> None:
        assert answer(view, "示范贸易有限公司", Document("credit_code", CREDIT_CODE)) == (*RESTRICTED, "2")

    def test_are_confirmed_by_the_code_inside_it_only_with_the_name(self, view: View) -> None:
        inside = Document("organisation_code", CREDIT_CODE[8:17])
        assert answer(view, "示範貿易有限公司", inside) == (*RESTRICTED, "2")
        assert answer(view, "示范贸易公司", inside)[1:] == ("name_mismatch", "4")
        assert answer(view, "示范贸易有公司", inside) == (*POSSIBLE, "3")

    def test_are_found_when_their_credit_code_was_issued_anew(self, view: View) -> None:
        anew = Document("credit_code", "92" + CREDIT_CODE[2:])
        assert answer(view, "示范贸易有限公司", anew) == (*RESTRICTED, "2")


DATES = st.sampled_from([BORN, date(1970, 5, 5), date(1975, 6, 6), date(1999, 9, 9), None])
_SERIALS = st.integers(0, 999)


@st.composite
def citizens(draw: st.DrawFn) -> Document:
    born = draw(st.sampled_from([BORN, date(1970, 5, 5), date(1999, 9, 9)]))
    body = f"110000{born:%Y%m%d}{draw(_SERIALS):03d}"
    return Document("resident_id", body + calc_check_digit(body + "0"))


def others(type: str, issuer: str | None) -> st.SearchStrategy[Document]:
    return st.integers(0, 10**7).map(lambda serial: Document(type, f"H0{serial:07d}", issuer))


_quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class TestAlways:
    @given(st.sampled_from(["张三", "張三", "ZHANG SAN", "ZHANG/SANMR"]), _SERIALS)
    @_quick
    def test_another_citizen_number_outweighs_name_and_birth_date(self, view: View, name: str, serial: int) -> None:
        body = f"31000019800101{serial:03d}"  # born on the day of the one on file, and somebody else
        card = Document("resident_id", body + calc_check_digit(body + "0"))
        assert decide(view, asked(name, Document("passport", "EJ1234567", "CHN"), BORN)).decision == "undetermined"
        assert answer(view, name, card) == (*PERMITTED, "5")

    def test_nobody_is_restricted_without_a_confirming_document(self, view: View) -> None:
        """Every name with every document on file and some others, with every birth date."""
        on_file = [Document(*row) for known in SUBJECTS.values() for row in known[3]]
        names = ["张三", "張三", "ZHANG SAN", "张叁", "李四", "陈大文", "CHAN TAI MAN", "SMITH JOHN", "王五", "赵六"]
        restricted = set()
        for name, document, born in product(names, [None, NEW_PASSPORT, *on_file], [None, BORN, date(1970, 5, 5)]):
            if born is not None and document is not None and document.birth_date not in (None, born):
                continue  # refused before it is looked up
            made = decide(view, asked(name, document, born))
            if made.decision == "restricted":
                restricted.add((name, document))
        assert restricted == {
            *((name, document) for name in ("张三", "張三", "ZHANG SAN") for document in (CARD, PASSPORT)),
            ("张叁", CARD),
            *((name, Document("hk_macao_permit", "H12345678")) for name in ("陈大文", "CHAN TAI MAN")),
            ("SMITH JOHN", Document("passport", "P7654321", "GBR")),
        }

    @given(
        st.one_of(
            st.tuples(st.just(CARD), citizens()),
            st.tuples(st.just(PASSPORT), others("passport", "CHN")),
            st.tuples(st.just(Document("passport", "P7654321", "GBR")), others("passport", "GBR")),
            st.tuples(st.just(Document("hk_macao_permit", "H12345678")), others("hk_macao_permit", None)),
            st.just((None, None)),
        ),
        DATES,
        st.sampled_from(["flight.business", "venue.golf"]),
    )
    @_quick
    def test_a_hit_and_a_miss_ask_for_the_same_number_of_keys(
        self, view: View, documents: tuple[Document | None, Document | None], born: date | None, activity: str
    ) -> None:
        """The same shape, on file or not: the document, two characters in Han, three words in Latin letters."""
        for names in (("张三", "赵六"), ("CHAN TAI MAN", "FAN TAI MING")):
            counted = set()
            for name, document in product(names, documents):
                is_citizens = document is not None and document.is_citizen_number
                counting = Counting(view)
                decide(counting, asked(name, document, None if is_citizens else born, activity))
                counted.add(counting.probes)
            assert len(counted) == 1
            assert counted != {0} or documents == (None, None)


class TestAskedName:
    @pytest.mark.parametrize(
        ("name", "level"),
        [("张三", "N1"), ("張三", "N2"), ("ZHANG SAN", "N3"), ("章三", "N4"), ("张四", "N4"), ("李四", "N0")],
    )  # fmt: skip
    def test_is_as_near_as_the_names_themselves_are(self, name: str, level: str) -> None:
        kept = compile_standing(published("张三", 2, BORN, ()), KEYS).names
        assert recognition.AskedName(Sought(read_name(name)), KEYS).level(kept) is Level(level)

    def test_of_latin_letters_is_found_by_a_name_in_han(self) -> None:
        kept = compile_standing(published("ZHANG SAN", 2, BORN, ()), KEYS).names
        assert recognition.AskedName(Sought(read_name("张三")), KEYS).level(kept) is Level.SOUND
