"""Institutions and credentials: enrolled, issued, revoked, each under a version of its own."""

import hashlib
import io
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from blacklist import publication
from blacklist.law.refusals import Refusal
from blacklist.models import AssistanceNotice
from blacklist.publication import ServedNotice
from blacklist.services import assistance_notices
from restrictions import selectors
from restrictions.models import Credential, DirectoryAct, DirectoryHead, Institution, InstitutionState
from restrictions.services import credentials, institutions
from tests.factories import assistance_notices as notices
from tests.factories import clock, people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def enrol(number: str = "", *activities: str, scope: Sequence[str] | None = None) -> Institution:
    """Serve an assistance notice for these activities (else two) and enrol its unit, for all of it or a `scope`."""
    named: dict[str, Any] = {"number": number} if number else {}
    notice = notices.served(activities=activities or ("flight.first", "flight.economy"), **named)
    return institutions.enrol(notice.number, activities=scope)


def head() -> int:
    return DirectoryHead.objects.get().version


class TestEnrol:
    def test_takes_a_version_of_the_directory(self) -> None:
        assert (enrol().version, enrol("2").version, head()) == (1, 2, 2)

    def test_keeps_the_order_of_the_catalogue(self) -> None:
        assert enrol().activities == ["flight.economy", "flight.first"]

    @pytest.mark.law("C6", "D13")
    def test_takes_name_sector_basis_and_scope_from_the_served_notice(self) -> None:
        notice = notices.served(on=date(2026, 3, 1))
        institution = institutions.enrol(notice.number)
        assert (institution.name, institution.sector, institution.legal_basis) == ("示范航空有限公司", "airline", "C6")
        assert institution.activities == ["flight.economy", "flight.business", "flight.first"]

    @pytest.mark.law("C6")
    def test_may_cover_less_than_the_notice_and_never_more(self) -> None:
        assert enrol(scope=["flight.first"]).activities == ["flight.first"]
        with pytest.raises(Refusal, match="activity-out-of-scope"):
            enrol(scope=["flight.first", "hotel.star_rated"])

    @pytest.mark.parametrize("scope", [[], ["flight.any"], ["school.high_fee"], ["flight.first", ""]])
    def test_refuses_what_no_notice_can_cover(self, scope: list[str]) -> None:
        with pytest.raises(Refusal, match="unknown-activity"):
            enrol(scope=scope)
        assert not DirectoryHead.objects.exists()

    @pytest.mark.law("C6", "11.19")
    @pytest.mark.parametrize(
        ("make", "code"),
        [(notices.drafted, "not-served"), (notices.signed, "not-served"), (notices.withdrawn, "wrong-state")],
    )
    def test_needs_a_notice_that_is_served_now(self, make: Callable[[], AssistanceNotice], code: str) -> None:
        notice = make()
        with pytest.raises(Refusal, match=code):
            institutions.enrol(notice.number)
        with pytest.raises(Refusal, match="not-served"):
            institutions.enrol("（2026）京0105执协999号")

    def test_enrols_once_for_each_notice(self) -> None:
        institution = enrol()
        with pytest.raises(Refusal, match="already-done"):
            institutions.enrol(institution.notice_number)


class TestSuspend:
    def test_moves_there_and_back(self) -> None:
        institution = enrol()
        institutions.suspend(institution)
        institution.refresh_from_db()
        assert (institution.state, institution.version) == (InstitutionState.SUSPENDED, 2)
        institutions.resume(institution)
        institution.refresh_from_db()
        assert (institution.state, institution.version) == (InstitutionState.ACTIVE, 3)

    def test_refuses_a_repetition(self) -> None:
        institution = enrol()
        with pytest.raises(Refusal, match="already-done"):
            institutions.resume(institution)
        institutions.suspend(institution)
        with pytest.raises(Refusal, match="already-done"):
            institutions.suspend(institution)


class TestHeed:
    def withdraw(self, institution: Institution, activities: list[str] | None = None) -> tuple[ServedNotice, ...]:
        """Withdraw the institution's notice, in part or whole, and return what the register's door then tells."""
        row = AssistanceNotice.objects.get(number=institution.notice_number)
        president = people.president()
        assistance_notices.withdraw(row.pk, note="不再承办。", activities=activities, by=president, at=clock.AT)
        return publication.entries(after=0, after_hash=None).notices

    @pytest.mark.law("C6", "11.19")
    def test_suspends_who_asked_by_a_notice_withdrawn(self) -> None:
        institution, other = enrol("1"), enrol("2")
        institutions.heed(self.withdraw(institution))
        institution.refresh_from_db()
        other.refresh_from_db()
        assert (institution.state, institution.version, other.state) == ("suspended", 3, "active")
        with pytest.raises(Refusal, match="wrong-state"):
            institutions.resume(institution)

    @pytest.mark.law("C6")
    def test_narrows_to_what_is_left(self) -> None:
        institution = enrol("1", "flight.economy", "flight.first", "rail.g_any")
        institutions.heed(self.withdraw(institution, ["flight.first"]))
        institution.refresh_from_db()
        assert (institution.state, institution.activities) == ("active", ["flight.economy", "rail.g_any"])

    def test_suspends_who_asked_about_nothing_that_is_left(self) -> None:
        institution = enrol("1", "flight.economy", "flight.first", scope=["flight.first"])
        institutions.heed(self.withdraw(institution, ["flight.first"]))
        institution.refresh_from_db()
        assert institution.state == "suspended"
        with pytest.raises(Refusal, match="wrong-state"):
            institutions.resume(institution)

    def test_gives_nothing_back_when_it_hears_late(self) -> None:
        institution = enrol("1")
        earlier = publication.entries(after=0, after_hash=None).notices
        institutions.heed(self.withdraw(institution))
        for _ in range(2):
            institutions.heed(earlier)
        institution.refresh_from_db()
        assert (institution.state, institution.version) == ("suspended", 2)


class TestIssue:
    def test_keeps_only_a_digest(self) -> None:
        issued = credentials.issue(enrol())
        stored = Credential.objects.get()
        assert bytes(stored.digest) == hashlib.sha256(issued.secret.encode()).digest()
        assert issued.secret.startswith(f"{stored.prefix}_")
        assert len(issued.secret) > 50
        assert (stored.activities, stored.version) == (["flight.economy", "flight.first"], 2)

    def test_never_issues_the_same_twice(self) -> None:
        institution = enrol()
        assert credentials.issue(institution).secret != credentials.issue(institution).secret

    def test_covers_no_more_than_the_notice(self) -> None:
        institution = enrol()
        assert credentials.issue(institution, activities=["flight.first"]).credential.activities == ["flight.first"]
        with pytest.raises(Refusal, match="activity-out-of-scope"):
            credentials.issue(institution, activities=["hotel.star_rated"])


class TestRevoke:
    def test_takes_a_version(self) -> None:
        credential = credentials.issue(enrol()).credential
        credentials.revoke(credential, at=AT)
        credential.refresh_from_db()
        assert (credential.revoked_at, credential.version, head()) == (AT, 3, 3)

    def test_refuses_a_repetition(self) -> None:
        credential = credentials.issue(enrol()).credential
        credentials.revoke(credential, at=AT)
        with pytest.raises(Refusal, match="already-done"):
            credentials.revoke(credential, at=AT)

    def test_may_come_before_it_runs_out(self) -> None:
        credential = credentials.issue(enrol()).credential
        credentials.limit(credential, after=DAY, at=AT)
        assert credentials.revoke(credential, at=AT).revoked_at == AT


class TestLimit:
    def test_says_when_it_runs_out(self) -> None:
        credential = credentials.issue(enrol()).credential
        assert credentials.limit(credential, after=DAY, at=AT).valid_until == AT + DAY

    def test_only_ever_shortens(self) -> None:
        credential = credentials.issue(enrol()).credential
        credentials.limit(credential, after=DAY, at=AT)
        with pytest.raises(Refusal, match="already-done"):
            credentials.limit(credential, after=2 * DAY, at=AT)
        assert credentials.limit(credential, after=timedelta(), at=AT).valid_until == AT

    def test_is_ninety_days_at_most(self) -> None:
        with pytest.raises(Refusal, match="number-range"):
            credentials.limit(credentials.issue(enrol()).credential, after=91 * DAY, at=AT)


class TestRotate:
    def test_makes_a_successor_for_the_same_activities(self) -> None:
        old = credentials.issue(enrol(), activities=["flight.first"]).credential
        new = credentials.rotate(old, overlap=DAY, at=AT)
        assert (new.credential.activities, new.credential.valid_until) == (["flight.first"], None)
        old.refresh_from_db()
        assert (old.valid_until, old.version, new.credential.version) == (AT + DAY, 3, 4)

    def test_refuses_one_that_has_run_out(self) -> None:
        credential = credentials.issue(enrol()).credential
        credentials.limit(credential, after=timedelta(), at=AT)
        with pytest.raises(Refusal, match="wrong-state"):
            credentials.rotate(credential, overlap=DAY, at=AT)


class TestActs:
    def test_are_each_a_row_under_their_version(self) -> None:
        institution = enrol()
        issued = credentials.issue(institution)
        institutions.allow(institution, per_second=5, per_day=50)
        institutions.cover(institution, activities=["flight.first"])
        institutions.suspend(institution)
        institutions.resume(institution)
        credentials.revoke(issued.credential, at=AT)
        rows = DirectoryAct.objects.order_by("version").values_list("version", "kind")
        kinds = ["enrol", "issue", "allow", "cover", "suspend", "resume", "revoke_credential"]
        assert list(rows) == list(enumerate(kinds, start=1))
        assert head() == len(kinds)

    def test_of_a_notice_withdrawn_are_the_systems(self) -> None:
        institution = enrol("1")
        row = AssistanceNotice.objects.get(number=institution.notice_number)
        assistance_notices.withdraw(row.pk, note="…", by=people.president(), at=clock.AT)
        institutions.heed(publication.entries(after=0, after_hash=None).notices)
        done = DirectoryAct.objects.latest("version")
        assert (done.kind, done.actor_name) == ("narrow", "system")


class TestDirectory:
    def test_tells_what_changed(self) -> None:
        first, second = enrol("1"), enrol("2")
        issued = credentials.issue(first)
        page = selectors.directory(after=1)
        assert (page.version, page.is_whole) == (3, False)
        assert page.institutions == (second,)
        assert page.credentials == (issued.credential,)

    def test_tells_everything_at_first_and_after_a_restore(self) -> None:
        institution = enrol()
        for after in (0, 99):
            page = selectors.directory(after=after)
            assert (page.version, page.is_whole, page.institutions) == (1, True, (institution,))

    def test_tells_nothing_new_at_the_head(self) -> None:
        enrol()
        assert selectors.directory(after=1).institutions == ()
        assert not selectors.directory(after=1).is_whole


class TestCommands:
    def test_revoke_by_id_prefix_or_credential(self, monkeypatch: pytest.MonkeyPatch) -> None:
        institution = enrol()
        for way in ("id", "prefix", "credential"):
            issued = credentials.issue(institution)
            monkeypatch.setattr("sys.stdin", io.StringIO(f"{issued.secret}\n"))
            named = {"id": [str(issued.credential.pk)], "prefix": [issued.credential.prefix], "credential": ["-"]}[way]
            call_command("revoke_credential", *named, stdout=io.StringIO())
            issued.credential.refresh_from_db()
            assert issued.credential.revoked_at is not None

    def test_revoke_takes_no_credential_as_an_argument(self) -> None:
        """Every user of the machine may read the arguments of a process."""
        issued = credentials.issue(enrol())
        with pytest.raises(CommandError, match="standard input"):
            call_command("revoke_credential", issued.secret)

    @pytest.mark.parametrize("named", [str(uuid.UUID(int=1)), "rc_0000000000", "nothing"])
    def test_revoke_names_what_it_cannot_find(self, named: str) -> None:
        with pytest.raises(CommandError, match="no such credential"):
            call_command("revoke_credential", named)

    def test_revoke_says_when_it_was_done_before(self) -> None:
        issued = credentials.issue(enrol())
        credentials.revoke(issued.credential, at=AT)
        with pytest.raises(CommandError, match="already"):
            call_command("revoke_credential", issued.credential.prefix)

    def test_enrol_takes_the_notice_by_its_number(self) -> None:
        notices.served(number="7", activities=("flight.first",))
        out = io.StringIO()
        call_command("enrol_institution", "7", stdout=out)
        assert out.getvalue() == "enrolled 7\n"
        assert Institution.objects.get().activities == ["flight.first"]
        with pytest.raises(CommandError, match="is enrolled"):
            call_command("enrol_institution", "7")

    def test_issue_prints_the_credential(self) -> None:
        enrol("7")
        out = io.StringIO()
        call_command("issue_credential", "7", "--activity", "flight.first", stdout=out)
        found = selectors.credential_named(out.getvalue().strip())
        assert found is not None
        assert found.activities == ["flight.first"]

    def test_issue_names_what_it_cannot_do(self) -> None:
        with pytest.raises(CommandError, match="No institution"):
            call_command("issue_credential", "7")
        enrol("7")
        with pytest.raises(CommandError, match="assistance notice"):
            call_command("issue_credential", "7", "--activity", "hotel.star_rated")
