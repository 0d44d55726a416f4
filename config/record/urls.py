"""Addresses of a person's own record; who is meant stands in the session, never in an address."""

from django.urls import path

from config.record.applying import Apply, Matter, Withdraw
from config.record.signing_in import SignedIn, SignIn
from config.record.views import Document, Entrance, Export, Mine, leave

app_name = "record"
urlpatterns = [
    path("", Mine.as_view(), name="mine"),
    path("code", Entrance.as_view(), name="code"),
    path("sign-in", SignIn.as_view(), name="sign-in"),
    path("signed-in", SignedIn.as_view(), name="signed-in"),
    path("leave", leave, name="leave"),
    path("export", Export.as_view(), name="export"),
    path("apply/<slug:what>/<uuid:about_id>", Apply.as_view(), name="apply"),
    path("applications/<uuid:matter_id>", Matter.as_view(), name="matter"),
    path("applications/<uuid:matter_id>/withdraw", Withdraw.as_view(), name="withdraw"),
    path("documents/<uuid:document_id>", Document.as_view(), name="document"),
]
