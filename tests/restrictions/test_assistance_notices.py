"""From a court's assistance notice to what its unit may ask, through the register, the directory and the index."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from blacklist.law.activities import ACTIVITIES
from blacklist.law.refusals import Refusal
from blacklist.services import assistance_notices
from restrictions.check import gate
from restrictions.check.index import Index, current_generation, generation_folder
from restrictions.check.lease import boottime_ns
from restrictions.follower import Follower, rebuild
from restrictions.models import DirectoryHead
from restrictions.services import credentials, institutions
from tests.factories import assistance_notices as notices
from tests.factories import people
from tests.factories.clock import AT
from tests.restrictions.check.laboratory import KEYS, Laboratory, question

pytestmark = pytest.mark.django_db


def poll(root: Path) -> None:
    """Let a node's follower poll once, as it does within a fraction of a second of every act."""
    follower = Follower(root, KEYS)
    follower.step()
    follower.close()


def refusal(root: Path, secret: str, activity: str) -> str | None:
    """Return the code with which a node refuses to answer about the activity, if it does."""
    with Index(generation_folder(root, current_generation(root) or 0)) as opened, opened.reading() as view:
        try:
            gate.admit(gate.identify(view, [f"Bearer {secret}"]), ACTIVITIES[activity])
        except Refusal as refusal:
            return refusal.code
    return None


class TestNotice:
    @pytest.mark.law("C6", "D13")
    def test_bounds_what_its_unit_may_ask(self, tmp_path: Path) -> None:
        """C6: an airline served 2026-03-01 for air only asks about a hotel → 403."""
        notice = notices.served(on=date(2026, 3, 1), activities=("flight.economy", "flight.business", "flight.first"))
        secret = credentials.issue(institutions.enrol(notice.number)).secret
        poll(tmp_path)
        assert refusal(tmp_path, secret, "flight.economy") is None
        assert refusal(tmp_path, secret, "hotel.star_rated") == "activity-out-of-scope"

    @pytest.mark.law("C6", "11.19")
    def test_is_withdrawn_on_a_node_by_the_poll_that_hears_of_it(self, tmp_path: Path) -> None:
        notice, president = notices.served(), people.president()
        secret = credentials.issue(institutions.enrol(notice.number)).secret
        poll(tmp_path)
        assistance_notices.withdraw(notice.pk, note="…", activities=["flight.first"], by=president, at=AT)
        poll(tmp_path)
        assert refusal(tmp_path, secret, "flight.first") == "activity-out-of-scope"
        assert refusal(tmp_path, secret, "flight.economy") is None
        assistance_notices.withdraw(notice.pk, note="…", by=president, at=AT)
        poll(tmp_path)
        assert refusal(tmp_path, secret, "flight.economy") == "activity-out-of-scope"

    def test_lets_a_credential_run_out_by_the_clock_of_the_node(self, tmp_path: Path) -> None:
        laboratory, institution = Laboratory(tmp_path), institutions.enrol(notices.served().number)
        issued = credentials.issue(institution)
        credentials.limit(issued.credential, after=timedelta(hours=1), at=laboratory.now)
        laboratory.index_dir.joinpath("current").unlink()
        poll(laboratory.index_dir)
        body = question("flight.first", number=None)
        told_at = laboratory.now + timedelta(minutes=59), laboratory.now + timedelta(hours=1)
        laboratory.boottime_ns = boottime_ns()
        codes = []
        for laboratory.now in told_at:
            codes.append(laboratory.ask(body, credential=issued.secret).status)
        laboratory.close()
        assert codes == [200, 401]

    def test_changes_nothing_when_a_node_reads_it_all_again(self, tmp_path: Path) -> None:
        notice = notices.served()
        secret = credentials.issue(institutions.enrol(notice.number)).secret
        assistance_notices.withdraw(notice.pk, note="…", by=people.president(), at=AT)
        poll(tmp_path)
        before = DirectoryHead.objects.get().version
        rebuild(tmp_path, KEYS, told=lambda version, head: None)
        assert DirectoryHead.objects.get().version == before
        assert refusal(tmp_path, secret, "flight.economy") == "activity-out-of-scope"
