"""Where both sides are joined. Checks (``/v1/checks``) are answered before Django; see ``config/server.py``."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView, TemplateView

from config.openapi import published
from config.public_list.mandate import is_open
from config.statistics import views as statistics
from pages.language import choose
from restrictions.api.tokens import Keys, Token

urlpatterns = [
    path("court/v1/", include("blacklist.api.urls")),
    path("court/v1/", include("config.institutions.urls")),
    path("court/v1/", include("config.oversight.api_urls")),
    path("court/oversight/", include("config.oversight.urls")),
    path("statistics/", statistics.page, name="statistics"),
    path("statistics.csv", statistics.csv_file, name="statistics-csv"),
    path("statistics.json", statistics.Statistics.as_view(), name="statistics-json"),
    path("oversight/", RedirectView.as_view(pattern_name="oversight:overdue")),
    path("", include("blacklist.web.urls")),
    path("v1/", include("restrictions.api.urls")),
    path("oauth2/token", Token.as_view(), name="token"),
    path(".well-known/jwks.json", Keys.as_view(), name="token-keys"),
    path("my-record/", include("config.record.urls")),
    path("public-list/", include("config.public_list.urls")),
    path("guides/", include("config.guides.urls")),
    path("share/", include("config.sharing.urls")),
    path("counter/", include("restrictions.web.urls")),
    path("admin/", admin.site.urls),
    path("openapi.json", published, name="openapi"),
    path("", TemplateView.as_view(template_name="home.html", extra_context={"has_public_list": is_open}), name="home"),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain"), name="robots"),
    path("redress", TemplateView.as_view(template_name="redress.html"), name="redress"),
    path("language/<str:language>", choose, name="language"),
]
handler400 = "config.problems.bad_request"
handler404 = "config.problems.not_found"
handler403 = "config.problems.forbidden"
handler500 = "config.problems.server_error"
