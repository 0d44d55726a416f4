"""Addresses of the counter. None holds a name or a number: what was asked stays in bodies, answers have references."""

from django.urls import path

from restrictions.web.counter import Ask, History, Shown, SignIn, Slip, keep_typed, sign_out
from restrictions.web.lists import Answers, Many

app_name = "counter"
urlpatterns = [
    path("", Ask.as_view(), name="ask"),
    path("sign-in", SignIn.as_view(), name="sign-in"),
    path("sign-out", sign_out, name="sign-out"),
    path("typed", keep_typed, name="typed"),
    path("many", Many.as_view(), name="many"),
    path("list", Answers.as_view(), name="list"),
    path("history", History.as_view(), name="history"),
    path("answers/<uuid:reference>", Shown.as_view(), name="answer"),
    path("answers/<uuid:reference>/slip", Slip.as_view(), name="slip"),
]
