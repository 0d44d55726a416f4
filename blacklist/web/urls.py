"""Addresses of the public pages."""

from django.urls import path

from blacklist.web.verify import Verify

app_name = "court-pages"
urlpatterns = [path("verify/<uuid:document_id>", Verify.as_view(), name="verify")]
