"""COPY writes what INSERT would have written, under the same constraints."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from blacklist.copying import copy_rows
from blacklist.law.lifecycle import ListingState
from blacklist.models import EnforcementCase, Listing, Party, PartyRole
from tests.blacklist.services.drafts import case
from tests.factories import people
from tests.factories.cases import debtor_of

pytestmark = pytest.mark.django_db


def listing(of: EnforcementCase, **changes: object) -> Listing:
    said = {
        "case": of,
        "court_id": of.court_id,
        "debtor": debtor_of(of),
        "state": ListingState.PROPOSED,
        "grounds": [1, 3],
        "drafted_by_name": "judge01",
        "proposed_at": "2024-03-15T02:00Z",
    }
    row = Listing(**{**said, **changes})
    row.seal_particulars({"reasons": "\t\\N 测试"})
    return row


class TestCopyRows:
    def test_writes_text_arrays_enums_bytes_and_nothing(self) -> None:
        row = listing(case(), served_on=date(2024, 3, 15), service_method="direct")
        copy_rows([row])
        written = Listing.objects.get(pk=row.pk)
        assert (written.state, written.grounds, written.served_on) == ("proposed", [1, 3], date(2024, 3, 15))
        assert (written.decided_on, written.decision_number) == (None, "")
        assert written.particulars == {"reasons": "\t\\N 测试"}

    def test_leaves_numbers_to_the_database_where_it_gives_them(self) -> None:
        of = case()
        copy_rows([Party(case=of, person=people.person(), role=PartyRole.APPLICANT)])
        assert of.parties.count() == 2

    def test_takes_an_empty_list(self) -> None:
        copy_rows([])

    def test_stands_under_the_constraints_of_the_table(self) -> None:
        """G14: a signer who drafted is refused by the database too; L1: a listing has a ground."""
        of = case()
        own: dict[str, object] = {"signed_by_name": "judge01", "decision_number": "1", "decided_on": date(2024, 3, 15)}
        others: list[dict[str, object]] = [
            {"grounds": []},
            {"state": ListingState.ACTIVE},
            {"state": ListingState.REMOVED},
        ]
        for changes in (own, *others):
            with pytest.raises(IntegrityError), transaction.atomic():
                copy_rows([listing(of, **changes)])
