"""Two courts, their officers, and the cases in which anything may be tried for months."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from blacklist.law.days import legal_day
from blacklist.law.duties import OFFICES, Duty
from blacklist.models import EnforcementCase, Officer, OfficerState, PartyRole, Person, ServiceMethod
from blacklist.services import cases
from tests.blacklist.services.drafts import instant
from tests.factories import people

BEGIN = date(2024, 2, 1)
COMES_OF_AGE = date(2024, 6, 1)  # of the youngest debtor; from the day after, a measure is possible


@dataclass
class File:
    """A case as the model knows it: whose it is, who owes, and whether the applicant holds off."""

    case: EnforcementCase
    debtors: list[Person]
    outsider: Person
    court: str
    is_held: bool = False


@dataclass
class World:
    """Everything that exists before the first act."""

    officers: list[Officer] = field(default_factory=list)
    files: list[File] = field(default_factory=list)

    @classmethod
    def make(cls) -> "World":
        both = people.officer(duties=[Duty.PROPOSE, Duty.SIGN])
        suspended = people.judge()
        suspended.state = OfficerState.SUSPENDED
        suspended.save()
        officers = [
            *(people.judge(), people.judge(), people.president(), people.president(), people.clerk()),
            *(people.judge(people.OTHER_COURT), people.president(people.OTHER_COURT)),
            people.officer(duties=OFFICES["procurator"]),
            *(both, suspended),
        ]
        shared, outsider = people.person(name="赵甲"), people.person(name="钱乙")
        youngest = people.person(name="孙丙", birth_date=COMES_OF_AGE.replace(year=COMES_OF_AGE.year - 18))
        files = [
            _file([shared], outsider),
            _file([people.person(name="李丁"), youngest], outsider),
            _file([people.unit()], outsider),
            _file([shared], outsider, court=people.OTHER_COURT),
        ]
        return cls(officers, files)


def _file(debtors: list[Person], outsider: Person, *, court: str = people.COURT) -> File:
    clerk = people.clerk(court)
    taken = EnforcementCase.objects.count() + 1
    opened = cases.open_case(
        case_number=f"（2024）{court}执{taken}号",
        filed_on=date(2024, 1, 2),
        basis=cases.Basis("示范仲裁委员会", "示范裁字1号", "支付货款。"),
        parties=[cases.PartyNamed(debtor.pk, PartyRole.JUDGMENT_DEBTOR) for debtor in debtors],
        by=clerk,
        at=instant(date(2024, 1, 2)),
    )
    noticed = cases.record_notice(
        opened.pk,
        served_on=date(2024, 1, 3),
        service_method=ServiceMethod.DIRECT,
        perform_by=date(2024, 1, 15),
        has_risk_warning=True,
        by=clerk,
        at=instant(date(2024, 1, 3)),
    )
    return File(noticed, debtors, outsider, court)


@dataclass
class Clock:
    """Virtual time: it moves by minutes with each act, and by days when told to."""

    now: datetime = field(default_factory=lambda: instant(BEGIN))

    @property
    def today(self) -> date:
        return legal_day(self.now)

    def tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def advance(self, days: int) -> None:
        self.now = instant(self.today + timedelta(days=days))
