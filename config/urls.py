"""Where both sides are joined. Checks (``/v1/checks``) are answered before Django; see ``config/server.py``."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import TemplateView

from config.openapi import published

urlpatterns = [
    path("court/v1/", include("blacklist.api.urls")),
    path("", include("blacklist.web.urls")),
    path("v1/", include("restrictions.api.urls")),
    path("admin/", admin.site.urls),
    path("openapi.json", published, name="openapi"),
    path(
        "redress",
        TemplateView.as_view(template_name="redress.html", extra_context={"livemode": settings.LIVEMODE}),
        name="redress",
    ),
]
handler400 = "config.problems.bad_request"
handler404 = "config.problems.not_found"
handler500 = "config.problems.server_error"
