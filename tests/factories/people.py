"""Courts, officers by their office, persons by what makes them special."""

import itertools
from collections.abc import Iterable
from datetime import date

from stdnum.cn.ric import calc_check_digit

from blacklist.law.credit_codes import check_character, organisation_check_character
from blacklist.law.duties import OFFICES, Duty
from blacklist.models import Court, CourtLevel, Officer, Person
from blacklist.services import persons
from tests.factories.clock import AT

COURT, OTHER_COURT = "兵9901", "兵9902"
COURT_ABOVE, HIGH_COURT = "兵99", "兵"
PASSWORD = "a long pass phrase"
_numbers = itertools.count(1)


def court(code: str = COURT) -> Court:
    """Return a basic court."""
    fields = {"name": f"示范法院{code}", "level": CourtLevel.BASIC, "phone": "000-00000000"}
    found, _ = Court.objects.get_or_create(code=code, defaults=fields)
    return found


def courts_above() -> None:
    """Put both basic courts under an intermediate court, and that one under a high court."""
    court(COURT_ABOVE)
    court(HIGH_COURT)
    Court.objects.filter(pk=COURT_ABOVE).update(level=CourtLevel.INTERMEDIATE, higher_court=HIGH_COURT)
    Court.objects.filter(pk=HIGH_COURT).update(level=CourtLevel.HIGH)
    Court.objects.filter(pk__in=[court(COURT).pk, court(OTHER_COURT).pk]).update(higher_court=COURT_ABOVE)


def officer(*, duties: Iterable[Duty], court_code: str | None = COURT) -> Officer:
    """Return an officer with exactly these duties and no second factor."""
    username = f"officer{next(_numbers)}"
    at_court = court(court_code) if court_code else None
    made = Officer(username=username, name="示范", court=at_court, duties=sorted(duties))
    made.set_password(PASSWORD)
    made.save()
    return made


def judge(court_code: str = COURT) -> Officer:
    """Return an enforcement judge."""
    return officer(duties=OFFICES["enforcement_judge"], court_code=court_code)


def clerk(court_code: str = COURT) -> Officer:
    """Return a clerk."""
    return officer(duties=OFFICES["clerk"], court_code=court_code)


def president(court_code: str = COURT) -> Officer:
    """Return a court president."""
    return officer(duties=OFFICES["court_president"], court_code=court_code)


def administrator(court_code: str | None = COURT) -> Officer:
    """Return who keeps accounts and reference data of a court, or (None) of all."""
    return officer(duties=OFFICES["administrator"], court_code=court_code)


def resident_number(birth_date: date) -> str:
    """Return a number no one bears, with its right check digit."""
    body = f"110000{birth_date:%Y%m%d}{next(_numbers) % 1000:03d}"
    return body + calc_check_digit(body + "0")


def person(*, birth_date: date = date(1980, 1, 1), name: str = "张三") -> Person:
    """Return a natural person on file."""
    particulars = persons.Particulars(name, "resident_id", resident_number(birth_date), birth_date=birth_date)
    return persons.register(particulars, by=clerk(), at=AT)


def unit() -> Person:
    """Return a company on file."""
    organisation = f"{next(_numbers):08d}"
    body = f"91110000{organisation}{organisation_check_character(organisation)}"
    particulars = persons.Particulars("示范贸易有限公司", "credit_code", body + check_character(body))
    return persons.register(particulars, by=clerk(), at=AT)


def minor() -> Person:
    """Return a person of seventeen."""
    return person(birth_date=date(2009, 6, 1), name="李小明")
