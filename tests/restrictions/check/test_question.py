from datetime import date
from typing import Any

import pytest

from blacklist.law.refusals import Refusal
from restrictions.check.body import read_body
from restrictions.check.question import Question, read_activity, read_dates, read_question
from tests.restrictions.check.laboratory import NUMBER, TODAY, question

RLO, ZWSP, BOM = "\u202e", "\u200b", "\ufeff"


def read(sent: dict[str, Any], today: date = TODAY) -> Question:
    import json

    shape = read_body(json.dumps(sent).encode())
    on, birth_date = read_dates(shape)
    return read_question(shape, activity=read_activity(shape), on=on, birth_date=birth_date, today=today)


def refusal(sent: dict[str, Any]) -> tuple[str, int, str | None]:
    with pytest.raises(Refusal) as caught:
        read(sent)
    return caught.value.code, caught.value.status, caught.value.pointer


def document(type: str, number: str, issuer: str | None = None) -> dict[str, Any]:
    sent = question(number=None)
    sent["subject"]["document"] = {"type": type, "number": number, "issuer": issuer}
    return sent


NUMBERS = [
    ("wrong check digit", "110105194912310021", "identity-check-digit"),
    ("swapped digits", "11010519491321002X", "identity-check-digit"),
    ("15 digits", "110105491231002", "identity-obsolete-15"),
    ("30 February", "110105194902300020", "identity-birth-date"),
    ("born in the future", "110105209912310010", "identity-birth-date"),
    ("born 1849", "110105184912310020", "identity-birth-date"),
    ("no such province", "990105194912310023", "identity-region"),
    ("scientific", "1.10105E+17", "identity-spreadsheet-damaged"),
    ("rounded", "110105194912310000", "identity-spreadsheet-damaged"),
    ("inner space", "110105 19491231 002X", "identity-characters"),
    ("inner hyphen", "110105-19491231-002X", "identity-characters"),
    ("zero width inside", f"110105{ZWSP}194912310021", "identity-characters"),
    ("Cyrillic X", "11010519491231002Х", "identity-characters"),
    ("Arabic digits", "١١٠١٠٥١٩٤٩١٢٣١٠٠٢١", "identity-characters"),
    ("a passport", "E12345678", "identity-type-mismatch"),
    ("a unit", "91350100M000100Y43", "identity-type-mismatch"),
    ("SQL", "' OR 1=1--", "identity-characters"),
    ("empty", "", "field-required"),
]
NAMES = [
    ("RTL override", f"{RLO}张三", "name-characters"),
    ("empty", "", "name-empty"),
    ("spaces", "　　", "name-empty"),
    ("emoji", "🙂", "name-characters"),
    ("masked", "张*", "name-masked"),
    ("too long", "A" * 101, "name-characters"),
]
CLEANED = [
    ("full-width", {"number": "１１００００１９９００１０１００１３"}, "subject.document.number"),
    ("lower-case x", {"number": "11010519491231002x"}, "subject.document.number"),
    ("trailing newline", {"number": f"{NUMBER}\n"}, "subject.document.number"),
    ("zero width in a name", {"name": f"张{ZWSP}三"}, "subject.name"),
    ("BOM before a name", {"name": f"{BOM}张三"}, "subject.name"),
    ("ideographic space", {"name": "张　三"}, "subject.name"),
    ("another middle dot", {"name": "买买提•吐尔逊"}, "subject.name"),
]
NEVER_RESTRICTED = """
medical.care medicine.purchase ambulance education.public education.exam employment rail.hard_sleeper rail.hard_seat
rail.soft_seat rail.emu_second rail.emu_second_berth bus metro taxi ship.third_class food lodging.unrated hotel.unrated
phone internet utilities account.basic account.salary insurance.social insurance.motor legal.services court.hearing
worship voting marriage.registration moving.home hospital school.public tour.family_visit
"""
ACCEPTED = ["110105200002290013", "810000199001010019", "911124198108030024", "11010519491231002X"]
VALUES = [
    ("unknown activity", {"activity": "flight.any"}, ("unknown-activity", 422, "activity")),
    ("school", {"activity": "school.high_fee"}, ("activity-not-answered", 422, "activity")),
    ("receipt", {"receipt": True}, ("receipt-not-offered", 422, "receipt")),
    ("yesterday", {"on": "2026-11-21"}, ("on-out-of-range", 422, "on")),
    ("367 days on", {"on": "2027-11-24"}, ("on-out-of-range", 422, "on")),
    ("29 February 2027", {"on": "2027-02-29"}, ("date", 400, "on")),
    ("30 February", {"on": "2023-02-30"}, ("date", 400, "on")),
    ("basic form", {"on": "20261201"}, ("date", 400, "on")),
    ("week", {"on": "2026-W49-1"}, ("date", 400, "on")),
    ("full-width date", {"on": "２０２６-１２-０１"}, ("number-format", 400, "on")),
    ("time without offset", {"on": "2026-12-01T00:30"}, ("timezone-required", 400, "on")),
    ("reference too long", {"client_reference": "x" * 65}, ("unknown-value", 422, "client_reference")),
    ("reference with a space", {"client_reference": "a b"}, ("unknown-value", 422, "client_reference")),
    ("a number as reference", {"client_reference": NUMBER}, ("unknown-value", 422, "client_reference")),
    ("a number inside", {"client_reference": f"PNR-1{NUMBER}"}, ("unknown-value", 422, "client_reference")),
    ("an old number", {"client_reference": "110105491231002"}, ("unknown-value", 422, "client_reference")),
    ("emergency of another kind", {"emergency": "war"}, ("unknown-value", 422, "emergency")),
    ("redress number", {"redress_number": "RDX-1"}, ("unknown-value", 422, "redress_number")),
]


def ids(rows: list[Any]) -> list[str]:
    return [row[0] for row in rows]


class TestReadQuestion:
    @pytest.mark.law("F8.2")
    @pytest.mark.parametrize(("number", "code"), [row[1:] for row in NUMBERS], ids=ids(NUMBERS))
    def test_refuses_a_number(self, number: str, code: str) -> None:
        """Row 1: an ambiguous identity is refused, never permitted."""
        assert refusal(question(number=number))[0] == code

    @pytest.mark.parametrize(("name", "code"), [row[1:] for row in NAMES], ids=ids(NAMES))
    def test_refuses_a_name(self, name: str, code: str) -> None:
        assert refusal(question(name=name)) == (code, 422, "subject.name")

    @pytest.mark.parametrize(("sent", "field"), [row[1:] for row in CLEANED], ids=ids(CLEANED))
    def test_says_what_was_cleaned(self, sent: dict[str, Any], field: str) -> None:
        assert read(question(**sent)).normalised == (field,)

    @pytest.mark.parametrize("number", ACCEPTED)
    def test_accepts_a_number(self, number: str) -> None:
        read_ = read(question(number=number))
        assert read_.document is not None
        assert read_.document.number == number
        assert read_.normalised == ()

    @pytest.mark.parametrize(("sent", "expected"), [row[1:] for row in VALUES], ids=ids(VALUES))
    def test_refuses_a_value(self, sent: dict[str, Any], expected: tuple[str, int, str]) -> None:
        assert refusal(question() | sent) == expected

    @pytest.mark.law("10.24", "P253", "Q3", "11.9")
    @pytest.mark.parametrize("activity", NEVER_RESTRICTED.split())
    def test_knows_nothing_that_is_never_restricted(self, activity: str) -> None:
        assert refusal(question(activity)) == ("unknown-activity", 422, "activity")

    @pytest.mark.law("10.22", "10.23", "P-EXIT", "J2", "J3")
    @pytest.mark.parametrize("activity", ["exit", "border.exit", "company.officer", "company.found", "land.use"])
    def test_knows_no_measure_of_another_kind(self, activity: str) -> None:
        """Leaving the country and holding an office are decided elsewhere, on grounds of their own."""
        assert refusal(question(activity)) == ("unknown-activity", 422, "activity")

    @pytest.mark.law("10.17", "G20", "J9", "D-min")
    def test_answers_nothing_about_schools(self) -> None:
        assert refusal(question("school.high_fee")) == ("activity-not-answered", 422, "activity")

    def test_puts_the_shape_before_values(self) -> None:
        assert refusal(question(number="1", on="no date"))[0] == "date"

    def test_refuses_a_birth_date_that_contradicts_the_number(self) -> None:
        sent = question()
        sent["subject"]["birth_date"] = "1990-01-02"
        assert refusal(sent) == ("birth-date-contradicts-number", 422, "subject.birth_date")

    def test_accepts_the_birth_date_of_the_number(self) -> None:
        sent = question()
        sent["subject"]["birth_date"] = "1990-01-01"
        assert read(sent).birth_date == date(1990, 1, 1)

    @pytest.mark.parametrize("born", ["2026-11-23", "1895-01-01"])
    def test_refuses_a_birth_date_of_nobody_living(self, born: str) -> None:
        sent = question(number=None)
        sent["subject"]["birth_date"] = born
        assert refusal(sent)[0] == "identity-birth-date"

    @pytest.mark.parametrize("on", [None, "2026-11-22", "2027-11-23"])
    def test_takes_today_to_366_days_on(self, on: str | None) -> None:
        assert read(question(on=on)).on == (date.fromisoformat(on) if on else TODAY)

    @pytest.mark.law("11.13")
    def test_takes_an_emergency_with_transport_and_lodging_only(self) -> None:
        assert read(question("hotel.star_rated", emergency="disaster")).emergency == "disaster"
        assert refusal(question("credit.loan", emergency="medical"))[0] == "unknown-value"

    def test_takes_a_redress_number_as_people_write_it(self) -> None:
        assert read(question(redress_number="RDX-7K3M-9QPT-2W5W")).redress_number == "RDX-7K3M-9QPT-2W5W"
        sloppy = read(question(redress_number="rdx7k3m9qpt2w5w"))
        assert (sloppy.redress_number, sloppy.normalised) == ("RDX-7K3M-9QPT-2W5W", ("redress_number",))
        assert read(question(redress_number=None)).redress_number is None

    def test_refuses_a_redress_number_that_was_misread(self) -> None:
        misread = question(redress_number="RDX-7K3M-9QPT-2W5C")
        assert refusal(misread) == ("unknown-value", 422, "redress_number")

    def test_needs_the_issuing_state_of_a_passport(self) -> None:
        assert refusal(document("passport", "E12345678"))[0] == "field-required"
        assert read(document("passport", "E12345678", "CHN")).document is not None

    def test_refuses_an_unknown_kind_of_document(self) -> None:
        assert refusal(document("library_card", "1")) == ("unknown-value", 422, "subject.document.type")
