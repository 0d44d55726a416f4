"""The desk: what is overdue comes first, a long list has pages, and each duty leads to where it is done."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.models import Task, TaskKind
from blacklist.services import tasks
from blacklist.web import desk as pages
from tests.blacklist.web.staff import Desk
from tests.factories import corrections, listings, people, transfers

pytestmark = pytest.mark.django_db


def due(in_days: int, *, name: str) -> Task:
    """Open a duty of the clerk that is due in so many days."""
    now = timezone.now()
    concern = tasks.Concern(people.COURT, people.person(name=name).pk)
    return tasks.open_task(
        TaskKind.ORDER_REVIEW, concern, at=now, due_on=legal_day(now) + timedelta(days=in_days), holder=Duty.SERVE
    )


class TestDesk:
    def test_shows_the_longest_overdue_first(self) -> None:
        people.court()
        for in_days, name in ((3, "甲三"), (-1, "乙二"), (-9, "丙一")):
            due(in_days, name=name)
        page = Desk(people.clerk()).text("/court/")
        assert page.index("丙一") < page.index("乙二") < page.index("甲三")
        assert "9 days overdue" in page

    @pytest.mark.parametrize(
        ("in_days", "said"),
        [(-2, "2 days overdue"), (-1, "1 day overdue"), (0, "today"), (1, "tomorrow"), (2, "in 2 days")],
    )
    def test_says_how_far_off_a_day_is(self, in_days: int, said: str) -> None:
        people.court()
        due(in_days, name="甲三")
        assert f">{said}</" in Desk(people.clerk()).text("/court/")

    def test_shows_what_is_overdue_alone(self) -> None:
        people.court()
        due(3, name="甲三")
        due(-1, name="乙二")
        page = Desk(people.clerk()).text("/court/?view=overdue")
        assert "乙二" in page
        assert "甲三" not in page

    def test_has_pages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pages, "SHOWN", 2)
        people.court()
        for in_days in range(5):
            due(in_days, name=f"丁{'一二三四五'[in_days]}")
        desk = Desk(people.clerk())
        assert 'rel="next"' in desk.text("/court/")
        assert "丁三" in desk.text("/court/?view=mine&page=2")
        last = desk.text("/court/?view=mine&page=3")
        assert "丁五" in last
        assert 'rel="next"' not in last

    def test_leads_whose_duties_open_other_pages_there(self) -> None:
        answered = Desk(people.administrator()).get("/court/")
        assert (answered.status_code, answered.url) == (302, "/court/accounts")

    def test_says_that_nothing_is_open_to_who_has_no_duty(self) -> None:
        assert Desk(people.officer(duties=[Duty.SERVE])).get("/court/").status_code == 403

    @pytest.mark.parametrize("asked", ["0", "-1", "x", "９", "99999", ""])
    def test_shows_some_page_whatever_is_asked_for(self, asked: str) -> None:
        assert Desk(people.clerk()).get(f"/court/?page={asked}").status_code == 200

    def test_takes_the_same_number_of_queries_for_many(self, django_assert_max_num_queries: Any) -> None:
        for _ in range(8):
            listings.signed()
        desk = Desk(people.clerk())
        with django_assert_max_num_queries(20):
            desk.text("/court/")


class TestPlaces:
    def place_of(self, kind: TaskKind, desk: Desk) -> str:
        [row] = pages.rows_of(
            Task.objects.filter(kind=kind, state="open"), by=desk.officer, on=legal_day(timezone.now())
        )
        return row.address

    def test_of_a_measure_to_serve(self) -> None:
        listing = listings.signed()
        assert self.place_of(TaskKind.SERVICE, Desk(people.clerk())) == f"/court/listings/{listing.pk}"

    def test_of_a_decision_on_a_correction_to_serve(self) -> None:
        request = corrections.rejected()
        assert self.place_of(TaskKind.SERVICE, Desk(people.clerk())) == f"/court/corrections/{request.pk}"

    @pytest.mark.law("J15")
    def test_of_a_case_handed_over_is_its_acceptance_by_whom_it_is_offered_to(self) -> None:
        case = transfers.handed_over()
        desk = Desk(people.president(people.OTHER_COURT))
        address = self.place_of(TaskKind.CASE_TRANSFER, desk)
        assert address == f"/court/do/accept_transfer/{case.pk}"
        assert case.case_number in desk.text(address)
        assert desk.post(address, key="t" * 16)["Location"] == f"/court/cases/{case.pk}"
        assert desk.get(f"/court/cases/{case.pk}").status_code == 200

    def test_of_a_case_offered_to_another_court_is_nowhere(self) -> None:
        case = transfers.handed_over()
        people.court(people.COURT_ABOVE)
        assert Desk(people.president(people.COURT_ABOVE)).get(f"/court/do/accept_transfer/{case.pk}").status_code == 404
