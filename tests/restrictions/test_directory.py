"""Institutions and credentials: enrolled, issued, revoked, each under a version of its own."""

import hashlib
import io
import uuid
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from blacklist.law.refusals import Refusal
from restrictions import selectors
from restrictions.models import Credential, DirectoryHead, Institution, InstitutionState
from restrictions.services import credentials, institutions

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def enrol(number: str = "（2026）京0105执协1号", *activities: str) -> Institution:
    return institutions.enrol(
        name="示范航空",
        sector="airline",
        notice_number=number,
        legal_basis="C6",
        activities=activities or ("flight.first", "flight.economy"),
    )


def head() -> int:
    return DirectoryHead.objects.get().version


class TestEnrol:
    def test_takes_a_version_of_the_directory(self) -> None:
        assert (enrol().version, enrol("2").version, head()) == (1, 2, 2)

    def test_keeps_the_order_of_the_catalogue(self) -> None:
        assert enrol().activities == ["flight.economy", "flight.first"]

    @pytest.mark.law("C6", "D13")
    @pytest.mark.parametrize("activities", [["flight.any"], ["school.high_fee"], ["flight.first", ""]])
    def test_refuses_what_no_notice_can_cover(self, activities: list[str]) -> None:
        with pytest.raises(Refusal, match="unknown-activity"):
            enrol("1", *activities)
        assert not DirectoryHead.objects.exists()

    @pytest.mark.law("C6")
    def test_enrols_once_for_each_notice(self) -> None:
        enrol()
        with pytest.raises(IntegrityError), transaction.atomic():
            enrol()


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
