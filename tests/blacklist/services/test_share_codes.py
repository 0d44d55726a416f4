"""Share codes: one activity, one institution, one use, a week at most; whatever is the matter with one sounds alike."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from blacklist.law.identity import Document
from blacklist.law.refusals import Refusal
from blacklist.models import Person, ShareCode, blind_of
from blacklist.services import share_codes
from blacklist.services.record_codes import Proved
from blacklist.services.share_codes import Holder, MadeCode, Opener, Wanted
from tests.factories import people
from tests.factories.clock import AT, TODAY

pytestmark = pytest.mark.django_db
HOTEL = Opener(uuid.UUID(int=1), "示范酒店", ["hotel.star_rated"])
OTHER_HOTEL = replace(HOTEL, institution_id=uuid.UUID(int=2), name="另一酒店")
WANTED = Wanted("hotel.star_rated", None, "day", "masked")
# On no file: the court has seen the document.
NOBODY = Holder("测试乙", Document("resident_id", "110000199001010013"))


def shown() -> Proved:
    return Proved(None, blind_of(NOBODY.document))


def proved(person: Person) -> Proved:
    document = person.documents.get()
    return Proved(person.pk, blind_of(Document(document.type, document.number)))


def made(person: Person | None = None, **changes: Any) -> MadeCode:
    person = person or people.person()
    return share_codes.make(replace(WANTED, **changes), by=proved(person), barred=(), at=AT)


def made_by_nobody(holder: Holder | None = NOBODY, **changes: Any) -> MadeCode:
    return share_codes.make(replace(WANTED, **changes), by=shown(), barred=(), at=AT, holder=holder)


def refusal_of(code: str, *, by: Opener = HOTEL, at: Any = AT) -> tuple[str, str]:
    with pytest.raises(Refusal) as refused:
        share_codes.redeem(code, by=by, at=at)
    return refused.value.code, refused.value.detail


class TestMake:
    @pytest.mark.law("D-min")
    def test_keeps_a_keyed_digest_and_no_code(self) -> None:
        code = made().code
        row = ShareCode.objects.values().get()
        assert not any(code.replace("-", "") in str(value) or code in str(value) for value in row.values())

    def test_makes_no_code_that_says_restricted(self) -> None:
        with pytest.raises(Refusal, match="wrong-state"):
            share_codes.make(WANTED, by=proved(people.person()), barred={"hotel.star_rated"}, at=AT)

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"activity": "school.high_fee"}, "unknown-value"),
            ({"activity": ""}, "unknown-value"),
            ({"term": "month"}, "unknown-value"),
            ({"name_shown": "none"}, "unknown-value"),
            ({"on": TODAY - timedelta(days=1)}, "on-out-of-range"),
            ({"on": TODAY + timedelta(days=367)}, "on-out-of-range"),
        ],
    )
    def test_refuses(self, changes: dict[str, Any], code: str) -> None:
        with pytest.raises(Refusal, match=code):
            made(**changes)

    def test_makes_five_at_a_time(self) -> None:
        person = people.person()
        codes = [made(person) for _ in range(5)]
        with pytest.raises(Refusal, match="quota-exceeded"):
            made(person)
        share_codes.revoke(codes[0].row.pk, by=proved(person), at=AT)
        made(person)

    def test_is_good_for_a_week_at_most_whatever_writes_it(self) -> None:
        row = made().row
        with pytest.raises(IntegrityError), transaction.atomic():
            ShareCode.objects.filter(pk=row.pk).update(expires_at=AT + timedelta(days=8))


class TestRedeem:
    def test_says_about_whom_to_ask(self) -> None:
        person = people.person(name="测试甲")
        shared = share_codes.redeem(made(person, on=TODAY).code, by=HOTEL, at=AT)
        assert (shared.activity, shared.on, shared.name) == ("hotel.star_rated", TODAY, "测试甲")
        assert shared.document.number == person.documents.get().number

    def test_binds_the_code_to_who_opens_it_first(self) -> None:
        code = made().code
        share_codes.redeem(code, by=HOTEL, at=AT)
        assert refusal_of(code, by=OTHER_HOTEL)[0] == "not-found"
        share_codes.redeem(code, by=HOTEL, at=AT)

    def test_leaves_a_code_alone_that_is_about_something_else(self) -> None:
        code = made(activity="flight.business").code
        assert refusal_of(code)[0] == "not-found"
        assert ShareCode.objects.get().opened_at is None

    @pytest.mark.law("D-min")
    def test_refuses_all_alike(self) -> None:
        person = people.person()
        used, revoked, others = (made(person) for _ in range(3))
        over, elsewhere = made(person), made(person, activity="flight.business")
        share_codes.revoke(revoked.row.pk, by=proved(person), at=AT)
        share_codes.redeem(others.code, by=OTHER_HOTEL, at=AT)
        share_codes.redeem(used.code, by=HOTEL, at=AT)
        share_codes.use(used.row.pk, reference=uuid.uuid4(), is_permitted=True, at=AT)
        found = {refusal_of(row.code) for row in (used, revoked, others, elsewhere)}
        found |= {refusal_of(code) for code in ("", "7K3M-9QPT-2W5C-8DRX", "密码", "x" * 100)}
        found.add(refusal_of(over.code, at=AT + timedelta(hours=24)))
        assert len(found) == 1

    def test_ends_with_the_day_that_the_code_is_about(self) -> None:
        code = made(on=TODAY, term="week").code
        assert refusal_of(code, at=AT + timedelta(hours=14))[0] == "not-found"


class TestUse:
    def test_uses_the_code_up(self) -> None:
        made_code, reference = made(), uuid.uuid4()
        share_codes.redeem(made_code.code, by=HOTEL, at=AT)
        share_codes.use(made_code.row.pk, reference=reference, is_permitted=True, at=AT)
        assert refusal_of(made_code.code)[0] == "not-found"
        with pytest.raises(Refusal, match="not-found"):
            share_codes.use(made_code.row.pk, reference=uuid.uuid4(), is_permitted=True, at=AT)

    def test_shows_no_answer_but_permitted(self) -> None:
        made_code, reference = made(), uuid.uuid4()
        share_codes.redeem(made_code.code, by=HOTEL, at=AT)
        with pytest.raises(Refusal, match="not-found"):
            share_codes.use(made_code.row.pk, reference=reference, is_permitted=False, at=AT)
        assert share_codes.confirmed(reference, institution_id=HOTEL.institution_id) is None
        assert ShareCode.objects.get().used_at == AT

    def test_shows_none_when_the_code_was_revoked_meanwhile(self) -> None:
        person = people.person()
        made_code = made(person)
        share_codes.redeem(made_code.code, by=HOTEL, at=AT)
        share_codes.revoke(made_code.row.pk, by=proved(person), at=AT)
        with pytest.raises(Refusal, match="not-found"):
            share_codes.use(made_code.row.pk, reference=uuid.uuid4(), is_permitted=True, at=AT)


class TestConfirmed:
    @pytest.mark.parametrize(("shown", "name"), [("masked", "测**"), ("full", "测试甲")])
    def test_shows_the_name_as_its_holder_chose(self, shown: str, name: str) -> None:
        made_code, reference = made(people.person(name="测试甲"), name_shown=shown), uuid.uuid4()
        share_codes.redeem(made_code.code, by=HOTEL, at=AT)
        share_codes.use(made_code.row.pk, reference=reference, is_permitted=True, at=AT)
        found = share_codes.confirmed(reference, institution_id=HOTEL.institution_id)
        assert found is not None
        assert (found.name, found.is_masked) == (name, shown == "masked")
        assert share_codes.confirmed(reference, institution_id=OTHER_HOTEL.institution_id) is None

    def test_shows_a_unit_by_its_name(self) -> None:
        made_code, reference = made(people.unit()), uuid.uuid4()
        share_codes.redeem(made_code.code, by=HOTEL, at=AT)
        share_codes.use(made_code.row.pk, reference=reference, is_permitted=True, at=AT)
        found = share_codes.confirmed(reference, institution_id=HOTEL.institution_id)
        assert found is not None
        assert found.name == "示范贸易有限公司"


class TestRevoke:
    def test_is_the_persons_own(self) -> None:
        row = made().row
        with pytest.raises(Refusal, match="not-found"):
            share_codes.revoke(row.pk, by=proved(people.person(birth_date=date(1979, 1, 1))), at=AT)

    def test_is_done_once(self) -> None:
        person = people.person()
        row = made(person).row
        share_codes.revoke(row.pk, by=proved(person), at=AT)
        with pytest.raises(Refusal, match="already-done"):
            share_codes.revoke(row.pk, by=proved(person), at=AT)


class TestForget:
    def test_deletes_what_ran_out_months_ago(self) -> None:
        made()
        assert share_codes.forget(at=AT + timedelta(days=91)) == 0
        assert share_codes.forget(at=AT + timedelta(days=91, seconds=1)) == 1


class TestHolder:
    """Whoever is on no file has a code too: else a code would say that its maker is on one."""

    @pytest.mark.law("D-min")
    def test_is_asked_about_as_they_said(self) -> None:
        shared = share_codes.redeem(made_by_nobody().code, by=HOTEL, at=AT)
        assert (shared.name, shared.document) == (NOBODY.name, NOBODY.document)

    def test_is_who_showed_the_document(self) -> None:
        other = replace(NOBODY, document=Document("resident_id", "110000199001010021"))
        for holder in (other, None):
            with pytest.raises(Refusal, match="not-concerned"):
                made_by_nobody(holder)
        assert not ShareCode.objects.exists()

    def test_has_five_codes_at_a_time_and_sees_no_others(self) -> None:
        codes = [made_by_nobody() for _ in range(5)]
        with pytest.raises(Refusal, match="quota-exceeded"):
            made_by_nobody()
        made()
        assert set(share_codes.made_by(shown())) == {code.row for code in codes}

    @pytest.mark.law("D9")
    def test_is_sealed(self) -> None:
        made_by_nobody()
        row = ShareCode.objects.values().get()
        held = b"".join(bytes(value) for value in row.values() if isinstance(value, (bytes, memoryview)))
        assert NOBODY.document.number.encode() not in held
        assert NOBODY.name not in str(row)

    @pytest.mark.law("D19")
    def test_is_forgotten_with_the_code(self) -> None:
        revoked, kept = made_by_nobody(), made_by_nobody()
        share_codes.revoke(revoked.row.pk, by=shown(), at=AT)
        assert ShareCode.objects.get(pk=revoked.row.pk).holder is None
        share_codes.forget(at=AT + timedelta(hours=23))
        assert ShareCode.objects.get(pk=kept.row.pk).holder is not None
        share_codes.forget(at=AT + timedelta(hours=25))
        assert ShareCode.objects.get(pk=kept.row.pk).holder is None

    def test_sees_codes_made_before_being_on_file(self) -> None:
        row = made_by_nobody().row
        assert list(share_codes.made_by(Proved(people.person().pk, shown().holder_blind))) == [row]

    def test_is_shown_by_the_name_until_the_code_is_over(self) -> None:
        made_code, reference = made_by_nobody(), uuid.uuid4()
        share_codes.redeem(made_code.code, by=HOTEL, at=AT)
        share_codes.use(made_code.row.pk, reference=reference, is_permitted=True, at=AT)
        found = share_codes.confirmed(reference, institution_id=HOTEL.institution_id)
        assert found is not None
        assert found.name == "测**"
        share_codes.forget(at=AT + timedelta(days=2))
        assert share_codes.confirmed(reference, institution_id=HOTEL.institution_id) is None
