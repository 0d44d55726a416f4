"""Persons and units as the court knows them, with everything that identifies them sealed."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from blacklist.copying import fresh
from blacklist.law.identity import Assurance, Document, DocumentType
from blacklist.law.likeness import forms_of
from blacklist.law.names import read_name
from blacklist.sealing import blind, seal, unseal


class PersonKind(models.TextChoices):
    NATURAL = "natural", "自然人"
    UNIT = "unit", "单位"


class Sex(models.TextChoices):
    MALE = "M", "男"
    FEMALE = "F", "女"


class NameKind(models.TextChoices):
    """Why a further name is on file."""

    FORMER = "former", "曾用名"
    ALIAS = "alias", "别名"
    AS_ENTERED = "as_entered", "另案所载姓名"


class DocumentUse(models.TextChoices):
    """Whether a document is the one that its holder has now; a former number finds its holder all the same."""

    CURRENT = "current", "现用"
    FORMER = "former", "曾用"


class Link(models.Model):
    """What a court has linked to a person: by whom, when, and by which files in evidence (F8.3).

    Without an instant where it came with the person's entry: then it was read from the document entered by.
    """

    evidence = ArrayField(models.CharField(max_length=200), verbose_name="证据", default=list, blank=True)
    linked_at = models.DateTimeField("认定时间", null=True)
    linked_by = models.CharField("认定人", max_length=60, blank=True)

    class Meta:
        abstract = True


class Person(models.Model):
    """A natural person or a unit: one record per human being, with a *set* of identity documents.

    ``assurance`` (A0–A3) says how well the particulars were verified; below A2 a record never confirms an identity.
    ``forms`` are digests by which a court finds people of like names (``law.likeness``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类型", max_length=8, choices=PersonKind.choices)
    name_sealed = models.BinaryField()
    birth_date_sealed = models.BinaryField(null=True)
    sex = models.CharField("性别", max_length=1, choices=Sex.choices, blank=True)
    assurance = models.PositiveSmallIntegerField("核验等级", choices=[(level.value, level.name) for level in Assurance])
    registered_at = models.DateTimeField()
    forms = ArrayField(models.BigIntegerField(), default=list, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "当事人"
        indexes = [GinIndex(fields=["forms"], name="persons_by_form")]

    def __str__(self) -> str:
        return str(self.id)

    @classmethod
    def sealed(
        cls, *, kind: PersonKind, name: str, birth_date: date | None, sex: str, assurance: Assurance, registered_at: Any
    ) -> Self:
        """Return an unsaved person whose particulars are sealed under its own new id."""
        person = fresh(cls, kind=kind, sex=sex, assurance=assurance, registered_at=registered_at)
        person.seal_name(name)
        if birth_date is not None:
            person.seal_birth_date(birth_date)
        person.forms = form_digests(name, birth_date)
        return person

    def seal_name(self, name: str) -> None:
        self.name_sealed = seal(name, record=f"person:{self.id}:name")

    def seal_birth_date(self, birth_date: date) -> None:
        self.birth_date_sealed = seal(birth_date.isoformat(), record=f"person:{self.id}:birth_date")

    @property
    def name(self) -> str:
        return unseal(self.name_sealed, record=f"person:{self.id}:name")

    @property
    def birth_date(self) -> date | None:
        if self.birth_date_sealed is None:
            return None
        return date.fromisoformat(unseal(self.birth_date_sealed, record=f"person:{self.id}:birth_date"))


class PersonName(Link):
    """A further name on file: a former name, an alias, or what another court wrote for the same document."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="other_names")
    name_sealed = models.BinaryField()
    name_blind = models.BinaryField(max_length=16)
    forms = ArrayField(models.BigIntegerField(), default=list, editable=False)
    kind = models.CharField("姓名种类", max_length=10, choices=NameKind.choices, default=NameKind.AS_ENTERED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name_blind"], name="one_row_per_other_name")]
        indexes = [GinIndex(fields=["forms"], name="other_names_by_form")]

    def __str__(self) -> str:
        return str(self.id)

    @classmethod
    def sealed(cls, *, person: Person, name: str, key: str, **fields: object) -> Self:
        row = fresh(cls, person_id=person.pk, name_blind=blind(key, purpose="name"), **fields)
        row.name_sealed = seal(name, record=f"name:{row.id}")
        row.forms = form_digests(name, person.birth_date)
        return row

    @property
    def name(self) -> str:
        return unseal(self.name_sealed, record=f"name:{self.id}")


class IdentityDocument(Link):
    """One identity document of a person. A document belongs to one person only.

    ``organisation_blind`` is a unit's: the digest of its organisation code, which a credit code holds within itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    type = models.CharField("证件类型", max_length=30)
    issuer = models.CharField("签发地", max_length=3, blank=True)
    number_sealed = models.BinaryField()
    number_blind = models.BinaryField(max_length=16, unique=True)
    organisation_blind = models.BinaryField(max_length=16, null=True)
    use = models.CharField("使用情况", max_length=8, choices=DocumentUse.choices, default=DocumentUse.CURRENT)

    class Meta:
        verbose_name = verbose_name_plural = "身份证件"
        indexes = [models.Index(fields=["organisation_blind"], name="documents_of_unit")]

    def __str__(self) -> str:
        return str(self.id)

    @classmethod
    def sealed(cls, *, person: Person, document: Document, **fields: object) -> Self:
        row = fresh(cls, person_id=person.pk, **fields)
        row.become(document)
        return row

    def become(self, document: Document) -> None:
        """Take on what the document says."""
        self.type, self.issuer, self.number_blind = document.type, document.issuer or "", blind_of(document)
        self.organisation_blind = organisation_blind_of(document)
        self.number_sealed = seal(document.number, record=f"document:{self.id}")

    @property
    def number(self) -> str:
        return unseal(self.number_sealed, record=f"document:{self.id}")


def blind_of(document: Document) -> bytes:
    """Return the digest by which a document is found, whatever type was declared within its family."""
    return blind(f"{document.family}|{document.issuer or ''}|{document.number}", purpose="document")


def form_digests(name: str, birth_date: date | None) -> list[int]:
    """Return the digests of a name's forms."""
    return digests_of(forms_of(read_name(name), birth_date))


def digests_of(forms: Iterable[str]) -> list[int]:
    """Return the digests by which forms are found.

    Five bytes do, for whoever is found is compared in clear; as a number none is as long as a citizen's.
    """
    return [int.from_bytes(blind(form, purpose="form")[:5]) for form in dict.fromkeys(forms)]


def organisation_blind_of(document: Document) -> bytes | None:
    """Return the digest of a unit's organisation code, or None: characters 9 to 17 of its credit code (GB 32100)."""
    if document.type == DocumentType.CREDIT_CODE:
        return blind(document.number[8:17], purpose="organisation")
    return blind(document.number, purpose="organisation") if document.type == DocumentType.ORGANISATION_CODE else None
