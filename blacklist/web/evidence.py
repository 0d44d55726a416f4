"""The evidence of an application for an exemption: opened for a purpose that is kept and shown to the applicant."""

import uuid

from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import ValidationError

from blacklist.api.exemptions import Evidence as EvidenceInApi
from blacklist.api.exemptions import EvidenceFilterIn, EvidenceOut
from blacklist.api.views import checked
from blacklist.law.refusals import Refusal
from blacklist.web import keeping
from blacklist.web.forms import Form
from blacklist.web.staff import Staff


class Evidence(Staff):
    """``POST`` opens it, for a purpose."""

    current = "matters"

    def get(self, request: HttpRequest, exemption_id: uuid.UUID) -> HttpResponse:
        """Ask for the purpose."""
        form = Form("read_evidence", EvidenceFilterIn())
        return self._shown(exemption_id, form.with_typed(keeping.take_back(address=request.path, by=self.officer)))

    def post(self, request: HttpRequest, exemption_id: uuid.UUID) -> HttpResponse:
        """Show the evidence; that it was opened is recorded."""
        form = Form("read_evidence", EvidenceFilterIn()).with_typed(request.POST)
        try:
            given = checked(EvidenceFilterIn, form.sent())
        except ValidationError as error:
            return self._shown(exemption_id, form.with_faults(error), code=422)
        except Refusal as refusal:
            return self._shown(exemption_id, form.with_refusal(refusal), code=refusal.status)
        found = EvidenceInApi().read(given, by=self.officer, at=self.at, exemption_id=exemption_id)
        return self._shown(exemption_id, form, evidence=EvidenceOut(found).data["evidence"])

    def _shown(self, exemption_id: uuid.UUID, form: Form, *, code: int = 200, **shown: object) -> HttpResponse:
        return self.page("court/evidence.html", {"form": form, "exemption_id": exemption_id, **shown}, code=code)
