"""What a court does about a contested measure is what the next check answers by: services, register, follower, node."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from blacklist.law.remedies import MeasureKind
from blacklist.models import ConsumptionOrder, Person
from blacklist.services import identities, orders, relief
from blacklist.services.identities import Number, Right
from restrictions.check.gate import credential_digest
from restrictions.check.node import Asked, Clocks, Node, Options
from restrictions.follower import Follower, Sources
from restrictions.models import Credential, Institution, InstitutionState
from restrictions.selectors import DirectoryPage
from tests.factories import corrections, people
from tests.factories import orders as order_factory
from tests.factories.clock import AT
from tests.restrictions.check.laboratory import CREDENTIAL, KEYS, SECRET

pytestmark = pytest.mark.django_db
WHY = "很可能有误。"
ASKED = ["credit.loan", "flight.business"]


def directory(*, after: int) -> DirectoryPage:
    """Return one institution with one credential."""
    institution = Institution(activities=ASKED, state=InstitutionState.ACTIVE)
    digest = credential_digest(CREDENTIAL)
    credential = Credential(institution=institution, digest=digest, activities=ASKED)
    return DirectoryPage(1, after == 0, (institution,), (credential,))


@dataclass
class Checks:
    """A node in a folder, at the instant of the factories' stories unless ``wall`` tells another; one process opens an
    index once at a time."""

    root: Path
    wall: Callable[[], datetime] = lambda: AT

    def decide(self, person: Person, number: str, *, activity: str = "flight.business") -> str:
        """Return the decision of the next check."""
        follower = Follower(self.root / "index", KEYS, Sources(directory=directory))
        follower.step()
        follower.close()
        document = {"type": "resident_id", "number": number}
        body = {"activity": activity, "subject": {"name": person.name, "document": document}}
        asked = Asked(json.dumps(body, ensure_ascii=False).encode(), [f"Bearer {CREDENTIAL}"])
        clocks = Clocks(wall_ms=lambda: int(self.wall().timestamp() * 1000))
        node = Node(Options(self.root / "index", self.root / "journal", SECRET), clocks)
        answer: dict[str, Any] = json.loads(node.check(asked).body)
        node.close()
        return str(answer["decision"])


@pytest.fixture
def checks(tmp_path: Path) -> Checks:
    return Checks(tmp_path)


@pytest.fixture
def order() -> ConsumptionOrder:
    return order_factory.in_force()


class TestPause:
    @pytest.mark.law("9.4", "L12")
    def test_frees_at_once_and_ends_at_once(self, checks: Checks, order: ConsumptionOrder) -> None:
        """Disputed alone changes nothing; paused has no effect; resumed bars again."""
        person = order.restricted_persons.get().person
        number = person.documents.get().number
        corrections.received(order)
        assert checks.decide(person, number) == "restricted"
        relief.pause(MeasureKind.ORDER, order.pk, note=WHY, by=people.judge(), at=AT)
        assert checks.decide(person, number) == "permitted"
        relief.resume(MeasureKind.ORDER, order.pk, note=WHY, by=people.judge(), at=AT)
        assert checks.decide(person, number) == "restricted"


class TestRevoke:
    @pytest.mark.law("L9", "G18")
    def test_frees_at_once(self, checks: Checks, order: ConsumptionOrder) -> None:
        person = order.restricted_persons.get().person
        request = corrections.upheld(order)
        orders.revoke(order.pk, reason="issued_in_error", note=WHY, correction_id=request.pk, by=people.judge(), at=AT)
        assert checks.decide(person, person.documents.get().number) == "permitted"


class TestRectify:
    @pytest.mark.law("L9", "D8")
    def test_finds_by_the_right_number_and_no_longer_by_the_wrong_one(
        self, checks: Checks, order: ConsumptionOrder
    ) -> None:
        person = order.restricted_persons.get().person
        wrong, right = person.documents.get().number, people.resident_number(AT.date().replace(year=1981))
        assert [checks.decide(person, number) for number in (wrong, right)] == ["restricted", "permitted"]
        corrected = Right(document=Number("resident_id", right))
        identities.rectify(person.pk, right=corrected, note=WHY, by=people.judge(), at=AT)
        assert [checks.decide(person, number) for number in (wrong, right)] == ["permitted", "restricted"]

    @pytest.mark.law("L9", "D8")
    def test_tells_a_misspelt_name_from_the_right_one(self, checks: Checks, order: ConsumptionOrder) -> None:
        person = order.restricted_persons.get().person
        number = person.documents.get().number
        identities.rectify(person.pk, right=Right(name="李四光"), note=WHY, by=people.judge(), at=AT)
        assert checks.decide(person, number) == "undetermined"
        assert checks.decide(Person.objects.get(pk=person.pk), number) == "restricted"
