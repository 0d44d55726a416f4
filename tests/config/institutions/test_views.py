import uuid
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import OfficerSession
from restrictions.models import Credential, DirectoryAct, DirectoryHead, Institution
from restrictions.services import credentials
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, Make, ask
from tests.factories import assistance_notices as notices
from tests.factories import institutions as factory
from tests.factories import people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
ADDRESS = "/court/v1/institutions"
WHY = {"note": "依职权。"}


class ActOnInstitution(ActOnRecord):
    collection, duty, writes = "institutions", Duty.ENROL, False
    body = WHY

    def test_is_a_row_of_the_directory_with_who_did_it_and_why(self, caller: CallerOf) -> None:
        row, holder = type(self).ready(), self.holder()
        assert self.ask(caller(holder), row.pk).status_code == 200
        done = DirectoryAct.objects.latest("version")
        said = (done.kind, done.actor_id, done.actor_name, done.note)
        assert said == (self.act, str(holder.pk), holder.username, self.body["note"])
        assert done.version == DirectoryHead.objects.get().version


class ActOnCredential(ActOnInstitution):
    """The address names the institution, too."""

    def address(self, key: uuid.UUID) -> str:
        found = Credential.objects.filter(pk=key).first()
        institution = found.institution_id if found else uuid.uuid4()
        return f"{ADDRESS}/{institution}/credentials/{key}/{self.act}"


class TestEnrol:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, ADDRESS, {}).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.ENROL}:
            answer = ask(caller(people.officer(duties=[duty])), ADDRESS, {"notice_number": "1"})
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    @pytest.mark.law("C6", "11.19")
    def test_needs_a_served_notice(self, caller: CallerOf) -> None:
        client = caller(people.president())
        for number, status, code in (
            (notices.signed().number, 422, "not-served"),
            (notices.withdrawn().number, 409, "wrong-state"),
            ("（2026）京0105执协999号", 422, "not-served"),
        ):
            answer = ask(client, ADDRESS, {"notice_number": number})
            assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_refuses_another_court(self, caller: CallerOf) -> None:
        other = people.officer(duties=[Duty.ENROL], court_code=people.OTHER_COURT)
        answer = ask(caller(other), ADDRESS, {"notice_number": notices.served().number})
        assert (answer.status_code, answer.json()["code"]) == (403, "other-court")

    @pytest.mark.law("C6")
    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"activities": ["hotel.star_rated"]}, 403, "activity-out-of-scope"),
            ({"activities": []}, 422, "unknown-activity"),
            ({"per_second": 0}, 400, "number-range"),
            ({"per_day": 5_000_000_000}, 400, "number-range"),
            ({"per_second": "9"}, 400, "wrong-type"),
            ({"contact": "x"}, 400, "unknown-field"),
        ],
    )
    def test_refuses_what_breaks_a_rule(
        self, caller: CallerOf, changes: dict[str, Any], status: int, code: str
    ) -> None:
        body = {"notice_number": notices.served().number, **changes}
        answer = ask(caller(people.president()), ADDRESS, body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_admits_it(self, caller: CallerOf) -> None:
        body = {"notice_number": notices.served().number, "activities": ["flight.first"], "per_second": 50}
        answer = ask(caller(people.president()), ADDRESS, body)
        assert answer.status_code == 201, answer.content
        shown = answer.json()
        assert (shown["court"], shown["state"], shown["legal_basis"]) == (people.COURT, "active", "C6")
        assert (shown["activities"], shown["per_second"], shown["per_day"]) == (["flight.first"], 50, 2_000_000)
        assert DirectoryAct.objects.get().kind == "enrol"


class TestCover(ActOnInstitution):
    act = "cover"
    body: ClassVar[dict[str, Any]] = {**WHY, "activities": ["flight.first"]}
    ready = factory.enrolled
    leads_to = {"activities": ["flight.first"]}


class TestAllow(ActOnInstitution):
    act = "allow"
    body: ClassVar[dict[str, Any]] = {**WHY, "per_second": 1000, "per_day": 5_000_000}
    ready = factory.enrolled
    leads_to = {"per_second": 1000, "per_day": 5_000_000}


class TestSuspend(ActOnInstitution):
    act = "suspend"
    ready = factory.enrolled
    wrong = {"suspended": (factory.suspended, "already-done")}
    leads_to = {"state": "suspended"}


class TestResume(ActOnInstitution):
    act = "resume"
    ready = factory.suspended
    wrong = {"active": (factory.enrolled, "already-done")}
    leads_to = {"state": "active"}


class TestRevoke(ActOnCredential):
    act = "revoke"
    ready = factory.credential
    wrong = {"revoked": (factory.revoked, "already-done")}
    leads_to = {"revoked_at": "2026-11-16T02:00:00Z"}

    def test_is_a_row_of_the_directory_with_who_did_it_and_why(self, caller: CallerOf) -> None:
        self.ask(caller(self.holder()), type(self).ready().pk)
        assert DirectoryAct.objects.latest("version").kind == "revoke_credential"


class TestLimit(ActOnCredential):
    act = "limit"
    body: ClassVar[dict[str, Any]] = {**WHY, "after_hours": 24}
    ready = factory.credential
    wrong = {"revoked": (factory.revoked, "already-done")}
    leads_to = {"valid_until": "2026-11-17T02:00:00Z", "revoked_at": None}


class TestIssue:
    def address(self, institution: Institution) -> str:
        return f"{ADDRESS}/{institution.pk}/credentials"

    def test_shows_the_secret_once(self, caller: CallerOf) -> None:
        client, address = caller(people.president()), self.address(factory.enrolled())
        first, again = (ask(client, address, {}, key="one-act-1") for _ in range(2))
        assert first.status_code == 201, first.content
        assert first.json()["secret"].startswith(first.json()["credential"]["prefix"])
        assert (again.status_code, again.json()["code"]) == (409, "already-done")

    def test_refuses_a_code_older_than_five_minutes(self, caller: CallerOf) -> None:
        client = caller(people.president())
        OfficerSession.objects.update(second_factor_at=AT - timedelta(minutes=5, seconds=1))
        answer = ask(client, self.address(factory.enrolled()), {})
        assert (answer.status_code, answer.json()["code"]) == (403, "second-factor-stale")

    def test_refuses_more_than_the_institution_asks(self, caller: CallerOf) -> None:
        body = {"activities": ["hotel.star_rated"]}
        answer = ask(caller(people.president()), self.address(factory.enrolled()), body)
        assert (answer.status_code, answer.json()["code"]) == (403, "activity-out-of-scope")


class TestRotate:
    def rotate(self, caller: CallerOf, make: Make) -> Any:
        row = make()
        address = f"{ADDRESS}/{row.institution_id}/credentials/{row.pk}/rotate"
        return row, ask(caller(people.president()), address, {"overlap_hours": 48})

    def test_leaves_both_good_for_the_overlap(self, caller: CallerOf) -> None:
        old, answer = self.rotate(caller, factory.credential)
        assert answer.status_code == 200, answer.content
        old.refresh_from_db()
        assert (old.valid_until, old.revoked_at) == (AT + timedelta(hours=48), None)
        shown = answer.json()["credential"]
        assert (shown["valid_until"], shown["activities"]) == (None, old.activities)
        assert [act.kind for act in DirectoryAct.objects.order_by("version")][-2:] == ["limit", "rotate"]

    def test_refuses_one_that_is_not_good_any_more(self, caller: CallerOf) -> None:
        _, answer = self.rotate(caller, factory.revoked)
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong-state")


class TestReads:
    def test_show_the_own_courts_alone(self, caller: CallerOf) -> None:
        row = factory.enrolled()
        credentials.issue(row)
        for court, count, status in ((people.COURT, 1, 200), (people.OTHER_COURT, 0, 404)):
            client = caller(people.officer(duties=[Duty.READ], court_code=court))
            assert len(client.get(ADDRESS).json()["items"]) == count
            assert client.get(f"{ADDRESS}/{row.pk}").status_code == status
            for what in ("credentials", "acts"):
                assert client.get(f"{ADDRESS}/{row.pk}/{what}").status_code == status

    def test_tell_what_was_done_newest_first(self, caller: CallerOf) -> None:
        row = factory.enrolled()
        credentials.issue(row, note="首个。")
        client = caller(people.officer(duties=[Duty.READ]))
        shown = client.get(f"{ADDRESS}/{row.pk}/acts").json()["items"]
        assert {(act["kind"], act["actor"], act["note"]) for act in shown} == {
            ("issue", "operator", "首个。"),
            ("enrol", "operator", ""),
        }
