"""What institutions ask of the database. Checks themselves are answered before Django."""

from django.urls import path

from restrictions.api.exemptions import Use

app_name = "institutions"
urlpatterns = [path("exemptions/use", Use.as_view(), name="use-exemption")]
