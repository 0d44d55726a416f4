"""What is issued about a party's application: the notice that the measure it asks for is refused."""

from datetime import datetime

from blacklist.documents.notices import RefusalNotice
from blacklist.documents.parts import Content
from blacklist.issuing.numbers import next_decision_number
from blacklist.issuing.parts import heading
from blacklist.law.applications import APPLICATIONS
from blacklist.models import Application


def refusal(application: Application, *, at: datetime) -> Content | None:
    """Say which measure the applicant asked for and why it is refused (L5 ¶2, C4); None where none was asked for."""
    sought = APPLICATIONS[application.kind].sought
    if not sought:
        return None
    case = application.case
    return RefusalNotice(
        heading(case.court_id, number=next_decision_number(case), at=at, case=case),
        applicant=application.filed_by.name,
        debtor=application.about.name,
        sought=sought,
        received_on=application.received_on,
        reasons=application.reasons or "",
    )
