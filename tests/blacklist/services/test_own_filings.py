"""What a person files without a counter: once for each form, in an own matter only, by the same checks."""

import uuid
from datetime import timedelta
from functools import partial

import pytest

from blacklist.law.accounts import Oneself
from blacklist.models import Channel, CorrectionRequest, OwnFiling, Person, RegisterEntry
from blacklist.services import applications, corrections, exemptions, own_filings, reconsiderations
from tests.blacklist.services.drafts import code_of
from tests.blacklist.threads import at_once
from tests.factories import applications as application_factory
from tests.factories import corrections as correction_factory
from tests.factories import exemptions as exemption_factory
from tests.factories import listings, orders, people
from tests.factories import reconsiderations as reconsideration_factory
from tests.factories.clock import AT, TODAY

pytestmark = pytest.mark.django_db


def oneself(person: Person) -> Oneself:
    return Oneself(person.pk)


class TestOnce:
    def test_files_a_form_once(self) -> None:
        by, form, act = self.given()
        first, second = (own_filings.once(form, act, by=by, at=AT) for _ in range(2))
        assert first == second
        assert CorrectionRequest.objects.count() == 1
        assert own_filings.sent_before(form, by=by) == first

    @pytest.mark.django_db(transaction=True)
    def test_files_once_what_is_sent_four_times_at_once(self) -> None:
        by, form, act = self.given()
        assert len(set(at_once([partial(own_filings.once, form, act, by=by, at=AT)] * 4))) == 1
        assert CorrectionRequest.objects.count() == 1

    def test_leaves_a_form_good_that_was_refused(self) -> None:
        by, form, act = self.given()
        wrong = partial(corrections.withdraw, uuid.uuid4(), by=by, at=AT)
        assert code_of(lambda: own_filings.once(form, wrong, by=by, at=AT)) == "not-found"
        assert own_filings.sent_before(form, by=by) is None
        own_filings.once(form, act, by=by, at=AT)

    def test_takes_nobody_elses_form(self) -> None:
        by, form, act = self.given()
        own_filings.once(form, act, by=by, at=AT)
        other = oneself(people.person())
        assert code_of(lambda: own_filings.once(form, act, by=other, at=AT)) == "not-found"
        assert own_filings.sent_before(form, by=other) is None

    def given(self) -> tuple[Oneself, uuid.UUID, partial[CorrectionRequest]]:
        listing = listings.active()
        by = oneself(listing.debtor)
        return by, uuid.uuid4(), partial(corrections.receive, correction_factory.filing(listing), by=by, at=AT)


class TestForget:
    def test_forgets_the_form_after_a_week_and_not_the_application(self) -> None:
        request = correction_factory.received()
        OwnFiling.objects.create(pk=uuid.uuid4(), person=request.person, matter_id=request.pk, filed_at=AT)
        assert own_filings.forget(at=AT + timedelta(days=7)) == 0
        assert own_filings.forget(at=AT + timedelta(days=8)) == 1
        assert CorrectionRequest.objects.filter(pk=request.pk).exists()


class TestOneself:
    """Whoever acts in person passes in an own matter, whatever the act; of nobody else's."""

    @pytest.mark.law("L11")
    def test_asks_for_no_correction_for_another(self) -> None:
        filing, by = correction_factory.filing(listings.active()), oneself(people.person())
        assert code_of(lambda: corrections.receive(filing, by=by, at=AT)) == "not-concerned"

    def test_completes_and_withdraws_no_request_of_another(self) -> None:
        request, by = correction_factory.incomplete(), oneself(people.person())
        acts = (
            lambda: corrections.complete(request.pk, statement="", evidence=[], by=by, at=AT),
            lambda: corrections.withdraw(request.pk, by=by, at=AT),
        )
        assert {code_of(act) for act in acts} == {"not-concerned"}

    def test_asks_for_no_reconsideration_for_another(self) -> None:
        asking = reconsiderations.Asking(reconsideration_factory.rejected().pk, TODAY)
        by = oneself(people.person())
        assert code_of(lambda: reconsiderations.file(asking, by=by, at=AT)) == "not-concerned"

    @pytest.mark.law("C8")
    def test_asks_for_no_exemption_for_another(self) -> None:
        order = orders.in_force()
        request, by = exemption_factory.request(order), oneself(people.person())
        assert code_of(lambda: exemptions.receive(request, by=by, at=AT)) == "not-concerned"

    def test_applies_for_nobody_else(self) -> None:
        listing = listings.active()
        filing = application_factory.by_debtor("early_removal", listing, listing.debtor)
        by = oneself(people.person())
        assert code_of(lambda: applications.receive(filing, by=by, at=AT)) == "not-concerned"

    def test_withdraws_an_own_exemption_and_application(self) -> None:
        exemption = exemption_factory.submitted()
        assert exemptions.withdraw(exemption.pk, by=oneself(exemption.person), at=AT).state == "withdrawn"
        application = application_factory.received()
        by = oneself(application.filed_by)
        assert applications.withdraw(application.pk, by=by, at=AT).state == "withdrawn"

    @pytest.mark.law("L13")
    def test_is_named_as_who_acted(self) -> None:
        exemption = exemption_factory.submitted()
        exemptions.withdraw(exemption.pk, by=oneself(exemption.person), at=AT)
        entry = RegisterEntry.objects.get(act="withdraw")
        assert (entry.actor_name, entry.actor_id, entry.subjects) == ("person", None, [exemption.person_id])

    def test_is_at_the_counter_unless_said_otherwise(self) -> None:
        assert exemption_factory.submitted().channel == Channel.COUNTER
        assert application_factory.received().channel == Channel.COUNTER
        assert reconsideration_factory.filed().channel == Channel.COUNTER
