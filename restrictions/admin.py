"""Institutions in the admin: to look at. They are enrolled, suspended and resumed by acts, not by editing rows."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from restrictions.models import Institution


@admin.register(Institution)
class InstitutionAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("name", "sector", "notice_number", "state")
    list_filter = ("sector", "state")
    search_fields = ("name", "notice_number")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
