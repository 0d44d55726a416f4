"""The acts on officers' accounts: who may, what waits for four eyes, what the register says."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from blacklist.law.accounts import AccountState
from blacklist.law.duties import OFFICES, Duty
from blacklist.models import AccountProposal, Invitation, Officer, OfficerSession, RegisterEntry
from blacklist.register import open_payload
from blacklist.services import listings, officers, persons
from blacklist.verification import faults
from tests.blacklist.services.drafts import code_of
from tests.factories import listings as listing_factory
from tests.factories import people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
NOTE, PASSWORD = "经批准。", "a long pass phrase of mine"
LATER = timedelta(days=7)


def newest() -> tuple[RegisterEntry, dict[str, Any]]:
    """Return the newest entry and what it says."""
    entry = RegisterEntry.objects.latest("version")
    payload = open_payload(entry)
    assert payload is not None
    return entry, payload


def session_of(officer: Officer) -> OfficerSession:
    digest = officer.username.encode().ljust(32, b"\0")
    return OfficerSession.objects.create(
        token_digest=digest, officer=officer, second_factor_at=AT, expires_at=AT + timedelta(hours=1)
    )


def suspended() -> Officer:
    return officers.suspend(people.clerk().pk, note=NOTE, by=people.administrator(), at=AT)


def newcomer(*duties: Duty, court_code: str | None = people.COURT) -> officers.Newcomer:
    return officers.Newcomer("newcomer", "示范", court_code, frozenset(duties or OFFICES["clerk"]))


def invited(*duties: Duty) -> officers.Given:
    return officers.invite(newcomer(*duties), note=NOTE, by=people.administrator(), at=AT)


def enrol(username: str = "judge01", court_code: str | None = people.COURT) -> officers.Enrolled:
    duties = OFFICES["enforcement_judge" if court_code else "administrator"]
    return officers.enrol(username=username, name="示范", court_code=court_code, duties=duties, at=AT)


class TestEnrol:
    def test_gives_an_account_with_both_factors_shown_once(self) -> None:
        people.court()
        enrolled = enrol()
        officer = Officer.objects.get()
        assert officer.check_password(enrolled.password)
        assert enrolled.password not in officer.password
        assert set(officer.duties) == OFFICES["enforcement_judge"]
        factor = Authenticator.objects.get(user=officer)
        assert enrolled.totp_secret not in str(factor.data)

    def test_serves_a_court_on_file_or_none(self) -> None:
        assert code_of(enrol) == "unknown-court"
        assert enrol(court_code=None).officer.court is None

    def test_takes_a_user_name_once(self) -> None:
        people.court()
        enrol()
        assert code_of(enrol) == "duplicate"
        assert Officer.objects.count() == 1

    @pytest.mark.law("L13")
    def test_is_the_operators_act_in_the_register(self) -> None:
        """An account of no court is on record too."""
        made = enrol(court_code=None).officer
        entry, payload = newest()
        assert (entry.act, entry.actor_name, entry.actor_id, entry.court_id) == (
            "enrol_officer",
            "operator",
            None,
            None,
        )
        assert payload["account"]["officer"] == made.pk
        assert list(faults()) == []

    @pytest.mark.parametrize("username", ["system", "operator", "person"])
    def test_keeps_the_names_that_the_register_uses_itself(self, username: str) -> None:
        people.court()
        assert code_of(lambda: enrol(username)) == "duplicate"

    @pytest.mark.parametrize("username", ["ab", "Judge01", "judge 01", "judgе01", "-judge", "张三"])
    def test_takes_only_names_that_look_like_no_other(self, username: str) -> None:
        """The fourth has a Cyrillic letter."""
        people.court()
        assert code_of(lambda: enrol(username)) == "username-characters"


class TestEveryAct:
    """The order in which each refuses: 404, 403 duty, 403 court, 409 state, 422 rule."""

    ACTS: ClassVar[Mapping[str, Callable[[int, Officer], Any]]] = {
        "move": lambda key, by: officers.move(key, court_code=people.OTHER_COURT, note=NOTE, by=by, at=AT),
        "suspend": lambda key, by: officers.suspend(key, note=NOTE, by=by, at=AT),
        "resume": lambda key, by: officers.resume(key, note=NOTE, by=by, at=AT),
        "grant": lambda key, by: officers.grant(key, duties=[Duty.PUBLISH], note=NOTE, by=by, at=AT),
        "withdraw": lambda key, by: officers.withdraw(key, duties=[Duty.READ], note=NOTE, by=by, at=AT),
        "reset_factor": lambda key, by: officers.reset_factor(key, note=NOTE, by=by, at=AT),
    }

    @pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
    def test_knows_only_officers_on_file(self, act: Callable[[int, Officer], object]) -> None:
        administrator = people.administrator()
        assert code_of(lambda: act(0, administrator)) == "not-found"

    @pytest.mark.law("9.0")
    @pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
    def test_needs_the_duty(self, act: Callable[[int, Officer], object]) -> None:
        clerk, other = people.clerk(), people.officer(duties=set(Duty) - {Duty.ADMINISTER})
        assert code_of(lambda: act(clerk.pk, other)) == "duty-required"

    @pytest.mark.law("9.0")
    @pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
    def test_belongs_to_the_administrators_of_the_court(self, act: Callable[[int, Officer], object]) -> None:
        clerk, elsewhere = people.clerk(), people.administrator(people.OTHER_COURT)
        assert code_of(lambda: act(clerk.pk, elsewhere)) == "other-court"

    @pytest.mark.law("9.0")
    @pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
    def test_refuses_an_administrator_suspended_meanwhile(self, act: Callable[[int, Officer], object]) -> None:
        """Who acts is read anew under the lock: what the request knew of it may be old."""
        clerk, administrator = people.clerk(), people.administrator()
        officers.suspend(administrator.pk, note=NOTE, by=people.administrator(), at=AT)
        assert administrator.is_active
        assert code_of(lambda: act(clerk.pk, administrator)) == "duty-required"

    @pytest.mark.law("L13")
    @pytest.mark.parametrize("name", ["move", "suspend", "grant", "withdraw"])
    def test_is_one_entry_with_the_account_before_and_after(self, name: str) -> None:
        clerk, chief = people.clerk(), people.administrator(None)
        people.court(people.OTHER_COURT)
        version = RegisterEntry.objects.count()
        self.ACTS[name](clerk.pk, chief)
        entry, payload = newest()
        assert entry.version == version + 1
        assert (entry.actor_name, entry.article, entry.subjects) == (chief.username, "L13", [])
        assert payload["before"] != payload["account"]
        assert payload["account"]["officer"] == clerk.pk
        assert payload["note"] == NOTE
        assert list(faults()) == []

    @pytest.mark.law("L13")
    @pytest.mark.parametrize("name", ["suspend", "resume", "reset_factor"])
    def test_says_why(self, name: str) -> None:
        key = suspended().pk if name == "resume" else people.clerk().pk
        act, by = getattr(officers, name), people.administrator()
        assert code_of(lambda: act(key, note=" ", by=by, at=AT)) == "reasons-required"


class TestInvite:
    def test_opens_an_account_that_cannot_sign_in_yet(self) -> None:
        given = invited()
        assert given.officer.state == AccountState.INVITED
        assert not given.officer.has_usable_password()
        assert not given.officer.is_active
        assert given.secret.encode() not in bytes(Invitation.objects.get().secret_digest)
        assert newest()[0].act == "invite_officer"

    def test_takes_a_user_name_once(self) -> None:
        invited()
        assert code_of(invited) == "duplicate"

    @pytest.mark.law("9.0")
    def test_leaves_powerful_duties_to_a_second_administrator(self) -> None:
        given = invited(Duty.READ, Duty.SIGN, Duty.IMPORT)
        assert given.officer.duties == ["import", "read"]
        assert given.proposal is not None
        assert given.proposal.duties == ["sign"]

    def test_needs_the_duty_and_the_court(self) -> None:
        for by, code in (
            (people.clerk(), "duty-required"),
            (people.administrator(people.OTHER_COURT), "other-court"),
        ):
            assert code_of(partial(officers.invite, newcomer(), note=NOTE, by=by, at=AT)) == code

    def test_lets_an_administrator_of_a_court_make_none_of_all(self) -> None:
        whole = newcomer(Duty.ADMINISTER, court_code=None)
        court_only = people.administrator()
        assert code_of(lambda: officers.invite(whole, note=NOTE, by=court_only, at=AT)) == "other-court"
        assert officers.invite(whole, note=NOTE, by=people.administrator(None), at=AT).officer.court is None

    @pytest.mark.parametrize(
        ("duties", "court_code", "code"),
        [
            ([Duty.READ], None, "field-required"),
            ([Duty.READ], "兵0000", "unknown-court"),
            ([Duty.ADMINISTER, Duty.READ], people.COURT, "duties-incompatible"),
            ([Duty.PROPOSE, Duty.SIGN], people.COURT, "duties-incompatible"),
        ],
    )
    def test_refuses_an_account_that_must_not_be(self, duties: list[Duty], court_code: str | None, code: str) -> None:
        people.court()
        chief = people.administrator(None)
        wrong = newcomer(*duties, court_code=court_code)
        assert code_of(lambda: officers.invite(wrong, note=NOTE, by=chief, at=AT)) == code


class TestAccept:
    def test_sets_password_and_second_factor(self) -> None:
        given = invited()
        accepted = officers.accept(secret=given.secret, password=PASSWORD, at=AT)
        assert accepted.officer.is_active
        assert accepted.officer.check_password(PASSWORD)
        assert Authenticator.objects.filter(user=accepted.officer).count() == 1
        entry, _ = newest()
        assert (entry.act, entry.actor_id) == ("accept_invite", given.officer.pk)

    def test_works_once(self) -> None:
        given = invited()
        officers.accept(secret=given.secret, password=PASSWORD, at=AT)
        assert code_of(lambda: officers.accept(secret=given.secret, password=PASSWORD, at=AT)) == "unauthenticated"

    def test_works_for_seven_days(self) -> None:
        given = invited()
        late = AT + LATER
        assert code_of(lambda: officers.accept(secret=given.secret, password=PASSWORD, at=late)) == "unauthenticated"
        officers.accept(secret=given.secret, password=PASSWORD, at=late - timedelta(seconds=1))

    def test_refuses_any_other_secret(self) -> None:
        invited()
        assert code_of(lambda: officers.accept(secret="x.y", password=PASSWORD, at=AT)) == "unauthenticated"

    @pytest.mark.parametrize("password", ["short", "password1234", "newcomer1234"])
    def test_refuses_a_password_that_can_be_guessed(self, password: str) -> None:
        given = invited()
        assert code_of(lambda: officers.accept(secret=given.secret, password=password, at=AT)) == "password-weak"
        assert Invitation.objects.exists()

    def test_is_refused_once_suspended(self) -> None:
        given = invited()
        officers.suspend(given.officer.pk, note=NOTE, by=people.administrator(), at=AT)
        assert code_of(lambda: officers.accept(secret=given.secret, password=PASSWORD, at=AT)) == "unauthenticated"


class TestMove:
    @pytest.mark.law("J15")
    def test_leaves_powerful_duties_and_sessions_behind(self) -> None:
        president = people.president()
        session = session_of(president)
        people.court(people.OTHER_COURT)
        chief = people.administrator(None)
        moved = officers.move(president.pk, court_code=people.OTHER_COURT, note=NOTE, by=chief, at=AT)
        assert moved.court_id == people.OTHER_COURT
        assert set(moved.duties) == OFFICES["court_president"] - {Duty.SIGN}
        session.refresh_from_db()
        assert not session.is_open(AT)
        assert newest()[0].court_id == people.OTHER_COURT

    def test_needs_another_court_on_file(self) -> None:
        clerk, chief = people.clerk(), people.administrator(None)
        for code, refusal in ((people.COURT, "already-done"), ("兵0000", "unknown-court")):
            move = partial(officers.move, clerk.pk, court_code=code, note=NOTE, by=chief, at=AT)
            assert code_of(move) == refusal

    def test_needs_an_administrator_of_both_courts(self) -> None:
        clerk, own = people.clerk(), people.administrator()
        people.court(people.OTHER_COURT)
        move = partial(officers.move, clerk.pk, court_code=people.OTHER_COURT, note=NOTE, by=own, at=AT)
        assert code_of(move) == "other-court"


class TestSuspend:
    @pytest.mark.law("9.0", "L13")
    def test_ends_sessions_and_the_right_to_act_at_once(self) -> None:
        president, drafted = people.president(), listing_factory.proposed()
        session = session_of(president)
        officers.suspend(president.pk, note=NOTE, by=people.administrator(), at=AT)
        session.refresh_from_db()
        assert not session.is_open(AT)
        suspended = Officer.objects.get(pk=president.pk)
        assert code_of(lambda: listings.sign(drafted.pk, by=suspended, at=AT)) == "duty-required"

    @pytest.mark.law("L13")
    def test_stops_an_act_whose_request_was_let_in_before(self) -> None:
        president, drafted = people.president(), listing_factory.proposed()
        officers.suspend(president.pk, note=NOTE, by=people.administrator(), at=AT)
        assert president.is_active
        assert code_of(lambda: listings.sign(drafted.pk, by=president, at=AT)) == "account-changed"

    @pytest.mark.law("L13")
    def test_stops_the_entry_of_persons_too(self) -> None:
        """A further name on file is an entry in the register, though no measure is concerned."""
        clerk, number = people.clerk(), people.person().documents.get().number
        officers.suspend(clerk.pk, note=NOTE, by=people.administrator(), at=AT)
        further = persons.Particulars("测试曾用名", "resident_id", number)
        assert code_of(partial(persons.register, further, by=clerk, at=AT)) == "account-changed"

    def test_is_done_once(self) -> None:
        clerk, administrator = suspended(), people.administrator()
        assert code_of(lambda: officers.suspend(clerk.pk, note=NOTE, by=administrator, at=AT)) == "already-done"

    def test_leaves_the_last_administrator(self) -> None:
        last = people.administrator()
        assert code_of(lambda: officers.suspend(last.pk, note=NOTE, by=last, at=AT)) == "last-administrator"

    def test_counts_administrators_who_can_keep_the_same_accounts(self) -> None:
        """Another court's does not, one of all courts does."""
        last, _ = people.administrator(), people.administrator(people.OTHER_COURT)
        assert code_of(lambda: officers.suspend(last.pk, note=NOTE, by=last, at=AT)) == "last-administrator"
        people.administrator(None)
        assert not officers.suspend(last.pk, note=NOTE, by=last, at=AT).is_active


class TestResume:
    def test_gives_back_what_was_held(self) -> None:
        clerk = suspended()
        resumed = officers.resume(clerk.pk, note=NOTE, by=people.administrator(), at=AT)
        assert resumed.is_active
        assert set(resumed.duties) == OFFICES["clerk"]

    def test_needs_a_suspended_officer(self) -> None:
        clerk, administrator = people.clerk(), people.administrator()
        assert code_of(lambda: officers.resume(clerk.pk, note=NOTE, by=administrator, at=AT)) == "already-done"
        invitee = invited().officer
        assert code_of(lambda: officers.resume(invitee.pk, note=NOTE, by=administrator, at=AT)) == "wrong-state"


class TestGrant:
    def grant(self, officer: Officer, *duties: Duty, by: Officer | None = None) -> officers.Given:
        return officers.grant(officer.pk, duties=duties, note=NOTE, by=by or people.administrator(), at=AT)

    def test_gives_ordinary_duties_at_once(self) -> None:
        given = self.grant(people.clerk(), Duty.PUBLISH)
        assert "publish" in given.officer.duties
        assert given.proposal is None

    @pytest.mark.law("9.0")
    @pytest.mark.parametrize("duty", [Duty.SIGN, Duty.REVOKE, Duty.ADMINISTER])
    def test_leaves_powerful_duties_to_a_second_administrator(self, duty: Duty) -> None:
        officer = people.officer(duties=[])
        before = RegisterEntry.objects.count()
        given = self.grant(officer, duty)
        assert (given.officer.duties, RegisterEntry.objects.count()) == ([], before)
        assert given.proposal is not None
        assert given.proposal.duties == [duty]

    @pytest.mark.law("9.0")
    def test_gives_nobody_a_duty_of_ones_own_making(self) -> None:
        administrator = people.administrator()
        assert code_of(lambda: self.grant(administrator, Duty.ENROL, by=administrator)) == "own-account"

    @pytest.mark.law("9.0", "11.12")
    @pytest.mark.parametrize(
        ("held", "more"),
        [
            ("enforcement_judge", Duty.SIGN),
            ("enforcement_judge", Duty.REVIEW),
            ("court_president", Duty.PROPOSE),
            ("review_panel", Duty.PROPOSE),
            ("clerk", Duty.ADMINISTER),
            ("administrator", Duty.READ),
        ],
    )
    def test_refuses_duties_that_nobody_holds_together(self, held: str, more: Duty) -> None:
        officer = people.officer(duties=OFFICES[held])
        assert code_of(lambda: self.grant(officer, more)) == "duties-incompatible"

    def test_is_done_once(self) -> None:
        clerk = people.clerk()
        assert code_of(lambda: self.grant(clerk, Duty.READ)) == "already-done"

    def test_needs_an_officer_who_may_act(self) -> None:
        clerk = suspended()
        assert code_of(lambda: self.grant(clerk, Duty.PUBLISH)) == "wrong-state"


class TestWithdraw:
    def withdraw(self, officer: Officer, *duties: Duty, by: Officer) -> Officer:
        return officers.withdraw(officer.pk, duties=duties, note=NOTE, by=by, at=AT)

    def test_takes_duties_at_once_without_a_second_administrator(self) -> None:
        president, drafted = people.president(), listing_factory.proposed()
        left = self.withdraw(president, Duty.SIGN, by=people.administrator())
        assert set(left.duties) == OFFICES["court_president"] - {Duty.SIGN}
        assert code_of(lambda: listings.sign(drafted.pk, by=president, at=AT)) == "account-changed"
        assert code_of(lambda: listings.sign(drafted.pk, by=left, at=AT)) == "duty-required"

    def test_is_done_once(self) -> None:
        clerk, by = people.clerk(), people.administrator()
        assert code_of(lambda: self.withdraw(clerk, Duty.SIGN, by=by)) == "already-done"

    def test_leaves_the_last_administrator(self) -> None:
        last = people.administrator()
        assert code_of(lambda: self.withdraw(last, Duty.ADMINISTER, by=last)) == "last-administrator"
        people.administrator()
        assert self.withdraw(last, Duty.ADMINISTER, by=last).duties == []


class TestResetFactor:
    def test_changes_nothing_before_another_confirms(self) -> None:
        clerk = people.clerk()
        before = RegisterEntry.objects.count()
        officers.reset_factor(clerk.pk, note=NOTE, by=people.administrator(), at=AT)
        clerk.refresh_from_db()
        assert clerk.check_password(people.PASSWORD)
        assert RegisterEntry.objects.count() == before

    @pytest.mark.law("9.0")
    def test_is_not_for_ones_own_account(self) -> None:
        administrator = people.administrator()
        reset = partial(officers.reset_factor, administrator.pk, note=NOTE, by=administrator, at=AT)
        assert code_of(reset) == "own-account"

    @pytest.mark.law("9.0")
    def test_gives_the_secret_in_halves_to_two_administrators(self) -> None:
        """Neither half nor either administrator opens the account; its officer, with both, does."""
        enrolled = enrol_a_clerk()
        session = session_of(enrolled.officer)
        first, second = people.administrator(), people.administrator()
        proposed = officers.reset_factor(enrolled.officer.pk, note=NOTE, by=first, at=AT)
        assert proposed.proposal is not None
        confirmed = officers.confirm(proposed.proposal.pk, by=second, at=AT)
        session.refresh_from_db()
        assert not session.is_open(AT)
        assert confirmed.officer.state == AccountState.INVITED
        assert not Authenticator.objects.filter(user=enrolled.officer).exists()
        for half in (proposed.secret, confirmed.secret, f"{confirmed.secret}.{proposed.secret}"):
            accept = partial(officers.accept, secret=half, password=PASSWORD, at=AT)
            assert code_of(accept) == "unauthenticated"
        whole = f"{proposed.secret}.{confirmed.secret}"
        accepted = officers.accept(secret=whole, password=PASSWORD, at=AT)
        assert not accepted.officer.check_password(enrolled.password)
        assert accepted.officer.check_password(PASSWORD)
        assert list(faults()) == []


def enrol_a_clerk() -> officers.Enrolled:
    people.court()
    duties = OFFICES["clerk"]
    return officers.enrol(username="clerk01", name="示范", court_code=people.COURT, duties=duties, at=AT)


class TestConfirm:
    @pytest.fixture
    def proposer(self) -> Officer:
        return people.administrator()

    @pytest.fixture
    def proposal(self, proposer: Officer) -> AccountProposal:
        """Return the proposal to let an officer who reads sign."""
        reader = people.officer(duties=[Duty.READ])
        given = officers.grant(reader.pk, duties=[Duty.SIGN], note=NOTE, by=proposer, at=AT)
        assert given.proposal is not None
        return given.proposal

    @pytest.mark.law("9.0", "L13")
    def test_does_what_was_proposed_and_names_both(self, proposal: AccountProposal, proposer: Officer) -> None:
        second = people.administrator()
        confirmed = officers.confirm(proposal.pk, by=second, at=AT)
        assert confirmed.officer.duties == ["read", "sign"]
        entry, payload = newest()
        assert (entry.act, entry.actor_id) == ("grant_duty", second.pk)
        assert (payload["proposed_by"], payload["note"]) == (proposer.username, NOTE)
        assert list(faults()) == []

    @pytest.mark.law("9.0")
    def test_takes_another_administrator_than_the_proposer(self, proposal: AccountProposal, proposer: Officer) -> None:
        confirm = partial(officers.confirm, proposal.pk, by=proposer, at=AT)
        assert code_of(confirm) == "second-administrator-required"

    @pytest.mark.law("9.0")
    def test_takes_another_administrator_than_the_officer_concerned(self, proposer: Officer) -> None:
        """Not even a reset of one's own factors may be confirmed."""
        other = people.administrator()
        proposed = officers.reset_factor(other.pk, note=NOTE, by=proposer, at=AT).proposal
        assert proposed is not None
        assert code_of(lambda: officers.confirm(proposed.pk, by=other, at=AT)) == "second-administrator-required"

    def test_needs_duty_and_court(self, proposal: AccountProposal) -> None:
        clerk, elsewhere = people.clerk(), people.administrator(people.OTHER_COURT)
        assert code_of(lambda: officers.confirm(proposal.pk, by=clerk, at=AT)) == "duty-required"
        assert code_of(lambda: officers.confirm(proposal.pk, by=elsewhere, at=AT)) == "other-court"

    def test_is_done_once(self, proposal: AccountProposal) -> None:
        second = people.administrator()
        officers.confirm(proposal.pk, by=second, at=AT)
        assert code_of(lambda: officers.confirm(proposal.pk, by=second, at=AT)) == "already-done"

    def test_comes_within_seven_days(self, proposal: AccountProposal) -> None:
        second = people.administrator()
        assert code_of(lambda: officers.confirm(proposal.pk, by=second, at=AT + LATER)) == "wrong-state"

    def test_comes_while_the_proposer_keeps_the_accounts(self, proposal: AccountProposal, proposer: Officer) -> None:
        """What an administrator proposed who is suspended since is void."""
        second = people.administrator()
        officers.suspend(proposer.pk, note=NOTE, by=second, at=AT)
        assert code_of(lambda: officers.confirm(proposal.pk, by=second, at=AT)) == "wrong-state"

    def test_refuses_what_has_become_incompatible(self, proposal: AccountProposal) -> None:
        second = people.administrator()
        officers.grant(proposal.officer_id, duties=[Duty.PROPOSE], note=NOTE, by=second, at=AT)
        assert code_of(lambda: officers.confirm(proposal.pk, by=second, at=AT)) == "duties-incompatible"

    def test_is_another_administrators_in_the_database_too(self, proposal: AccountProposal, proposer: Officer) -> None:
        proposal.confirmed_by, proposal.confirmed_at = proposer, AT
        with pytest.raises(IntegrityError), transaction.atomic():
            proposal.save()


class TestVerification:
    @pytest.mark.law("L13")
    def test_names_an_account_changed_past_the_services(self) -> None:
        """A database administrator edits a row directly: the integrity check says so."""
        clerk = suspended()
        Officer.objects.filter(pk=clerk.pk).update(state="active", duties=["sign"])
        [fault] = faults()
        assert f"officer {clerk.pk}" in fault
