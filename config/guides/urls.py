"""Addresses of the guides."""

from django.urls import path
from django.views.generic import TemplateView

from config.guides.views import guide
from config.guides.words import GUIDES

app_name = "guides"
every = TemplateView.as_view(template_name="guides/all.html", extra_context={"guides": GUIDES.values()})
urlpatterns = [
    path("", every, name="all"),
    path("<slug:who>", guide, name="guide"),
]
