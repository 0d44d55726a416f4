"""The decision table row by row (rows 1 and 10 of recognition; C3, L8, C1, L4 of the law)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blacklist.law.activities import ACTIVITIES, may_be_ordered
from blacklist.law.forms import Level
from blacklist.law.identity import Assurance, Document
from blacklist.law.names import read_name
from restrictions.check.question import Question
from restrictions.check.rules import Decision, Found, Identity, Match, Noted, decide
from restrictions.check.standing import Measure
from tests.restrictions.check.laboratory import MINOR, NAME, NUMBER, TODAY, day, exemption, listing, on_file, order


def asked(activity: str = "flight.business", number: str | None = NUMBER, **changes: Any) -> Question:
    fields: dict[str, Any] = {
        "activity": ACTIVITIES[activity],
        "name": read_name(NAME),
        "document": Document("resident_id", number) if number else None,
        "birth_date": None,
        "on": TODAY,
        "client_reference": None,
        "emergency": None,
        "normalised": (),
    }
    return Question(**fields | changes)


def match(*measures: Measure, name: bool = True, subject: bytes = b"s" * 16, **changes: Any) -> Match:
    return Match(subject, on_file(*measures, **changes), Level.SAME if name else Level.OTHER)


def answer(question: Question, *matches: Match) -> tuple[str, str | None, str | None, Identity]:
    made = decide(question, Found(matches), today=TODAY)
    return made.decision, made.effect, made.reason, made.identity


BARRED = ("restricted", "barred", "order_in_force")
REVIEW = ("restricted", "strict_review", "listed")
PERMITTED = ("permitted", None, None)
ORDER = order("flight.business", "hotel.star_rated", "insurance.cash_value", "tour.holiday", "other.named")


class TestIdentity:
    @pytest.mark.law("F8.4", "9.5")
    def test_row_2_confirms_a_verified_record_with_the_name(self) -> None:
        assert answer(asked(), match(ORDER)) == (*BARRED, "2")

    @pytest.mark.law("D24")
    @pytest.mark.parametrize("assurance", [Assurance.A0, Assurance.A1])
    def test_row_2b_never_confirms_an_unverified_record(self, assurance: Assurance) -> None:
        assert answer(asked(), match(ORDER, assurance=assurance)) == ("undetermined", None, "possible_match", "2b")

    def test_row_2b_permits_what_the_unverified_record_does_not_bar(self) -> None:
        assert answer(asked("rail.g_any"), match(ORDER, assurance=Assurance.A0)) == (*PERMITTED, "2b")

    @pytest.mark.law("F8.4", "9.5", "D24", "11.7")
    def test_row_4_reports_another_name_under_a_barring_number(self) -> None:
        assert answer(asked(), match(ORDER, name=False)) == ("undetermined", None, "name_mismatch", "4")

    def test_row_4_permits_another_name_when_nothing_bars(self) -> None:
        assert answer(asked("rail.g_any"), match(ORDER, name=False)) == (*PERMITTED, "4")

    def test_row_4_looks_at_the_listing_for_credit(self) -> None:
        assert answer(asked("credit.loan"), match(ORDER, name=False)) == (*PERMITTED, "4")
        assert answer(asked("credit.loan"), match(listing(), name=False))[2] == "name_mismatch"

    @pytest.mark.law("F8.4", "9.5", "11.7")
    def test_row_9_asks_for_a_document_whatever_is_on_file(self) -> None:
        expected = ("undetermined", None, "document_required", "9")
        assert answer(asked(number=None)) == expected
        assert answer(asked("venue.golf", number=None, birth_date=date(1990, 1, 1))) == expected

    @pytest.mark.law("9.5")
    def test_row_10_permits_an_unknown_person(self) -> None:
        assert answer(asked()) == (*PERMITTED, "10")

    def test_lets_a_confirmed_record_outweigh_an_unverified_one(self) -> None:
        assert answer(asked(), match(ORDER, assurance=Assurance.A0), match(ORDER)) == (*BARRED, "2")

    def test_does_not_permit_by_one_record_what_another_of_the_number_bars(self) -> None:
        """A number that two records share is one person's: which, the court that is told has to find out."""
        made = decide(asked(), Found((match(ORDER, name=False), match(subject=b"t" * 16))), today=TODAY)
        assert (made.reason, made.noted) == ("name_mismatch", Noted.NAME_MISMATCH)


PASSPORT = Document("passport", "E12345678", "CHN")
KIN = match(ORDER, subject=b"k" * 16)


class TestKin:
    """A passport on file with one record, name and birth date with another (rows 4 to 6)."""

    @staticmethod
    def answer(on_file: Match, **changes: Any) -> tuple[str, str | None, str]:
        question = asked(document=PASSPORT, birth_date=date(1990, 1, 1), **changes)
        made = decide(question, Found((on_file,), by_birth=(KIN,)), today=TODAY)
        return made.decision, made.reason, made.identity

    @pytest.mark.law("F8.4", "D24")
    @pytest.mark.parametrize("on_file", [match(name=False), match(assurance=Assurance.A1)], ids=["N0", "A1"])
    def test_may_be_meant_where_the_record_with_the_passport_confirms_nobody(self, on_file: Match) -> None:
        """A clerk wrote the passport into a namesake's record, say; that shall not let its holder pass."""
        assert self.answer(on_file) == ("undetermined", "possible_match", "6")

    def test_are_not_meant_by_somebody_confirmed(self) -> None:
        assert self.answer(match()) == ("permitted", None, "2")

    def test_are_outweighed_by_a_citizen_number(self) -> None:
        found = Found((match(name=False),), by_birth=(KIN,))
        assert decide(asked(), found, today=TODAY).decision == "permitted"

    def test_are_not_looked_at_in_an_emergency_or_for_another_activity(self) -> None:
        assert self.answer(match(name=False), emergency="medical")[0] == "permitted"
        assert self.answer(match(name=False), activity="rail.g_any")[0] == "permitted"


class TestNextStep:
    """What decides where a document on file does not (rows 2b, 3)."""

    @pytest.mark.parametrize(
        ("question", "on_file", "step"),
        [
            (asked(document=PASSPORT), match(ORDER, assurance=Assurance.A1), "present_resident_id"),
            (asked(), match(ORDER, assurance=Assurance.A1), "ask_the_court"),
            (asked(document=PASSPORT), match(ORDER, assurance=Assurance.A1, document=b"p" * 16), "ask_the_court"),
            (
                asked(document=PASSPORT),
                Match(b"s" * 16, on_file(ORDER, document=b"p" * 16), Level.NEAR),
                "compare_name_and_number_with_document",
            ),
        ],
    )
    def test_is_never_what_was_done_already(self, question: Question, on_file: Match, step: str) -> None:
        made = decide(question, Found((on_file,)), today=TODAY)
        assert (made.reason, made.next_step) == ("possible_match", step)


_matches = st.builds(
    lambda level, assurance, measures, number, code: Match(
        b"m" * 16,
        on_file(*measures, assurance=assurance, document=None if number else b"p" * 16),
        level,
        by_code=code,
    ),
    st.sampled_from(Level),
    st.sampled_from(Assurance),
    st.sampled_from([(), (ORDER,), (listing(),), (ORDER, listing())]),
    st.booleans(),
    st.booleans(),
)
_rows = st.lists(_matches, max_size=3).map(tuple)


class TestAlways:
    @pytest.mark.law("D24")
    @given(
        _rows,
        _rows,
        _rows,
        st.sampled_from([None, Document("resident_id", NUMBER), PASSPORT]),
        st.sampled_from(["flight.business", "credit.loan", "rail.g_any", "tour.holiday"]),
    )
    @settings(max_examples=600, deadline=None)
    def test_nobody_is_restricted_without_a_document_that_confirms(
        self,
        by_document: tuple[Match, ...],
        by_code: tuple[Match, ...],
        by_birth: tuple[Match, ...],
        document: Document | None,
        activity: str,
    ) -> None:
        """Whatever the list holds: a verified record, found by a document, with its name or a near one."""
        found = Found(by_document, by_code, by_birth) if document else Found(by_birth=by_birth)
        question = asked(activity, document=document, birth_date=date(1990, 1, 1))
        made = decide(question, found, today=TODAY)
        confirming = [
            one
            for one in (*found.by_document, *found.by_code)
            if one.standing.assurance >= Assurance.A2 and one.standing.measures and one.level is not Level.OTHER
        ]
        if made.decision == "restricted":
            assert confirming
            assert made.measure is not None
        if not (by_document or by_code) and document is not None and document.is_citizen_number:
            assert made.decision == "permitted" or not all(one.standing.has_citizen_number for one in by_birth)


class TestMeasures:
    @pytest.mark.law("L8", "J4", "K5", "9.5", "Q17", "11.9")
    def test_answers_credit_by_a_listing_with_strict_review(self) -> None:
        """L8, J4: the lender examines strictly and decides; a loan is never said to be forbidden."""
        for activity in ("credit.loan", "credit.card"):
            assert answer(asked(activity), match(listing())) == (*REVIEW, "2")
            assert answer(asked(activity), match(ORDER)) == (*PERMITTED, "2")

    @pytest.mark.law("G21", "9.5")
    def test_bars_only_what_the_order_covers(self) -> None:
        for code in ("rail.g_any", "flight.economy"):
            assert answer(asked(code), match(ORDER)) == (*PERMITTED, "2")

    @pytest.mark.law("C3-1")
    def test_bars_other_spending_only_where_the_order_names_it(self) -> None:
        assert answer(asked("other.named"), match(ORDER)) == (*BARRED, "2")
        assert answer(asked("other.named"), match(order("flight.business"))) == (*PERMITTED, "2")

    @pytest.mark.law("Q9", "J8")
    @pytest.mark.parametrize("activity", ["tour.holiday", "insurance.cash_value"])
    def test_refers_to_the_court_what_only_it_can_judge(self, activity: str) -> None:
        assert answer(asked(activity), match(ORDER)) == ("undetermined", None, "refer_to_court", "2")
        assert answer(asked(activity), match(order("flight.business"))) == (*PERMITTED, "2")

    def test_cites_no_measure_when_it_refers_to_the_court(self) -> None:
        assert decide(asked("tour.holiday"), Found((match(ORDER),)), today=TODAY).measure is None

    @pytest.mark.law("K3", "Q14")
    def test_unites_all_measures_and_cites_the_earliest_decided(self) -> None:
        late = order("flight.business", decided_on=day(2026, 3, 1), in_force_until=day(2027, 1, 1))
        early = order("flight.business", decided_on=day(2026, 2, 1), in_force_until=day(2026, 12, 1))
        made = decide(asked(), Found((match(late), match(early, subject=b"t" * 16))), today=TODAY)
        assert made.measure == early
        assert made.bars_until == day(2027, 1, 1)

    def test_has_no_end_when_one_measure_has_none(self) -> None:
        made = decide(
            asked(), Found((match(order("flight.business", in_force_until=day(2026, 12, 1)), ORDER),)), today=TODAY
        )
        assert made.bars_until is None

    @pytest.mark.law("T5", "11.4")
    @pytest.mark.parametrize(
        ("begins", "ends", "on", "bars"),
        [
            (day(2026, 11, 22), None, TODAY, True),
            (day(2026, 11, 23), None, TODAY, False),
            (day(2026, 11, 23), None, date(2026, 11, 23), True),
            (day(2026, 1, 1), day(2026, 11, 23), TODAY, True),  # the last day still bars
            (day(2026, 1, 1), day(2026, 11, 22), TODAY, False),  # and the day after does not
            (day(2026, 1, 1), day(2026, 12, 1), date(2026, 11, 30), True),
            (day(2026, 1, 1), day(2026, 12, 1), date(2026, 12, 1), False),
        ],
    )
    def test_bars_from_its_first_day_to_its_last(self, begins: int, ends: int | None, on: date, bars: bool) -> None:
        """T5: a burden ends on time, by the clock alone."""
        measure = order("flight.business", in_force_from=begins, in_force_until=ends)
        assert answer(asked(on=on), match(measure))[0] == ("restricted" if bars else "permitted")


def noted(question: Question, *matches: Match) -> Decision:
    return decide(question, Found(matches), today=TODAY)


class TestNoted:
    @pytest.mark.law("11.13")
    def test_permits_an_emergency_and_tells_the_court(self) -> None:
        made = noted(asked(emergency="medical"), match(ORDER))
        assert (made.decision, made.noted, made.subject) == ("permitted", Noted.EMERGENCY, b"s" * 16)

    @pytest.mark.law("11.13")
    def test_permits_an_emergency_without_a_document(self) -> None:
        assert noted(asked(number=None, emergency="disaster")).decision == "permitted"

    def test_has_nothing_to_tell_of_an_emergency_that_nothing_bars(self) -> None:
        assert noted(asked(emergency="medical")).noted is None

    @pytest.mark.law("L4", "9.5", "11.1")
    def test_permits_a_minor_whatever_is_on_file(self) -> None:
        """L4; the record itself is a mistake, and the court hears of it."""
        made = noted(asked(number=MINOR), match(ORDER, listing(), number=MINOR))
        assert (made.decision, made.noted) == ("permitted", Noted.MINOR_ON_FILE)

    @pytest.mark.law("T7", "11.1")
    @pytest.mark.parametrize(("born", "decision"), [("20081121", "restricted"), ("20081122", "permitted")])
    def test_takes_a_person_for_a_minor_through_the_eighteenth_birthday(self, born: str, decision: str) -> None:
        """T7: protective, from the day after."""
        number = f"110000{born}0011"
        assert noted(asked(number=number), match(ORDER, number=number)).decision == decision

    def test_takes_the_birth_date_on_file_when_the_document_has_none(self) -> None:
        question = asked(document=Document("passport", "E12345678", "CHN"))
        made = noted(question, match(ORDER, birth_date=date(2010, 3, 15)))
        assert (made.decision, made.noted) == ("permitted", Noted.MINOR_ON_FILE)

    @pytest.mark.law("C1", "Q1")
    def test_tells_the_court_of_a_listing_without_an_order(self) -> None:
        """C1: whoever is listed gets an order; until then nothing is barred."""
        made = noted(asked(), match(listing()))
        assert (made.decision, made.noted) == ("permitted", Noted.LISTING_WITHOUT_ORDER)

    def test_tells_nothing_when_an_order_covers_other_activities(self) -> None:
        assert noted(asked("rail.g_any"), match(listing(), ORDER)).noted is None

    def test_tells_nothing_of_a_listing_asked_about_for_credit(self) -> None:
        assert noted(asked("credit.loan"), match(listing())).noted is None

    @pytest.mark.law("D24", "F8.4")
    def test_tells_the_court_of_a_name_mismatch(self) -> None:
        assert noted(asked(), match(ORDER, name=False)).noted is Noted.NAME_MISMATCH


class TestExemption:
    """C8, C3 ¶2, G17-3: what a court permits all the same, in its window, under its own order."""

    EXEMPTED = order("flight.business", "hotel.star_rated", exemptions=(exemption("hotel.star_rated"),))

    @pytest.mark.law("C8", "9.5")
    @pytest.mark.parametrize(
        ("on", "said"),
        [(9, BARRED), (10, PERMITTED), (12, PERMITTED), (13, BARRED)],
    )
    def test_permits_from_its_first_to_its_last_day(self, on: int, said: tuple[str, str | None, str | None]) -> None:
        """Approved hotel stay of 10 to 12 December: those nights, not the 13th."""
        question = asked("hotel.star_rated", on=date(2026, 12, on))
        assert answer(question, match(self.EXEMPTED)) == (*said, "2")

    @pytest.mark.law("G17-3")
    def test_permits_nothing_else(self) -> None:
        assert answer(asked(on=date(2026, 12, 11)), match(self.EXEMPTED)) == (*BARRED, "2")

    @pytest.mark.law("K3", "Q14")
    def test_loosens_its_own_order_only(self) -> None:
        other = order("hotel.star_rated", case_number="（2026）京0105执999号")
        question = asked("hotel.star_rated", on=date(2026, 12, 11))
        assert answer(question, match(self.EXEMPTED, other)) == (*BARRED, "2")
        both = order("hotel.star_rated", exemptions=(exemption("hotel.star_rated"),))
        assert answer(question, match(self.EXEMPTED, both)) == (*PERMITTED, "2")

    def test_makes_no_name_mismatch_of_what_is_permitted(self) -> None:
        question = asked("hotel.star_rated", on=date(2026, 12, 11))
        assert answer(question, match(self.EXEMPTED, name=False)) == (*PERMITTED, "4")


REFERRED = ("undetermined", None, "refer_to_court")
EVERYTHING = order(*(code for code in ACTIVITIES if may_be_ordered(code)))


class TestCatalogue:
    @pytest.mark.law("C3-1", "Q1", "Q14")
    @pytest.mark.parametrize(
        ("activity", "expected"),
        [
            pytest.param("flight.economy", BARRED, marks=pytest.mark.law("10.1", "C3-1", "J6")),
            pytest.param("flight.business", BARRED, marks=pytest.mark.law("10.1", "J6")),
            pytest.param("flight.first", BARRED, marks=pytest.mark.law("10.1", "J6")),
            pytest.param("rail.soft_sleeper", BARRED, marks=pytest.mark.law("10.2", "J6")),
            pytest.param("rail.g_any", BARRED, marks=pytest.mark.law("10.3", "J6")),
            pytest.param("rail.emu_first", BARRED, marks=pytest.mark.law("10.4", "J6")),
            pytest.param("ship.second_class", BARRED, marks=pytest.mark.law("10.5")),
            pytest.param("hotel.star_rated", BARRED, marks=pytest.mark.law("10.6", "J7", "Q10")),
            pytest.param("hotel.other_high_end", BARRED, marks=pytest.mark.law("10.7", "J7")),
            pytest.param("venue.nightclub", BARRED, marks=pytest.mark.law("10.8", "J7")),
            pytest.param("venue.golf", BARRED, marks=pytest.mark.law("10.9", "J7")),
            pytest.param("property.purchase", BARRED, marks=pytest.mark.law("10.10", "J5")),
            pytest.param("property.construction", BARRED, marks=pytest.mark.law("10.11", "J11")),
            pytest.param("property.luxury_renovation", BARRED, marks=pytest.mark.law("10.12", "J11")),
            pytest.param("office.luxury_rent", BARRED, marks=pytest.mark.law("10.13")),
            pytest.param("vehicle.nonessential", BARRED, marks=pytest.mark.law("10.14", "J11")),
            pytest.param("tour.outbound_group", BARRED, marks=pytest.mark.law("10.15", "J8")),
            pytest.param("tour.holiday", REFERRED, marks=pytest.mark.law("10.16", "J8", "Q9")),
            pytest.param("insurance.cash_value", REFERRED, marks=pytest.mark.law("10.18", "J10", "Q9")),
            pytest.param("other.named", BARRED, marks=pytest.mark.law("10.19")),
        ],
    )
    def test_bars_by_an_order_that_names_it_and_by_nothing_else(
        self, activity: str, expected: tuple[str, str | None, str | None]
    ) -> None:
        """Neither an order on everything else nor a listing bars it."""
        others = order(*(code for code in ACTIVITIES if may_be_ordered(code) and code != activity))
        assert answer(asked(activity), match(order(activity))) == (*expected, "2")
        assert answer(asked(activity), match(others, listing())) == (*PERMITTED, "2")
        assert answer(asked(activity), match()) == (*PERMITTED, "2")

    @pytest.mark.parametrize(
        ("activity", "expected"),
        [
            pytest.param("credit.loan", REVIEW, marks=pytest.mark.law("10.20", "J4", "K5")),
            pytest.param("credit.card", REVIEW, marks=pytest.mark.law("10.21", "J4", "K5")),
        ],
    )
    def test_has_lenders_look_closely_at_whom_a_listing_names(
        self, activity: str, expected: tuple[str, str | None, str | None]
    ) -> None:
        """An order, be it on everything, says nothing to a lender."""
        assert answer(asked(activity), match(listing())) == (*expected, "2")
        assert answer(asked(activity), match(EVERYTHING)) == (*PERMITTED, "2")
