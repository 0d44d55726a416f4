"""Nobody types the id of a record: it is chosen, or it is the record that the form is about."""

from collections.abc import Iterator
from typing import Any

import pytest

from blacklist.api import shapes
from blacklist.web.acts import PAGES
from blacklist.web.choosing import CHOOSING
from tests.blacklist.web.staff import Desk
from tests.factories import assistance_notices, corrections, listings, orders, people

# Fixed by the record that the form is about.
ABOUT = {"case", "order", "listing", "person", "request", "receive_correction.id"}


def fields(shape: Any) -> Iterator[tuple[str, Any]]:
    for name, part in shape.fields.items():
        inner = getattr(part, "child", part)
        if hasattr(inner, "fields"):
            yield from fields(inner)
        else:
            yield name, inner


class TestIds:
    @pytest.mark.parametrize("act", sorted(PAGES))
    def test_are_chosen(self, act: str) -> None:
        for name, part in fields(PAGES[act].operation.takes()):
            known = {name, f"{act}.{name}"}
            assert not isinstance(part, shapes.Id) or known & {*CHOOSING, *ABOUT}, f"{act}.{name}"


@pytest.mark.django_db
class TestLists:
    def test_of_documents_are_masked(self) -> None:
        person = orders.in_force().restricted_persons.get().person
        document = person.documents.get()
        page = Desk(people.judge()).text(f"/court/do/unlink_person/{person.pk}")
        assert str(document.pk) in page
        assert document.number not in page

    def test_of_basis_documents_are_of_the_case(self) -> None:
        case = listings.active().case
        page = Desk(people.judge()).text(f"/court/do/rectify_basis/{case.pk}")
        assert str(case.basis_documents.get().pk) in page

    def test_of_reviewers_are_of_the_court_and_of_their_duty(self) -> None:
        request = corrections.received()
        reviewer, other = corrections.reviewer(), corrections.reviewer(people.OTHER_COURT)
        page = Desk(people.officer(duties=[PAGES["assign_correction"].operation.duty, "read"])).text(  # type: ignore[list-item]
            f"/court/do/assign_correction/{request.pk}"
        )
        assert f'value="{reviewer.username}"' in page
        assert other.username not in page

    def test_of_notices_are_those_served(self) -> None:
        notice = assistance_notices.served()
        page = Desk(people.clerk()).text(f"/court/do/receive_breach_report?order={orders.in_force().pk}")
        assert str(notice.pk) in page
