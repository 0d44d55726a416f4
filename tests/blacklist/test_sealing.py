"""Personal text at rest: it opens only on its own record, and is found without being read."""

import pytest

from blacklist.models import IdentityDocument, Person
from blacklist.sealing import SealBroken, blind, seal, unseal
from tests.factories import people


class TestSeal:
    @pytest.mark.parametrize("text", ["", "测试甲", "110000199001010013", "a" * 10_000])
    def test_opens_on_its_own_record(self, text: str) -> None:
        assert unseal(seal(text, record="person:1:name"), record="person:1:name") == text

    def test_differs_each_time(self) -> None:
        """A fresh nonce: equal names do not show as equal."""
        assert seal("测试甲", record="person:1:name") != seal("测试甲", record="person:1:name")

    def test_does_not_contain_the_text(self) -> None:
        assert "测试甲".encode() not in seal("测试甲", record="person:1:name")


class TestUnseal:
    def test_refuses_a_value_moved_to_another_record(self) -> None:
        with pytest.raises(SealBroken):
            unseal(seal("测试甲", record="person:1:name"), record="person:2:name")

    @pytest.mark.parametrize("position", [0, 1, 12, 13, -1])
    def test_refuses_a_changed_byte_of_version_nonce_text_and_tag(self, position: int) -> None:
        sealed = bytearray(seal("测试甲", record="person:1:name"))
        sealed[position] ^= 1
        with pytest.raises(SealBroken):
            unseal(bytes(sealed), record="person:1:name")

    @pytest.mark.django_db
    def test_refuses_a_name_or_number_copied_onto_another_person(self) -> None:
        """Design §6: whoever writes in the database cannot give one person another's name."""
        victim, other = people.person(name="测试甲"), people.person(name="测试乙")
        Person.objects.filter(pk=other.pk).update(name_sealed=victim.name_sealed)
        IdentityDocument.objects.filter(person=other).update(number_sealed=victim.documents.get().number_sealed)
        with pytest.raises(SealBroken):
            Person.objects.get(pk=other.pk).name  # noqa: B018 - reading opens the seal
        with pytest.raises(SealBroken):
            other.documents.get().number  # noqa: B018


class TestBlind:
    def test_is_the_same_for_the_same_text_and_purpose_only(self) -> None:
        assert blind("x", purpose="document") == blind("x", purpose="document")
        assert len({blind("x", purpose="document"), blind("x", purpose="name"), blind("y", purpose="name")}) == 3
        assert len(blind("x", purpose="document")) == 16
