"""The court API: one address for each act. This file is its table of contents."""

from django.urls import path

from blacklist.api.assistance_notices import (
    AssistanceNotices,
    OneAssistanceNotice,
    ServeAssistanceNotice,
    SignAssistanceNotice,
    WithdrawAssistanceNotice,
)
from blacklist.api.cases import Case, Cases, Hold, Notice
from blacklist.api.corrections import (
    AssignCorrection,
    CompleteCorrection,
    Corrections,
    OneCorrection,
    RejectCorrection,
    SendBackCorrection,
    ServeCorrection,
    TransferCorrection,
    UpholdCorrection,
    WithdrawCorrection,
)
from blacklist.api.documents import CertifyPerformance, DocumentPdf, Documents, OneDocument
from blacklist.api.exemptions import (
    ApproveExemption,
    CompleteExemption,
    Evidence,
    Exemptions,
    OneExemption,
    RejectExemption,
    SendBackExemption,
    SetAsideExemption,
    VoidExemption,
    WithdrawExemption,
)
from blacklist.api.listings import (
    Listings,
    OneListing,
    PublishListing,
    RemoveListing,
    RevokeListing,
    ServeListing,
    SignListing,
)
from blacklist.api.officers import (
    AccountProposals,
    ConfirmProposal,
    GrantDuties,
    MoveOfficer,
    Officers,
    OneOfficer,
    ResetFactor,
    ResumeOfficer,
    SuspendOfficer,
    WithdrawDuties,
)
from blacklist.api.orders import LiftOrder, OneOrder, Orders, RevokeOrder, ServeOrder, SignOrder
from blacklist.api.particulars import ListingParticulars
from blacklist.api.persons import FindPerson, IdentifyPerson, OnePerson, Persons
from blacklist.api.register import Register
from blacklist.api.session import AcceptInvitation, Factor, Me, Session
from blacklist.api.tasks import CloseTask, Tasks

app_name = "court"
urlpatterns = [
    path("session", Session.as_view(), name="session"),
    path("session/factor", Factor.as_view(), name="factor"),
    path("me", Me.as_view(), name="me"),
    path("invitations/accept", AcceptInvitation.as_view(), name="accept-invitation"),
    path("officers", Officers.as_view(), name="officers"),
    path("officers/<int:officer_id>", OneOfficer.as_view(), name="officer"),
    path("officers/<int:officer_id>/move", MoveOfficer.as_view(), name="move-officer"),
    path("officers/<int:officer_id>/suspend", SuspendOfficer.as_view(), name="suspend-officer"),
    path("officers/<int:officer_id>/resume", ResumeOfficer.as_view(), name="resume-officer"),
    path("officers/<int:officer_id>/grant", GrantDuties.as_view(), name="grant-duties"),
    path("officers/<int:officer_id>/withdraw", WithdrawDuties.as_view(), name="withdraw-duties"),
    path("officers/<int:officer_id>/reset-factor", ResetFactor.as_view(), name="reset-factor"),
    path("account-proposals", AccountProposals.as_view(), name="account-proposals"),
    path("account-proposals/<uuid:proposal_id>/confirm", ConfirmProposal.as_view(), name="confirm-proposal"),
    path("persons", Persons.as_view(), name="persons"),
    path("persons/<uuid:person_id>", OnePerson.as_view(), name="person"),
    path("persons/<uuid:person_id>/documents", IdentifyPerson.as_view(), name="identify-person"),
    path("persons/find", FindPerson.as_view(), name="find-person"),
    path("cases", Cases.as_view(), name="cases"),
    path("cases/<uuid:case_id>", Case.as_view(), name="case"),
    path("cases/<uuid:case_id>/notice", Notice.as_view(), name="notice"),
    path("cases/<uuid:case_id>/hold", Hold.as_view(), name="hold"),
    path(
        "cases/<uuid:case_id>/performance-certificate",
        CertifyPerformance.as_view(),
        name="performance-certificate",
    ),
    path("documents", Documents.as_view(), name="documents"),
    path("documents/<uuid:document_id>", OneDocument.as_view(), name="document"),
    path("documents/<uuid:document_id>/pdf", DocumentPdf.as_view(), name="document-pdf"),
    path("listings", Listings.as_view(), name="listings"),
    path("listings/<uuid:listing_id>", OneListing.as_view(), name="listing"),
    path("listings/<uuid:listing_id>/particulars", ListingParticulars.as_view(), name="listing-particulars"),
    path("listings/<uuid:listing_id>/sign", SignListing.as_view(), name="sign-listing"),
    path("listings/<uuid:listing_id>/serve", ServeListing.as_view(), name="serve-listing"),
    path("listings/<uuid:listing_id>/publish", PublishListing.as_view(), name="publish-listing"),
    path("listings/<uuid:listing_id>/remove", RemoveListing.as_view(), name="remove-listing"),
    path("listings/<uuid:listing_id>/revoke", RevokeListing.as_view(), name="revoke-listing"),
    path("orders", Orders.as_view(), name="orders"),
    path("orders/<uuid:order_id>", OneOrder.as_view(), name="order"),
    path("orders/<uuid:order_id>/sign", SignOrder.as_view(), name="sign-order"),
    path("orders/<uuid:order_id>/serve", ServeOrder.as_view(), name="serve-order"),
    path("orders/<uuid:order_id>/lift", LiftOrder.as_view(), name="lift-order"),
    path("orders/<uuid:order_id>/revoke", RevokeOrder.as_view(), name="revoke-order"),
    path("exemptions", Exemptions.as_view(), name="exemptions"),
    path("exemptions/<uuid:exemption_id>", OneExemption.as_view(), name="exemption"),
    path("exemptions/<uuid:exemption_id>/evidence", Evidence.as_view(), name="evidence"),
    path("exemptions/<uuid:exemption_id>/send-back", SendBackExemption.as_view(), name="send-back-exemption"),
    path("exemptions/<uuid:exemption_id>/complete", CompleteExemption.as_view(), name="complete-exemption"),
    path("exemptions/<uuid:exemption_id>/withdraw", WithdrawExemption.as_view(), name="withdraw-exemption"),
    path("exemptions/<uuid:exemption_id>/approve", ApproveExemption.as_view(), name="approve-exemption"),
    path("exemptions/<uuid:exemption_id>/reject", RejectExemption.as_view(), name="reject-exemption"),
    path("exemptions/<uuid:exemption_id>/void", VoidExemption.as_view(), name="void-exemption"),
    path("exemptions/<uuid:exemption_id>/set-aside", SetAsideExemption.as_view(), name="set-aside-exemption"),
    path("corrections", Corrections.as_view(), name="corrections"),
    path("corrections/<uuid:request_id>", OneCorrection.as_view(), name="correction"),
    path("corrections/<uuid:request_id>/transfer", TransferCorrection.as_view(), name="transfer-correction"),
    path("corrections/<uuid:request_id>/send-back", SendBackCorrection.as_view(), name="send-back-correction"),
    path("corrections/<uuid:request_id>/complete", CompleteCorrection.as_view(), name="complete-correction"),
    path("corrections/<uuid:request_id>/assign", AssignCorrection.as_view(), name="assign-correction"),
    path("corrections/<uuid:request_id>/uphold", UpholdCorrection.as_view(), name="uphold-correction"),
    path("corrections/<uuid:request_id>/reject", RejectCorrection.as_view(), name="reject-correction"),
    path("corrections/<uuid:request_id>/serve", ServeCorrection.as_view(), name="serve-correction"),
    path("corrections/<uuid:request_id>/withdraw", WithdrawCorrection.as_view(), name="withdraw-correction"),
    path("register", Register.as_view(), name="register"),
    path("assistance-notices", AssistanceNotices.as_view(), name="assistance-notices"),
    path("assistance-notices/<uuid:notice_id>", OneAssistanceNotice.as_view(), name="assistance-notice"),
    path("assistance-notices/<uuid:notice_id>/sign", SignAssistanceNotice.as_view(), name="sign-assistance-notice"),
    path("assistance-notices/<uuid:notice_id>/serve", ServeAssistanceNotice.as_view(), name="serve-assistance-notice"),
    path(
        "assistance-notices/<uuid:notice_id>/withdraw",
        WithdrawAssistanceNotice.as_view(),
        name="withdraw-assistance-notice",
    ),
    path("tasks", Tasks.as_view(), name="tasks"),
    path("tasks/<uuid:task_id>/done", CloseTask.as_view(), name="close-task"),
]
