"""Addresses of share codes. No code stands in one: it is typed, and travels in a body."""

from django.urls import path

from config.sharing.opening import Answer, Open
from config.sharing.own import Mine, Revoke

app_name = "share"
urlpatterns = [
    path("", Open.as_view(), name="open"),
    path("answers/<uuid:reference>", Answer.as_view(), name="answer"),
    path("mine", Mine.as_view(), name="mine"),
    path("mine/<uuid:code_id>/revoke", Revoke.as_view(), name="revoke"),
]
