"""Addresses of the court side's pages: the public one, and the workbench. This file is its table of contents."""

from django.urls import path

from blacklist.web.acting import Act, KeepDraft
from blacklist.web.cases import Case, Cases
from blacklist.web.desk import Desk
from blacklist.web.documents import Document
from blacklist.web.evidence import Evidence
from blacklist.web.imports import Import, ImportReport, Imports
from blacklist.web.inbox import Inbox
from blacklist.web.invitations import Invitation
from blacklist.web.matters import MATTERS, Matters
from blacklist.web.measures import Listing, Order
from blacklist.web.offices import OFFICES
from blacklist.web.persons import FindPerson, Person
from blacklist.web.rulings import ChooseCase, NewCase, NewPerson
from blacklist.web.searches import SearchPeople
from blacklist.web.signing import Signing
from blacklist.web.staff import SignIn, SignOut
from blacklist.web.verify import Verify

app_name = "court-pages"
urlpatterns = [
    path("verify/<uuid:document_id>", Verify.as_view(), name="verify"),
    path("court/", Desk.as_view(), name="desk"),
    path("court/sign-in", SignIn.as_view(), name="sign-in"),
    path("court/sign-out", SignOut.as_view(), name="sign-out"),
    path("court/invitation", Invitation.as_view(), name="invitation"),
    path("court/drafts", KeepDraft.as_view(), name="drafts"),
    path("court/inbox", Inbox.as_view(), name="inbox"),
    path("court/cases", Cases.as_view(), name="cases"),
    path("court/cases/<uuid:case_id>", Case.as_view(), name="case"),
    path("court/listings/<uuid:measure_id>", Listing.as_view(), name="listing"),
    path("court/orders/<uuid:measure_id>", Order.as_view(), name="order"),
    path("court/persons/find", FindPerson.as_view(), name="find"),
    path("court/persons/<uuid:person_id>", Person.as_view(), name="person"),
    path("court/documents/<uuid:document_id>.pdf", Document.as_view(), name="document"),
    path("court/signing", Signing.as_view(), name="signing"),
    path("court/ruling", NewPerson.as_view(), name="ruling"),
    path("court/ruling/<uuid:person_id>", ChooseCase.as_view(), name="ruling-case"),
    path("court/ruling/<uuid:person_id>/case", NewCase.as_view(), name="ruling-new-case"),
    path("court/persons/search", SearchPeople.as_view(), name="search"),
    path("court/imports", Imports.as_view(), name="imports"),
    path("court/imports/<uuid:import_id>", Import.as_view(), name="import"),
    path("court/imports/<uuid:import_id>/report", ImportReport.as_view(), name="import-report"),
    path("court/exemptions/<uuid:exemption_id>/evidence", Evidence.as_view(), name="evidence"),
    *[path(f"court/{office.name}", office.as_view(), name=office.name) for office in OFFICES],
    path("court/matters", Matters.as_view(), name="matters"),
    *[path(f"court/{name}s/<uuid:record_id>", view.as_view(), name=name) for name, view in MATTERS.items()],
    path("court/do/<slug:name>", Act.as_view(), name="act"),
    path("court/do/<slug:name>/<uuid:record_id>", Act.as_view(), name="act-on"),
    path("court/do/<slug:name>/<int:record_id>", Act.as_view(), name="act-on"),
]
