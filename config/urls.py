"""Where both sides are joined. Checks (``/v1/…``) are answered before Django; see ``config/server.py``."""

from django.contrib import admin
from django.urls import include, path

from config.openapi import published

urlpatterns = [
    path("court/v1/", include("blacklist.api.urls")),
    path("admin/", admin.site.urls),
    path("openapi.json", published, name="openapi"),
]
handler404 = "config.problems.not_found"
handler500 = "config.problems.server_error"
