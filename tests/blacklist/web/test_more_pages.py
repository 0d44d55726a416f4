"""Imports, searches, invitations and evidence on the pages."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from blacklist.law.accounts import AccountState
from blacklist.law.duties import Duty
from blacklist.law.likeness import Likeness
from blacklist.models import ImportRun, PersonAccess
from blacklist.services import officers
from blacklist.services.officers import Newcomer
from blacklist.tasks import work_on_imports
from blacklist.web.searches import LIKENESS
from tests.blacklist.imports.files import file_of
from tests.blacklist.imports.rows import LISTING
from tests.blacklist.web.staff import HOST, Desk
from tests.factories import cases, corrections, exemptions, orders, people

pytestmark = pytest.mark.django_db


class TestImports:
    def test_previews_a_file_and_drops_it(self, tmp_path: Path) -> None:
        desk = Desk(people.president())
        sent = SimpleUploadedFile("裁定.csv", file_of(tmp_path, [LISTING]).read_bytes(), content_type="text/csv")
        answered = desk.client.post("/court/imports", {"file": sent}, headers=HOST)
        run = ImportRun.objects.get()
        assert answered["Location"] == f"/court/imports/{run.pk}"
        work_on_imports()
        page = desk.text(answered["Location"])
        assert "To be entered" in page
        assert "Start the import" in page
        assert desk.post(answered["Location"], drop="1", key="a" * 16).status_code == 302
        run.refresh_from_db()
        assert run.state == "dropped"

    def test_starts_with_a_fresh_code_only(self, tmp_path: Path) -> None:
        desk = Desk(people.president(), at=timezone.now() - timedelta(minutes=6))
        sent = SimpleUploadedFile("x.csv", file_of(tmp_path, [LISTING]).read_bytes())
        where = desk.client.post("/court/imports", {"file": sent}, headers=HOST)["Location"]
        work_on_imports()
        answered = desk.post(where, start="1", key="a" * 16)
        assert answered.status_code == 403
        assert 'href="#id_code"' in answered.content.decode()

    def test_says_why_a_file_is_not_taken(self) -> None:
        desk = Desk(people.president())
        sent = SimpleUploadedFile("x.exe", b"MZ\x00\x01")
        answered = desk.client.post("/court/imports", {"file": sent}, headers=HOST)
        assert answered.status_code == 422
        assert ImportRun.objects.count() == 0

    def test_says_it_at_the_field_and_in_the_summary(self) -> None:
        page = Desk(people.president()).post("/court/imports").content.decode()
        assert 'href="#id_file"' in page
        assert 'id="id_file-error"' in page

    def test_reads_no_file_of_somebody_unknown_and_says_so(self) -> None:
        sent = SimpleUploadedFile("x.csv", b"a,b\n")
        answered = Client().post("/court/imports", {"file": sent}, headers={**HOST, "accept-language": "en"})
        page = answered.content.decode()
        assert answered.status_code == 200
        assert "choose it again" in page
        assert "is not lost" not in page
        assert 'name="then" value="/court/imports"' in page

    def test_takes_no_forged_file(self) -> None:
        desk = Desk(people.president())
        desk.client.handler.enforce_csrf_checks = True
        sent = SimpleUploadedFile("x.csv", b"a,b\n")
        assert desk.client.post("/court/imports", {"file": sent}, headers=HOST).status_code == 403


class TestCases:
    @pytest.mark.parametrize(
        "typed", ["110000198001010010", "张三 １１００００１９８００１０１００１０", "110000800101001"]
    )
    def test_put_no_persons_number_into_an_address(self, typed: str) -> None:
        answered = Desk(people.clerk()).post("/court/cases", number=typed)
        assert answered.status_code == 422
        assert 'id="id_number-error"' in answered.content.decode()

    def test_are_found_by_their_number(self) -> None:
        case = cases.with_notice()
        desk = Desk(people.clerk())
        answered = desk.post("/court/cases", number=case.case_number)
        assert f"/court/cases/{case.pk}" in desk.text(answered["Location"])
        assert desk.post("/court/cases", number=" ")["Location"] == "/court/cases"


class TestFind:
    def test_records_the_purpose(self) -> None:
        person = people.person()
        desk = Desk(people.clerk())
        sent = {"document__type": "resident_id", "document__number": person.documents.get().number}
        assert person.name in desk.post("/court/persons/find", **sent, purpose="enquiry").content.decode()
        assert PersonAccess.objects.get(person=person).purpose == "enquiry"

    def test_wants_a_purpose(self) -> None:
        person = people.person()
        sent = {"document__type": "resident_id", "document__number": person.documents.get().number}
        answered = Desk(people.clerk()).post("/court/persons/find", **sent)
        assert answered.status_code == 422
        assert person.name not in answered.content.decode()

    def test_offers_a_code_for_the_own_record_to_who_may_hand_it_out(self) -> None:
        handed = "/court/do/issue_record_code"
        assert handed in Desk(people.clerk()).text("/court/persons/find")
        assert handed not in Desk(people.president()).text("/court/persons/find")

    def test_puts_nothing_into_an_address(self) -> None:
        assert 'method="get"' not in Desk(people.clerk()).text("/court/persons/find")


class TestSearch:
    def test_shows_like_names_and_records_who_looked(self) -> None:
        person = people.person(name="欧阳明")
        sent = {"name": "欧阳明", "purpose": "enforcement", "reason": "（2026）兵9901执1号"}
        page = Desk(people.clerk()).post("/court/persons/search", **sent).content.decode()
        assert "欧阳明" in page
        assert "same name" in page
        assert PersonAccess.objects.filter(person=person).exists()

    def test_says_of_another_script_that_the_sound_is_the_same(self) -> None:
        people.person(name="欧阳明")
        sent = {"name": "OUYANG MING", "birth_year": "1980", "purpose": "enforcement", "reason": "（2026）兵9901执1号"}
        answered = Desk(people.clerk()).post("/court/persons/search", **sent)
        assert answered.status_code == 200
        assert "same sound" in answered.content.decode()

    def test_has_words_for_every_likeness(self) -> None:
        assert set(LIKENESS) == set(Likeness)


class TestInvitation:
    def test_sets_the_password_and_shows_the_factor_once(self) -> None:
        newcomer = Newcomer("clerk77", "示范", people.court().pk, frozenset({Duty.READ}))
        invited = officers.invite(newcomer, note="新到任。", by=people.administrator(), at=timezone.now())
        sent = {"secret": invited.secret, "password": "a rather long pass phrase"}
        page = Client().post("/court/invitation", sent, headers=HOST).content.decode()
        assert "data:image/svg+xml" in page
        invited.officer.refresh_from_db()
        assert invited.officer.state == AccountState.ACTIVE
        assert Client().post("/court/invitation", sent, headers=HOST).status_code >= 400

    def test_gives_no_password_back(self) -> None:
        sent = {"secret": "wrong", "password": "a rather long pass phrase"}
        page = Client().post("/court/invitation", sent, headers=HOST).content.decode()
        assert "a rather long" not in page


class TestMatters:
    def test_open_evidence_for_a_purpose_only(self) -> None:
        exemption = exemptions.submitted()
        desk, address = Desk(people.judge()), f"/court/exemptions/{exemption.pk}/evidence"
        assert 'role="status"><ul' not in desk.text(address)
        assert desk.post(address).status_code == 422
        assert desk.post(address, purpose="decide").status_code == 200

    def test_decide_an_exemption(self) -> None:
        exemption = exemptions.submitted()
        desk, address = Desk(people.judge()), f"/court/do/reject_exemption/{exemption.pk}"
        page = desk.text(address)
        assert "not verified" in page
        answered = desk.post(address, key="a" * 16, reason="not_verified", note="查无此事。")
        assert answered["Location"] == f"/court/exemptions/{exemption.pk}"
        exemption.refresh_from_db()
        assert exemption.state == "rejected"

    def test_lead_from_a_measure_to_a_request_for_its_correction(self) -> None:
        order = corrections.received().measure
        page = Desk(people.clerk()).text(f"/court/listings/{order.pk}")
        links = re.findall(r'href="([^"]*receive_correction[^"]*)"', page)
        assert links
        assert Desk(people.clerk()).get(links[0]).status_code == 200


class TestRedressNumber:
    def test_is_shown_once(self) -> None:
        order = orders.in_force()
        person = order.restricted_persons.get().person
        desk, address = Desk(people.judge()), f"/court/do/issue_redress_number?person={person.pk}"
        assert person.name in desk.text(address)
        number = people.resident_number(date(1991, 2, 2))
        sent = {
            "name": person.name,
            "document__type": "resident_id",
            "document__number": number,
            "not_persons": str(person.pk),
            "evidence": "卷宗1",
        }
        answered = desk.post(address, key="a" * 16, **sent)
        assert "RDX-" in answered.content.decode(), answered.content.decode()
        assert desk.post(address, key="a" * 16, **sent).status_code == 409


class TestRecordCode:
    def test_is_handed_out_once(self) -> None:
        number = people.person().documents.get().number
        desk, address = Desk(people.clerk()), "/court/do/issue_record_code"
        assert address in desk.text("/court/persons/find")
        answered = desk.post(address, key="b" * 16, document__type="resident_id", document__number=number)
        assert answered.status_code == 200
        assert "shown once" in answered.content.decode()
        assert number not in answered.content.decode()
