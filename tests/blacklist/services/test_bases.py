import uuid

import pytest

from blacklist.models import CorrectionReason, EnforcementCase, Officer, Rectification, TaskKind
from blacklist.services import bases, tasks
from blacklist.services.bases import Right
from tests.blacklist.services.drafts import code_of, entry_of
from tests.factories import cases, corrections, listings, people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
WHY = "与判决书核对有误。"


def rectify(
    case: EnforcementCase, right: Right, *, by: Officer | None = None, correction_id: uuid.UUID | None = None
) -> EnforcementCase:
    basis = case.basis_documents.get().pk
    by = by or people.judge()
    return bases.rectify(case.pk, basis, right=right, note=WHY, correction_id=correction_id, by=by, at=AT)


class TestRectify:
    @pytest.mark.law("L9", "D8")
    def test_puts_the_obligation_right_and_remembers_what_it_said(self) -> None:
        case = listings.active().case
        rectify(case, Right(obligation="支付货款十万元。", number="（2026）示范裁字第2号"))
        basis = case.basis_documents.get()
        assert (basis.obligation, basis.number) == ("支付货款十万元。", "（2026）示范裁字第2号")
        kept = {row.field: row.old for row in Rectification.objects.filter(record_id=basis.pk)}
        assert kept == {"obligation": "支付货款。", "number": "（2026）示范裁字第1号"}
        assert entry_of(basis.pk, "rectify").subjects == [cases.debtor_of(case).pk]

    def test_closes_the_duty_and_the_request_about_a_listing_of_the_case(self) -> None:
        listing = listings.active()
        task = tasks.open_task(TaskKind.PARTICULARS_WRONG, tasks.concern_of(listing), at=AT)
        request = corrections.upheld(listing, reason=CorrectionReason.INACCURATE)
        rectify(listing.case, Right(obligation="支付货款十万元。"), correction_id=request.pk)
        request.refresh_from_db()
        task.refresh_from_db()
        assert (task.state, request.state) == ("done", "corrected")

    def test_is_about_the_case_of_the_request(self) -> None:
        request = corrections.upheld(reason=CorrectionReason.INACCURATE)
        case, right = listings.active().case, Right(obligation="x")
        assert code_of(lambda: rectify(case, right, correction_id=request.pk)) == "not-found"

    def test_refuses_in_the_order_of_every_act(self) -> None:
        case, by = listings.active().case, people.judge()
        basis, right = case.basis_documents.get().pk, Right(issuer="示范仲裁委员会")
        nobody = uuid.UUID(int=0)
        assert code_of(lambda: bases.rectify(nobody, basis, right=right, note=WHY, by=by, at=AT)) == "not-found"
        assert code_of(lambda: rectify(case, right, by=people.clerk())) == "duty-required"
        assert code_of(lambda: rectify(case, right, by=people.judge(people.OTHER_COURT))) == "other-court"
        assert code_of(lambda: bases.rectify(case.pk, nobody, right=right, note=WHY, by=by, at=AT)) == "not-found"
        assert code_of(lambda: bases.rectify(case.pk, basis, right=right, note=" ", by=by, at=AT)) == "reasons-required"
        assert code_of(lambda: rectify(case, right)) == "already-done"
