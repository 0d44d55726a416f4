"""The admin: reference data, and accounts to look at. It shows no case and no measure, and opens with both factors."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessFailureLog, AccessLog
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.forms import AuthenticationForm
from unfold.widgets import UnfoldAdminTextInputWidget

from blacklist.models import Court, Officer
from blacklist.services.sessions import accept_code


class SignInForm(AuthenticationForm):  # type: ignore[misc]
    """Password and one-time code together; each wrong one counts towards the lock-out."""

    code = forms.CharField(
        label="动态验证码",
        max_length=10,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        """Check both factors; without a code the password is not even looked at, so that it cannot be tried alone."""
        given: dict[str, Any] = self.cleaned_data
        if "code" not in given:
            return given
        super().clean()
        if not accept_code(self.get_user(), given["code"], at=timezone.now()):
            user_login_failed.send(__name__, credentials={"username": given["username"]}, request=self.request)
            raise self.get_invalid_login_error()
        return given


class KeptForever:
    """Reference data that decisions cite: never deleted here."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Court)
class CourtAdmin(KeptForever, ModelAdmin):  # type: ignore[misc]
    list_display = ("code", "name", "level", "higher_court", "phone")
    list_filter = ("level",)
    search_fields = ("code", "name")
    autocomplete_fields = ("higher_court",)


@admin.register(Officer)
class OfficerAdmin(KeptForever, ModelAdmin):  # type: ignore[misc]
    """Accounts, to look at: each change is an act of its own in the register, made at ``/court/v1/officers``."""

    list_display = ("username", "name", "court", "state")
    list_filter = ("state",)
    search_fields = ("username", "name")
    ordering = ("username",)
    fields = ("username", "name", "court", "duties", "state")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


for model in (Group, EmailAddress, Authenticator, AccessLog, AccessFailureLog):
    admin.site.unregister(model)
admin.site.login_form = SignInForm
admin.site.login_template = "admin/sign_in.html"
admin.site.site_header = admin.site.site_title = "失信与限制消费登记：参考数据"
