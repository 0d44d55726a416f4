"""Documents and names linked to a person and unlinked, and how well a record is verified, over the API."""

import uuid
from typing import Any, ClassVar

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import Person, RegisterEntry
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import listings, people

pytestmark = pytest.mark.django_db


def debtor() -> Person:
    return listings.active().debtor


class TestIdentify:
    body: ClassVar[dict[str, Any]] = {
        "document": {"type": "passport", "number": "E12345678", "issuer": "CHN"},
        "evidence": ["卷宗-31"],
    }

    def address(self, person: Person) -> str:
        return f"/court/v1/persons/{person.pk}/documents"

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address(listings.active().debtor), self.body).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        person = listings.active().debtor
        for duty in set(Duty) - {Duty.PROPOSE}:
            answer = ask(caller(people.officer(duties=[duty])), self.address(person), self.body)
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    def test_refuses_a_person_in_no_case_of_the_court(self, caller: CallerOf) -> None:
        answer = ask(caller(people.judge()), self.address(people.person()), self.body)
        assert (answer.status_code, answer.json()["code"]) == (403, "other-court")

    def test_refuses_an_unknown_person(self, caller: CallerOf) -> None:
        answer = ask(caller(people.judge()), f"/court/v1/persons/{uuid.uuid4()}/documents", self.body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")

    def test_refuses_a_document_on_file(self, caller: CallerOf) -> None:
        client, address = caller(people.judge()), self.address(listings.active().debtor)
        ask(client, address, self.body)
        answer = ask(client, address, self.body)
        assert (answer.status_code, answer.json()["code"]) == (409, "already-done")

    def test_refuses_another_shape_and_what_breaks_a_rule(self, caller: CallerOf) -> None:
        client, address = caller(people.judge()), self.address(listings.active().debtor)
        for changes, status, code in (
            ({"person": "x"}, 400, "unknown-field"),
            ({"evidence": "卷宗-31"}, 400, "wrong-type"),
            ({"evidence": []}, 422, "evidence-required"),
        ):
            answer = ask(client, address, {**self.body, **changes})
            assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_puts_it_on_file_with_one_register_entry(self, caller: CallerOf) -> None:
        person, judge = listings.active().debtor, people.judge()
        before = RegisterEntry.objects.count()
        answer = ask(caller(judge), self.address(person), self.body)
        assert answer.status_code == 200, answer.content
        assert {document["masked_number"] for document in answer.json()["documents"]} >= {"E1*****78"}
        [entry] = RegisterEntry.objects.order_by("version")[before:]
        assert (entry.act, entry.actor) == ("identify", judge)


class TestRead:
    def test_shows_who_is_in_a_case_of_the_own_court(self, caller: CallerOf) -> None:
        person = listings.active().debtor
        address = f"/court/v1/persons/{person.pk}"
        assert caller(people.clerk()).get(address).json()["name"] == person.name
        shown = caller(people.clerk()).get(address).json()
        [document] = shown["documents"]
        assert (document["use"], document["evidence"], document["linked_at"]) == ("current", [], None)
        assert (shown["other_names"], shown["assurance"]) == ([], "A2")
        assert caller(people.clerk(people.OTHER_COURT)).get(address).status_code == 404
        assert caller(people.officer(duties=[Duty.REGISTER])).get(address).status_code == 403


class TestName:
    body: ClassVar[dict[str, Any]] = {"name": "张老三", "kind": "alias", "evidence": ["卷宗-32"]}

    def address(self, person: Person) -> str:
        return f"/court/v1/persons/{person.pk}/names"

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address(debtor()), self.body).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        person = debtor()
        for duty in set(Duty) - {Duty.PROPOSE}:
            answer = ask(caller(people.officer(duties=[duty])), self.address(person), self.body)
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    def test_refuses_another_shape_and_what_breaks_a_rule(self, caller: CallerOf) -> None:
        client, address = caller(people.judge()), self.address(debtor())
        for changes, status, code in (
            ({"kind": "nickname"}, 422, "unknown-value"),
            ({"name": "张**"}, 422, "name-masked"),
            ({"evidence": []}, 422, "evidence-required"),
        ):
            answer = ask(client, address, {**self.body, **changes})
            assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_puts_it_on_file_with_one_register_entry(self, caller: CallerOf) -> None:
        person, judge = debtor(), people.judge()
        before = RegisterEntry.objects.count()
        answer = ask(caller(judge), self.address(person), self.body)
        assert answer.status_code == 200, answer.content
        [shown] = answer.json()["other_names"]
        assert (shown["name"], shown["kind"], shown["evidence"]) == ("张老三", "alias", ["卷宗-32"])
        [entry] = RegisterEntry.objects.order_by("version")[before:]
        assert (entry.act, entry.actor) == ("identify", judge)


class TestUnlink:
    def address(self, person: Person) -> str:
        return f"/court/v1/persons/{person.pk}/unlink"

    def linked(self, caller: CallerOf) -> tuple[Person, str]:
        """Return a person with a passport linked, and that document's id."""
        person = debtor()
        answer = ask(caller(people.judge()), f"/court/v1/persons/{person.pk}/documents", TestIdentify.body)
        [found] = [document["id"] for document in answer.json()["documents"] if document["type"] == "passport"]
        return person, found

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address(debtor()), {"note": "有误。"}).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        person = debtor()
        for duty in set(Duty) - {Duty.RECTIFY}:
            answer = ask(caller(people.officer(duties=[duty])), self.address(person), {"note": "有误。"})
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    def test_refuses_the_only_document_and_what_is_not_named(self, caller: CallerOf) -> None:
        person, client = debtor(), caller(people.judge())
        only = str(person.documents.get().pk)
        for body, status, code in (
            ({"note": "有误。"}, 400, "field-required"),
            ({"note": "有误。", "document": only, "name": only}, 400, "field-required"),
            ({"note": "有误。", "name": only}, 404, "not-found"),
            ({"note": "有误。", "document": only}, 409, "wrong-state"),
        ):
            answer = ask(client, self.address(person), body)
            assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_takes_it_off_with_one_register_entry(self, caller: CallerOf) -> None:
        person, document = self.linked(caller)
        before, judge = RegisterEntry.objects.count(), people.judge()
        answer = ask(caller(judge), self.address(person), {"document": document, "note": "非本人证件。"})
        assert answer.status_code == 200, answer.content
        assert [shown["type"] for shown in answer.json()["documents"]] == ["resident_id"]
        [entry] = RegisterEntry.objects.order_by("version")[before:]
        assert (entry.act, entry.actor, entry.measure_id) == ("unlink", judge, person.pk)


def verified() -> Person:
    person = debtor()
    Person.objects.filter(pk=person.pk).update(assurance=3)
    return person


def doubted() -> Person:
    person = debtor()
    Person.objects.filter(pk=person.pk).update(assurance=1)
    return person


class TestVerify(ActOnRecord):
    collection, act, duty = "persons", "verify", Duty.PROPOSE
    body: ClassVar[dict[str, Any]] = {"evidence": ["核验回执-1"]}
    ready = debtor
    wrong: ClassVar[dict[str, Any]] = {"verified": (verified, "already-done")}
    leads_to: ClassVar[dict[str, Any]] = {"assurance": "A3"}


class TestDoubt(ActOnRecord):
    collection, act, duty = "persons", "doubt", Duty.RECTIFY
    body: ClassVar[dict[str, Any]] = {"note": "号码与身份证不符。"}
    ready = debtor
    wrong: ClassVar[dict[str, Any]] = {"doubted": (doubted, "already-done")}
    leads_to: ClassVar[dict[str, Any]] = {"assurance": "A1"}
