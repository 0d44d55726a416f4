"""Oversight under the court API."""

from django.urls import path

from config.oversight.api import OversightTable

app_name = "oversight-api"
urlpatterns = [path("oversight", OversightTable.as_view(), name="table")]
