import json
import uuid
from datetime import timedelta
from typing import Any, ClassVar

import pytest
import time_machine
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import Officer, RegisterEntry
from blacklist.services import officers
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, Make, ask
from tests.factories import people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
OFFICERS, PROPOSALS = "/court/v1/officers", "/court/v1/account-proposals"
NOTE = "经批准。"


def kept() -> Officer:
    """Return a clerk whose court has another administrator beside whoever acts."""
    people.administrator()
    return people.clerk()


def suspended() -> Officer:
    return officers.suspend(kept().pk, note=NOTE, by=people.administrator(), at=AT)


def proposed() -> Any:
    """Return the proposal to let an officer who reads sign."""
    reader = people.officer(duties=[Duty.READ])
    return officers.grant(reader.pk, duties=[Duty.SIGN], note=NOTE, by=people.administrator(), at=AT).proposal


class ActOnOfficer(ActOnRecord):
    """The contract of ``POST /court/v1/officers/<id>/<act>``; ``entry`` is what the register calls the act."""

    collection = "officers"
    duty = Duty.ADMINISTER
    body = {"note": NOTE}
    entry: ClassVar[str]
    ready: ClassVar[Make] = kept

    def address(self, key: Any) -> str:
        return f"{OFFICERS}/{0 if isinstance(key, uuid.UUID) else key}/{self.act}"

    def test_writes_one_register_entry(self, caller: CallerOf) -> None:
        row, holder = type(self).ready(), self.holder()
        before = RegisterEntry.objects.count()
        self.ask(caller(holder), row.pk)
        written = list(RegisterEntry.objects.order_by("version"))[before:]
        assert [(entry.act, entry.actor_id, entry.subjects) for entry in written] == [(self.entry, holder.pk, [])]

    def test_repeats_its_answer_and_not_itself(self, caller: CallerOf) -> None:
        client, address = caller(self.holder()), self.address(type(self).ready().pk)
        first, again = (ask(client, address, dict(self.body), key="one-act-1") for _ in range(2))
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert RegisterEntry.objects.filter(act=self.entry).count() == 1

    def test_names_the_first_when_it_is_done(self, caller: CallerOf) -> None:
        """Under another key; an account opened as it would become has the receipt of that."""
        client, address = caller(self.holder()), self.address(type(self).ready().pk)
        first, again = (ask(client, address, dict(self.body)) for _ in range(2))
        assert (again.status_code, again.json()["code"]) == (409, "already-done")
        named = again.json()["receipt"]
        assert (named["list_version"], named["act"]) == (int(first["List-Version"]), self.entry)

    def test_says_why(self, caller: CallerOf) -> None:
        body = {field: said for field, said in self.body.items() if field != "note"}
        answer = ask(caller(self.holder()), self.address(type(self).ready().pk), body)
        assert (answer.status_code, answer.json()["code"]) == (400, "field-required")


class TestSuspend(ActOnOfficer):
    act, entry = "suspend", "suspend_officer"
    wrong = {"suspended": (suspended, "already-done")}
    leads_to = {"state": "suspended"}

    def test_ends_the_sessions_of_the_officer(self, caller: CallerOf) -> None:
        clerk = people.clerk()
        client = caller(clerk)
        assert client.get("/court/v1/cases").status_code == 200
        ask(caller(people.administrator()), self.address(clerk.pk), dict(self.body))
        assert client.get("/court/v1/cases").status_code == 401


class TestResume(ActOnOfficer):
    act, entry = "resume", "resume_officer"
    ready = suspended
    wrong = {"active": (kept, "already-done")}
    leads_to = {"state": "active"}


class TestMove(ActOnOfficer):
    act, entry = "move", "move_officer"
    body = {"note": NOTE, "court": people.OTHER_COURT}
    wrong = {"suspended": (suspended, "wrong-state")}
    leads_to = {"court": people.OTHER_COURT}

    def holder(self, court_code: str = people.COURT) -> Any:
        """Moving takes an administrator of all courts."""
        people.court(people.OTHER_COURT)
        return people.administrator(None if court_code == people.COURT else court_code)


class TestWithdraw(ActOnOfficer):
    act, entry = "withdraw", "withdraw_duty"
    body = {"note": NOTE, "duties": ["serve"]}
    wrong = {"without it": (lambda: people.officer(duties=[Duty.READ]), "already-done")}
    leads_to = {"duties": ["read", "register"]}


class TestGrant(ActOnOfficer):
    act, entry = "grant", "grant_duty"
    body = {"note": NOTE, "duties": ["publish"]}
    wrong = {
        "suspended": (suspended, "wrong-state"),
        "with it": (lambda: people.officer(duties=[Duty.PUBLISH]), "already-done"),
    }
    leads_to = {"proposal": None}

    def test_shows_what_waits_for_a_second_administrator(self, caller: CallerOf) -> None:
        reader = people.officer(duties=[Duty.READ])
        body = {"note": NOTE, "duties": ["sign", "publish"]}
        shown = ask(caller(people.administrator()), self.address(reader.pk), body).json()
        assert shown["officer"]["duties"] == ["publish", "read"]
        assert (shown["proposal"]["act"], shown["proposal"]["duties"]) == ("grant_duty", ["sign"])
        assert shown["proposal"]["confirmed_by"] is None

    @pytest.mark.parametrize(
        ("duties", "status", "code"),
        [
            (["judge"], 422, "unknown-value"),
            ([], 400, "field-required"),
            ("sign", 400, "wrong-type"),
            (["administer"], 422, "duties-incompatible"),
        ],
    )
    def test_refuses_other_duties(self, caller: CallerOf, duties: Any, status: int, code: str) -> None:
        answer = ask(caller(people.administrator()), self.address(people.clerk().pk), {"note": NOTE, "duties": duties})
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_refuses_ones_own_account(self, caller: CallerOf) -> None:
        administrator = people.administrator()
        answer = ask(caller(administrator), self.address(administrator.pk), {"note": NOTE, "duties": ["enrol"]})
        assert (answer.status_code, answer.json()["code"]) == (403, "own-account")


class TestInvite:
    BODY: ClassVar[dict[str, Any]] = {
        "username": "newcomer",
        "name": "示范",
        "court": people.COURT,
        "duties": ["read", "sign"],
        "note": NOTE,
    }

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, OFFICERS, self.BODY).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.ADMINISTER}:
            answer = ask(caller(people.officer(duties=[duty])), OFFICERS, self.BODY)
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    def test_shows_the_secret_once(self, caller: CallerOf) -> None:
        """Design §6: an answer that holds a secret is not kept for a repetition."""
        client = caller(people.administrator())
        first, again = (ask(client, OFFICERS, self.BODY, key="one-act-1") for _ in range(2))
        assert first.status_code == 201, first.content
        shown = first.json()
        assert (shown["officer"]["state"], shown["officer"]["duties"]) == ("invited", ["read"])
        assert shown["proposal"]["duties"] == ["sign"]
        assert len(shown["secret"]) > 40
        assert again.json()["code"] == "already-done"
        assert shown["secret"] not in again.content.decode()

    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"username": "Néw"}, 422, "username-characters"),
            ({"court": "兵0000"}, 422, "unknown-court"),
            ({"court": None}, 400, "field-required"),
            ({"name": ""}, 400, "field-required"),
            ({"password": "chosen for you"}, 400, "unknown-field"),
        ],
    )
    def test_refuses_another_shape(self, caller: CallerOf, changes: Any, status: int, code: str) -> None:
        chief = people.administrator(None)
        answer = ask(caller(chief), OFFICERS, {**self.BODY, **changes})
        assert (answer.status_code, answer.json()["code"]) == (status, code)


class TestResetFactor:
    def test_shows_each_administrator_one_half(self, caller: CallerOf) -> None:
        clerk, first, second = people.clerk(), caller(people.administrator()), caller(people.administrator())
        proposed = ask(first, f"{OFFICERS}/{clerk.pk}/reset-factor", {"note": NOTE})
        assert proposed.status_code == 201, proposed.content
        key = proposed.json()["proposal"]["id"]
        confirmed = ask(second, f"{PROPOSALS}/{key}/confirm", {})
        assert (confirmed.status_code, confirmed.json()["officer"]["state"]) == (200, "invited")
        whole = f"{proposed.json()['secret']}.{confirmed.json()['secret']}"
        body = {"secret": whole, "password": "a long pass phrase of mine"}
        assert APIClient().post("/court/v1/invitations/accept", body, format="json").status_code == 201

    def test_refuses_a_suspended_account(self, caller: CallerOf) -> None:
        answer = ask(caller(people.administrator()), f"{OFFICERS}/{suspended().pk}/reset-factor", {"note": NOTE})
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong-state")


class TestConfirm:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, f"{PROPOSALS}/{uuid.uuid4()}/confirm", {}).status_code == 401

    def test_refuses_an_unknown_proposal(self, caller: CallerOf) -> None:
        answer = ask(caller(people.administrator()), f"{PROPOSALS}/{uuid.uuid4()}/confirm", {})
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")

    def test_needs_a_fresh_code(self, caller: CallerOf) -> None:
        client, proposal = caller(people.administrator()), proposed()
        with time_machine.travel(AT + timedelta(minutes=6), tick=False):
            answer = ask(client, f"{PROPOSALS}/{proposal.pk}/confirm", {})
        assert (answer.status_code, answer.json()["code"]) == (403, "second-factor-stale")

    def test_grants_what_was_proposed(self, caller: CallerOf) -> None:
        proposal, second = proposed(), people.administrator()
        shown = ask(caller(second), f"{PROPOSALS}/{proposal.pk}/confirm", {}).json()
        assert shown["officer"]["duties"] == ["read", "sign"]
        assert (shown["proposal"]["confirmed_by"], shown["secret"]) == (second.username, None)

    def test_refuses_the_proposer(self, caller: CallerOf) -> None:
        proposal = proposed()
        answer = ask(caller(proposal.proposed_by), f"{PROPOSALS}/{proposal.pk}/confirm", {})
        assert (answer.status_code, answer.json()["code"]) == (403, "second-administrator-required")


class TestRead:
    def test_shows_the_accounts_of_the_own_court(self, caller: CallerOf) -> None:
        clerk, elsewhere = people.clerk(), people.clerk(people.OTHER_COURT)
        client = caller(people.administrator())
        shown = client.get(OFFICERS).json()["items"]
        assert clerk.username in {item["username"] for item in shown}
        assert {item["court"] for item in shown} == {people.COURT}
        assert client.get(f"{OFFICERS}/{clerk.pk}").json()["state"] == "active"
        assert client.get(f"{OFFICERS}/{elsewhere.pk}").status_code == 404

    def test_shows_all_to_an_administrator_without_a_court(self, caller: CallerOf) -> None:
        people.clerk(), people.clerk(people.OTHER_COURT)
        shown = caller(people.administrator(None)).get(OFFICERS).json()["items"]
        assert {item["court"] for item in shown} == {people.COURT, people.OTHER_COURT, None}

    def test_turns_pages_by_user_name(self, caller: CallerOf) -> None:
        for _ in range(4):
            people.clerk()
        client, seen, address = caller(people.administrator()), [], f"{OFFICERS}?limit=2"
        while address:
            page = client.get(address).json()
            seen += [item["username"] for item in page["items"]]
            address = page["next"] and f"{OFFICERS}?limit=2&cursor={page['next']}"
        assert seen == sorted(Officer.objects.values_list("username", flat=True))

    @pytest.mark.law("9.0")
    def test_shows_no_case_to_an_administrator(self, caller: CallerOf) -> None:
        client = caller(people.administrator())
        for address in ("cases", "listings", "orders", "tasks"):
            assert client.get(f"/court/v1/{address}").status_code == 403

    def test_lists_proposals_without_their_secrets(self, caller: CallerOf) -> None:
        proposal = proposed()
        officers.reset_factor(people.clerk().pk, note=NOTE, by=proposal.proposed_by, at=AT)
        shown = caller(people.administrator()).get(PROPOSALS).json()["items"]
        assert {item["act"] for item in shown} == {"grant_duty", "reset_factor"}
        assert {item["note"] for item in shown} == {NOTE}
        assert not [item for item in shown if "secret" in json.dumps(item)]
