"""The acts on institutions and their credentials, one view each."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from blacklist.api.paging import PageIn, page, page_in_order, paged
from blacklist.api.preconditions import Records
from blacklist.api.shapes import NothingIn
from blacklist.api.views import CourtView, Given, Operation, matching, one
from blacklist.law.duties import Duty
from blacklist.models import Officer
from blacklist.services import sessions
from config.institutions import keeping, shapes
from restrictions.models import Credential, Institution
from restrictions.services import credentials, institutions


class KeptView(CourtView):
    records: ClassVar[Mapping[str, Records]] = keeping.RECORDS


class Institutions(KeptView):
    operations = {
        "GET": Operation(
            "list_institutions",
            Duty.READ,
            takes=shapes.InstitutionFilterIn,
            gives=paged(shapes.InstitutionOut, name="InstitutionPage"),
        ),
        "POST": Operation(
            "enrol_institution", Duty.ENROL, takes=shapes.EnrolmentIn, gives=shapes.InstitutionOut, answers=201
        ),
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the institutions of the own court, by the numbers of their notices."""
        return page_in_order(matching(keeping.institutions_of(by), given, "state"), given, by="notice_number")

    def act(self, given: Given, *, by: Officer, at: datetime) -> Institution:
        """Admit the unit on which an assistance notice of the own court was served."""
        return institutions.enrol(**given, by=keeping.admitting(given["notice_number"], by))


class OneInstitution(KeptView):
    operations = {
        "GET": Operation("read_institution", Duty.READ, takes=NothingIn, gives=shapes.InstitutionOut),
    }

    def read(self, given: Given, *, by: Officer, at: datetime, institution_id: uuid.UUID) -> Any:
        """Read an institution of the own court."""
        return one(keeping.institutions_of(by), institution_id)


class CoverInstitution(KeptView):
    operations = {"POST": Operation("cover_institution", Duty.ENROL, takes=shapes.CoverIn, gives=shapes.InstitutionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, institution_id: uuid.UUID) -> Institution:
        """Change what an institution asks about, within its assistance notice."""
        found, actor = keeping.institution_kept_by(by, institution_id)
        return institutions.cover(found, **given, by=actor)


class AllowInstitution(KeptView):
    operations = {"POST": Operation("allow_institution", Duty.ENROL, takes=shapes.AllowIn, gives=shapes.InstitutionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, institution_id: uuid.UUID) -> Institution:
        """Change how many questions an institution may ask in a second and in a day."""
        found, actor = keeping.institution_kept_by(by, institution_id)
        return institutions.allow(found, **given, by=actor)


class SuspendInstitution(KeptView):
    operations = {
        "POST": Operation("suspend_institution", Duty.ENROL, takes=shapes.ReasonIn, gives=shapes.InstitutionOut)
    }

    def act(self, given: Given, *, by: Officer, at: datetime, institution_id: uuid.UUID) -> Institution:
        """Answer an institution no more; every node heeds it within a second."""
        found, actor = keeping.institution_kept_by(by, institution_id)
        return institutions.suspend(found, **given, by=actor)


class ResumeInstitution(KeptView):
    operations = {
        "POST": Operation("resume_institution", Duty.ENROL, takes=shapes.ReasonIn, gives=shapes.InstitutionOut)
    }

    def act(self, given: Given, *, by: Officer, at: datetime, institution_id: uuid.UUID) -> Institution:
        """Answer a suspended institution again, while its assistance notice covers what it asks."""
        found, actor = keeping.institution_kept_by(by, institution_id)
        return institutions.resume(found, **given, by=actor)


class Acts(KeptView):
    operations = {
        "GET": Operation(
            "list_institution_acts",
            Duty.READ,
            takes=PageIn,
            gives=paged(shapes.DirectoryActOut, name="DirectoryActPage"),
        )
    }

    def read(self, given: Given, *, by: Officer, at: datetime, institution_id: uuid.UUID) -> dict[str, Any]:
        """List what was done to an institution and its credentials, newest first."""
        found = one(keeping.institutions_of(by), institution_id)
        return page(keeping.acts_of(by).filter(institution=found), given, newest_by="done_at")


class Credentials(KeptView):
    operations = {
        "GET": Operation(
            "list_credentials", Duty.READ, takes=PageIn, gives=paged(shapes.CredentialOut, name="CredentialPage")
        ),
        "POST": Operation(
            "issue_credential",
            Duty.ENROL,
            takes=shapes.CredentialIn,
            gives=shapes.IssuedOut,
            answers=201,
            shown_once=True,
        ),
    }

    def read(self, given: Given, *, by: Officer, at: datetime, institution_id: uuid.UUID) -> dict[str, Any]:
        """List the credentials of an institution of the own court, newest first."""
        found = one(keeping.institutions_of(by), institution_id)
        return page(keeping.credentials_of(by).filter(institution=found), given, newest_by="created_at")

    def act(self, given: Given, *, by: Officer, at: datetime, institution_id: uuid.UUID) -> credentials.Issued:
        """Issue a credential; an institution may have several.

        Needs a one-time code no older than five minutes: open a new session to give one.
        """
        sessions.require_fresh_factor(self.session, at=at)
        found, actor = keeping.institution_kept_by(by, institution_id)
        return credentials.issue(found, **given, by=actor)


class RotateCredential(KeptView):
    operations = {
        "POST": Operation(
            "rotate_credential", Duty.ENROL, takes=shapes.RotationIn, gives=shapes.IssuedOut, shown_once=True
        )
    }

    def act(
        self, given: Given, *, by: Officer, at: datetime, institution_id: uuid.UUID, credential_id: uuid.UUID
    ) -> credentials.Issued:
        """Issue a credential's successor; the old one stays good for the overlap.

        Needs a one-time code no older than five minutes: open a new session to give one.
        """
        sessions.require_fresh_factor(self.session, at=at)
        found, actor = keeping.credential_kept_by(by, institution_id, credential_id)
        overlap = timedelta(hours=given["overlap_hours"])
        return credentials.rotate(found, overlap=overlap, at=at, by=actor, note=given["note"])


class LimitCredential(KeptView):
    operations = {"POST": Operation("limit_credential", Duty.ENROL, takes=shapes.LimitIn, gives=shapes.CredentialOut)}

    def act(
        self, given: Given, *, by: Officer, at: datetime, institution_id: uuid.UUID, credential_id: uuid.UUID
    ) -> Credential:
        """Let a credential run out after some hours."""
        found, actor = keeping.credential_kept_by(by, institution_id, credential_id)
        after = timedelta(hours=given["after_hours"])
        return credentials.limit(found, after=after, at=at, by=actor, note=given["note"])


class RevokeCredential(KeptView):
    operations = {"POST": Operation("revoke_credential", Duty.ENROL, takes=shapes.ReasonIn, gives=shapes.CredentialOut)}

    def act(
        self, given: Given, *, by: Officer, at: datetime, institution_id: uuid.UUID, credential_id: uuid.UUID
    ) -> Credential:
        """Revoke a credential; every node refuses it within a second, and tokens given for it."""
        found, actor = keeping.credential_kept_by(by, institution_id, credential_id)
        return credentials.revoke(found, **given, at=at, by=actor)
