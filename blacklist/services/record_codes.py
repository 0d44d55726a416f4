"""One-time codes by which a person sees the own record: issued at a court's counter, used once (PIPL 45)."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.identity import read_document
from blacklist.law.refusals import Refusal
from blacklist.models import Officer, PersonAccess, Purpose, RecordCode, blind_of
from blacklist.services import persons, relation

GOOD_FOR = timedelta(hours=24)
# Crockford's base 32: nothing that is read for something else. Sixty random bits, so that none can be tried out.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _LENGTH = 3, 4
_READ_AS = str.maketrans("OILoil", "011011")


@dataclass(frozen=True)
class Proved:
    """Who has proved who they are: whom that is on file, or None, and the keyed digest of the document shown."""

    person_id: uuid.UUID | None
    holder_blind: bytes


@dataclass(frozen=True)
class IssuedCode:
    """A new code. ``code`` is shown once, to be handed over on paper."""

    row: RecordCode
    code: str

    @property
    def expires_at(self) -> datetime:
        return self.row.expires_at


def issue(*, document_type: str, number: str, issuer: str | None, by: Officer, at: datetime) -> IssuedCode:
    """Issue a code to whoever showed this document at the counter; on file or not, the answer is the same.

    The look-up is on record like any other. An earlier code that was not used yet is good no longer.

    :raises Refusal: ``duty-required``; the ``identity-*`` codes.
    """
    court_code = relation.require_at_some_court(by, Duty.REGISTER)
    document = read_document(type=document_type, number=number, issuer=issuer, on=legal_day(at)).document
    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(_LENGTH)) for _ in range(_GROUPS))
    with transaction.atomic():
        relation.hold(by)
        person = persons.find(document)
        PersonAccess.objects.create(officer=by, court_id=court_code, person=person, purpose=Purpose.ENQUIRY, at=at)
        if person is not None:
            RecordCode.objects.filter(person=person, used_at__isnull=True, expires_at__gt=at).update(expires_at=at)
        row = RecordCode.objects.create(
            person=person,
            holder_blind=blind_of(document),
            digest=_digest(code),
            officer=by,
            court_id=court_code,
            issued_at=at,
            expires_at=at + GOOD_FOR,
        )
    return IssuedCode(row, code)


def redeem(code: str, *, at: datetime) -> Proved:
    """Take a code in, and return whose it is.

    :raises Refusal: ``not-found`` for what is no code, was used, or has run out.
    """
    with transaction.atomic():
        row = RecordCode.objects.select_for_update(of=("self",)).filter(digest=_digest(code)).first()
        if row is None or row.used_at is not None or row.expires_at <= at:
            raise Refusal("not-found", "This code is wrong, was used, or has run out; ask the court for another.")
        row.used_at = at
        row.save(update_fields=["used_at"])
        return Proved(row.person_id, bytes(row.holder_blind or b""))


def proved_by(*, document_type: str, number: str, issuer: str | None, on: date) -> Proved:
    """Return who holds this document, which an identity provider vouches for.

    :raises Refusal: the ``identity-*`` codes.
    """
    document = read_document(type=document_type, number=number, issuer=issuer, on=on).document
    person = persons.find(document)
    return Proved(person.pk if person else None, blind_of(document))


def _digest(code: str) -> bytes:
    plain = code.strip().translate(_READ_AS).upper().replace("-", "").replace(" ", "")
    return hashlib.sha256(b"record-code|" + plain.encode()).digest()
