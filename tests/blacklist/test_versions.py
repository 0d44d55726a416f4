import pytest

from blacklist.models import EnforcementCase, Listing
from blacklist.services import cases as acts_on_cases
from blacklist.services import listings as acts_on_listings
from blacklist.versions import Version, difference, read_version, version_of
from tests.factories import cases, listings, people
from tests.factories.clock import AT, TODAY

pytestmark = pytest.mark.django_db


def signed(row: Listing) -> Listing:
    return acts_on_listings.sign(row.pk, by=people.president(), at=AT)


class TestReadVersion:
    @pytest.mark.parametrize("version", [Version(7, "in_force", b"\xff\xfe\xfd" * 3), Version(0, "", b"")])
    def test_reads_what_a_version_says_of_itself(self, version: Version) -> None:
        assert read_version(str(version)) == version

    @pytest.mark.parametrize("text", ["", "7", "x.signed.AAAA", "7.signed", "7.signed.A", "*"])
    def test_knows_what_is_none(self, text: str) -> None:
        assert read_version(text) is None


class TestVersionOf:
    def test_is_the_same_while_nothing_happens(self) -> None:
        row = listings.proposed()
        assert version_of(row) == version_of(Listing.objects.get(pk=row.pk))

    def test_names_the_newest_entry_and_the_state(self) -> None:
        version = version_of(signed(listings.proposed()))
        assert (version.list_version, version.state) == (2, "signed")

    def test_changes_with_an_act_outside_the_register(self) -> None:
        case = cases.with_notice()
        before = version_of(case)
        assert before.list_version == 0
        after = acts_on_cases.record_hold(case.pk, requested_on=TODAY, by=people.clerk(), at=AT)
        assert version_of(after) != before

    def test_of_one_record_is_not_that_of_another(self) -> None:
        assert version_of(cases.opened()) != version_of(cases.opened())

    def test_tells_nothing_of_a_column(self) -> None:
        """Keyed: who sees two tags cannot try what stands in a column."""
        case = cases.with_notice()
        assert case.case_number not in str(version_of(case))


class TestDifference:
    def test_names_state_fields_and_acts_since(self) -> None:
        row = listings.proposed()
        then = version_of(row)
        row = signed(row)
        told = difference(then, row)
        assert told["state"] == {"then": "proposed", "now": "signed"}
        assert told["acts"] == [{"list_version": 2, "act": "sign", "at": AT, "actor": row.signed_by_name}]
        assert told["fields"] == ["decision_number", "signed_by", "signed_by_name", "decided_on", "state"]

    def test_is_empty_between_equal_versions(self) -> None:
        row = listings.proposed()
        assert difference(version_of(row), row) == {
            "state": {"then": "proposed", "now": "proposed"},
            "fields": [],
            "acts": [],
        }

    def test_names_a_sealed_field_without_saying_so(self) -> None:
        row = listings.proposed()
        then = version_of(row)
        row.seal_particulars({"reasons": "其他理由"})
        row.save()
        assert difference(then, row)["fields"] == ["particulars"]

    def test_names_no_field_when_the_columns_are_others(self) -> None:
        """A version read before a migration."""
        case = cases.opened()
        then = Version(0, "", b"\0" * 6)
        assert difference(then, EnforcementCase.objects.get(pk=case.pk))["fields"] == []
