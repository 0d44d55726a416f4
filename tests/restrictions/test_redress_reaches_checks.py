"""From the court's counter to the next check: a redress number issued, shown, shown by somebody else, revoked."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from blacklist.models import Person, RedressNumber, Task
from blacklist.services import redress_numbers
from restrictions.check.node import Asked, Clocks, Node, Options
from restrictions.follower import Follower, Sources
from restrictions.models import CheckRecord
from restrictions.shipper import Shipper
from tests.factories import orders as order_states
from tests.factories import people
from tests.factories import redress_numbers as factory
from tests.factories.clock import AT
from tests.restrictions.check.laboratory import CREDENTIAL, KEYS, SECRET
from tests.restrictions.test_remedies_reach_checks import directory

pytestmark = pytest.mark.django_db
PASSPORT = {"type": "passport", "number": "EJ1234567", "issuer": "CHN"}


def check(root: Path, **more: Any) -> dict[str, Any]:
    """Return the answer to a check of somebody with another passport, after the node has followed."""
    follower = Follower(root / "index", KEYS, Sources(directory=directory))
    follower.step()
    follower.close()
    subject = {"name": "张三", "birth_date": "1980-01-01", "document": PASSPORT, **more.pop("subject", {})}
    body = {"activity": "flight.business", "subject": subject, **more}
    asked = Asked(json.dumps(body, ensure_ascii=False).encode(), [f"Bearer {CREDENTIAL}"])
    clocks = Clocks(wall_ms=lambda: int(AT.timestamp() * 1000))
    node = Node(Options(root / "index", root / "journal", SECRET), clocks)
    answer: dict[str, Any] = json.loads(node.check(asked).body)
    node.close()
    return answer


@pytest.fixture
def restricted() -> Person:
    """Somebody restricted, of the same name and birth date as the holder."""
    person: Person = order_states.in_force().restricted_persons.get().person
    assert (person.name, person.birth_date) == ("张三", date(1980, 1, 1))
    return person


@pytest.fixture
def row(restricted: Person) -> RedressNumber:
    number = people.resident_number(date(1980, 1, 1))
    return factory.issued(of=restricted, document_number=number)


class TestNumber:
    @pytest.mark.law("F8.4", "D8")
    def test_frees_its_holder_at_once_until_it_is_revoked(self, tmp_path: Path, row: RedressNumber) -> None:
        assert check(tmp_path)["reason"] == "possible_match"
        assert check(tmp_path, redress_number=row.number)["decision"] == "permitted"
        redress_numbers.revoke(row.pk, note="转借他人使用。", by=people.judge(), at=AT)
        assert check(tmp_path, redress_number=row.number)["reason"] == "possible_match"

    @pytest.mark.law("D8")
    def test_never_changes_the_shape_of_an_answer(self, tmp_path: Path, row: RedressNumber) -> None:
        with_it, without = check(tmp_path, redress_number=row.number), check(tmp_path, subject={"name": "王五"})
        own = {"reference", "as_of", "valid_until"}
        assert {k: v for k, v in with_it.items() if k not in own} == {k: v for k, v in without.items() if k not in own}

    @pytest.mark.law("D8")
    def test_shown_by_somebody_else_is_a_task_of_its_court(
        self, tmp_path: Path, row: RedressNumber, restricted: Person
    ) -> None:
        """Once while the task is open; nothing becomes of the number until an officer has looked."""
        for _ in range(2):
            check(tmp_path, redress_number=row.number, subject={"name": "李四"})
        Shipper(tmp_path / "journal").ship()
        row.refresh_from_db()
        assert (row.misuses, row.state) == (2, "issued")
        assert set(CheckRecord.objects.values_list("noted", "subject_id")) == {("redress_misused", None)}
        task = Task.objects.get(kind="redress_misused")
        assert (task.court_id, task.subject_id, task.matter_id) == (row.court_id, restricted.pk, row.pk)
        assert (task.holder, task.article, task.reports, task.state) == ("rectify", "D8", 2, "open")
        redress_numbers.revoke(row.pk, note="转借他人使用。", by=people.judge(), at=AT)
        task.refresh_from_db()
        assert task.state == "done"

    @pytest.mark.law("D8")
    def test_shown_by_its_holder_is_no_task(self, tmp_path: Path, row: RedressNumber) -> None:
        check(tmp_path, redress_number=row.number)
        Shipper(tmp_path / "journal").ship()
        assert not Task.objects.filter(kind="redress_misused").exists()
