"""What a court keeps besides its cases: each list for whose duty it is, each act by its page."""

import pytest
from django.utils import timezone

from blacklist.law.duties import Duty
from blacklist.models import AccountProposal, Delegation, Officer
from blacklist.services import sessions
from blacklist.web.navigation import OFFICES, first_page
from blacklist.web.offices import OFFICES as PAGES
from tests.blacklist.web.staff import HOST, Desk
from tests.factories import delegations, ledger, people

pytestmark = pytest.mark.django_db
KEEPERS = {
    "accounts": people.administrator,
    "delegations": people.president,
    "recipients": people.president,
    "exports": people.president,
}


class TestOffices:
    def test_are_those_of_the_tab(self) -> None:
        assert {page.name: page.duty for page in PAGES} == dict(OFFICES)

    @pytest.mark.parametrize("name", sorted(KEEPERS))
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_open_for_whose_duty_it_is_and_for_nobody_else(self, name: str, language: str) -> None:
        assert Desk(KEEPERS[name](), language=language).get(f"/court/{name}").status_code == 200
        assert Desk(people.clerk(), language=language).get(f"/court/{name}").status_code == 403

    def test_are_where_an_administrator_begins(self) -> None:
        now = timezone.now()
        assert first_page(people.administrator(), at=now) == "/court/accounts"
        assert first_page(people.judge(), at=now) == "/court/"
        assert first_page(people.officer(duties=[]), at=now) == "/court/"

    def test_are_led_to_by_signing_in(self) -> None:
        administrator = people.administrator()
        sessions.enrol_second_factor(administrator)
        page = Desk(administrator).client.post(
            "/court/sign-in",
            {"username": administrator.username, "password": people.PASSWORD, "code": "000000"},
            headers=HOST,
        )
        assert page.status_code == 403


class TestAccounts:
    def test_invites_an_officer_of_the_own_court_and_shows_the_secret_once(self) -> None:
        desk = Desk(people.administrator())
        assert "/court/do/invite_officer" in desk.text("/court/accounts")
        form = desk.text("/court/do/invite_officer")
        assert 'name="court"' not in form
        assert 'value="register"' in form
        sent = {"username": "clerk77", "name": "示范书记员", "duties": ["read", "register"], "note": "新到任。"}
        answered = desk.post("/court/do/invite_officer", key="a" * 16, **sent)
        assert answered.status_code == 200
        assert "shown once" in answered.content.decode()
        invited = Officer.objects.get(username="clerk77")
        assert (invited.court_id, sorted(invited.duties)) == (people.COURT, ["read", "register"])
        assert "clerk77" in desk.text("/court/accounts")
        again = desk.post("/court/do/invite_officer", key="a" * 16, **sent)
        assert again.status_code == 409
        assert Officer.objects.filter(username="clerk77").count() == 1

    def test_suspends_and_resumes(self) -> None:
        desk, officer = Desk(people.administrator()), people.clerk()
        for act, state in (("suspend_officer", "suspended"), ("resume_officer", "active")):
            assert f"/court/do/{act}/{officer.pk}" in desk.text("/court/accounts")
            answered = desk.post(f"/court/do/{act}/{officer.pk}", key=act.ljust(16, "x"), note="调查。")
            assert (answered.status_code, answered["Location"]) == (302, "/court/accounts")
            officer.refresh_from_db()
            assert officer.state == state

    def test_lets_a_second_administrator_confirm_with_a_fresh_code(self) -> None:
        first, second = Desk(people.administrator()), Desk(people.administrator())
        officer = people.officer(duties=[Duty.READ])
        sent = {"duties": ["sign"], "note": "任副院长。"}
        assert first.post(f"/court/do/grant_duties/{officer.pk}", key="g" * 16, **sent).status_code == 302
        proposal = AccountProposal.objects.get()
        address = f"/court/do/confirm_proposal/{proposal.pk}"
        assert address not in first.text("/court/accounts")
        assert address in second.text("/court/accounts")
        assert second.post(address, key="h" * 16).status_code == 200
        officer.refresh_from_db()
        assert "sign" in officer.duties

    def test_shows_no_account_of_another_court(self) -> None:
        other = people.clerk(people.OTHER_COURT)
        desk = Desk(people.administrator())
        assert other.username not in desk.text("/court/accounts")
        assert desk.get(f"/court/do/suspend_officer/{other.pk}").status_code == 404


class TestDelegations:
    @pytest.mark.law("L5-3")
    def test_lends_the_signature_to_a_colleague_chosen_from_the_list_and_takes_it_back(self) -> None:
        desk, deputy = Desk(people.president()), people.judge()
        people.judge(people.OTHER_COURT)
        form = desk.text("/court/do/delegate_signature")
        assert f'value="{deputy.username}"' in form
        sent = {"deputy": deputy.username, "instrument_number": "示范授1号", "from_on": "2099-01-01"}
        sent["last_day"] = "2099-01-10"
        answered = desk.post("/court/do/delegate_signature", key="e" * 16, **sent)
        assert (answered.status_code, answered["Location"]) == (302, "/court/delegations")
        address = f"/court/do/end_delegation/{Delegation.objects.get().pk}"
        assert address in desk.text("/court/delegations")
        assert desk.post(address, key="f" * 16, note="院长返岗。").status_code == 302
        assert address not in desk.text("/court/delegations")

    def test_shows_one_that_has_ended_without_an_act(self) -> None:
        delegation = delegations.ended()
        page = Desk(people.president()).text("/court/delegations")
        assert delegation.deputy.username in page
        assert "/court/do/end_delegation/" not in page


class TestRecipients:
    def test_enrols_one_and_offers_it_to_a_listing(self) -> None:
        desk = Desk(people.president())
        sent = {"name": "示范征信中心", "kind": "credit_agency", "legal_basis": "L8", "fields_told": ["name", "court"]}
        answered = desk.post("/court/do/enrol_recipient", key="r" * 16, **sent)
        assert (answered.status_code, answered["Location"]) == (302, "/court/recipients")
        assert "示范征信中心" in desk.text("/court/recipients")
        listing = ledger.announced().listing
        assert "示范征信中心" in Desk(people.judge()).text(f"/court/do/notify_of_listing/{listing.pk}")


class TestExports:
    def test_gives_a_masked_file_and_shows_who_took_it(self) -> None:
        desk = Desk(people.president())
        answered = desk.post("/court/exports", format="csv")
        assert answered.status_code == 200
        assert "attachment" in answered["Content-Disposition"]
        assert answered.getvalue()
        assert desk.officer.username in desk.text("/court/exports")

    def test_gives_whole_numbers_only_as_authorised(self) -> None:
        desk = Desk(people.president())
        sent = {"format": "csv", "purpose": "supervision", "note": "上级法院核查。"}
        answered = desk.post("/court/do/authorise_export", key="x" * 16, **sent)
        assert (answered.status_code, answered["Location"]) == (302, "/court/exports")
        page = desk.text("/court/exports")
        assert 'name="export"' in page
        key = page.partition('name="export" value="')[2].partition('"')[0]
        answered = desk.post("/court/exports", export=key)
        assert "attachment" in answered["Content-Disposition"]
        assert answered.getvalue()
        assert desk.post("/court/exports", export="x").status_code == 404

    def test_is_not_fetched_by_another(self) -> None:
        first = Desk(people.officer(duties=[Duty.READ, Duty.EXPORT]))
        sent = {"format": "csv", "purpose": "supervision", "note": "上级法院核查。"}
        assert first.post("/court/do/authorise_export", key="y" * 16, **sent).status_code == 302
        assert 'name="export"' not in Desk(people.president()).text("/court/exports")
