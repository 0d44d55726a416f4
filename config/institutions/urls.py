"""Institutions under the court API: admitted, bounded, suspended, and what they are known by."""

from django.urls import path

from config.institutions import alarms, views

app_name = "keeping"
urlpatterns = [
    path("use-alarms", alarms.UseAlarms.as_view(), name="use-alarms"),
    path("use-alarms/<uuid:alarm_id>/confirm", alarms.ConfirmUseAlarm.as_view(), name="confirm-alarm"),
    path("use-alarms/<uuid:alarm_id>/dismiss", alarms.DismissUseAlarm.as_view(), name="dismiss-alarm"),
    path("institutions", views.Institutions.as_view(), name="institutions"),
    path("institutions/<uuid:institution_id>", views.OneInstitution.as_view(), name="institution"),
    path("institutions/<uuid:institution_id>/cover", views.CoverInstitution.as_view(), name="cover"),
    path("institutions/<uuid:institution_id>/allow", views.AllowInstitution.as_view(), name="allow"),
    path("institutions/<uuid:institution_id>/suspend", views.SuspendInstitution.as_view(), name="suspend"),
    path("institutions/<uuid:institution_id>/resume", views.ResumeInstitution.as_view(), name="resume"),
    path("institutions/<uuid:institution_id>/acts", views.Acts.as_view(), name="acts"),
    path("institutions/<uuid:institution_id>/credentials", views.Credentials.as_view(), name="credentials"),
    path(
        "institutions/<uuid:institution_id>/credentials/<uuid:credential_id>/rotate",
        views.RotateCredential.as_view(),
        name="rotate",
    ),
    path(
        "institutions/<uuid:institution_id>/credentials/<uuid:credential_id>/limit",
        views.LimitCredential.as_view(),
        name="limit",
    ),
    path(
        "institutions/<uuid:institution_id>/credentials/<uuid:credential_id>/revoke",
        views.RevokeCredential.as_view(),
        name="revoke",
    ),
]
