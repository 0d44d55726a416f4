"""The admin: reference data and accounts only. It shows no case and no measure, and opens with both factors."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessFailureLog, AccessLog
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_login_failed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, AuthenticationForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextInputWidget

from blacklist.law.duties import SENTENCES
from blacklist.models import Court, Officer
from blacklist.services.sessions import accept_code, enrol_second_factor

DUTIES = [(duty.value, f"{duty}: {sentence}") for duty, sentence in SENTENCES.items()]


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


def _duties_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="职责", choices=DUTIES, required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )


class OfficerCreationForm(UserCreationForm):  # type: ignore[misc]
    """A new officer with a first password."""

    duties = _duties_field()

    class Meta:
        model = Officer
        fields = ("username", "name", "court", "duties")


class OfficerChangeForm(UserChangeForm):  # type: ignore[misc]
    """An officer's particulars; the password is changed on a page of its own."""

    duties = _duties_field()

    class Meta:
        model = Officer
        fields = ("username", "name", "court", "duties", "state")


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
class OfficerAdmin(KeptForever, UserAdmin, ModelAdmin):  # type: ignore[misc,type-arg]
    """Accounts. An officer who leaves is suspended; what the officer signed stays."""

    form = OfficerChangeForm
    add_form = OfficerCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "name", "court", "state")
    list_filter = ("state",)
    search_fields = ("username", "name")
    ordering = ("username",)
    filter_horizontal = ()
    autocomplete_fields = ("court",)
    fieldsets = ((None, {"fields": ("username", "password", "name", "court", "duties", "state")}),)
    add_fieldsets = ((None, {"fields": ("username", "name", "court", "duties", "password1", "password2")}),)
    actions = ("give_second_factor",)

    @admin.action(description="发放新的第二因素（密钥只显示一次）")
    def give_second_factor(self, request: HttpRequest, chosen: QuerySet[Officer]) -> HttpResponse:
        """Replace the second factor of the officers chosen and show each secret this once."""
        secrets = [(officer.username, enrol_second_factor(officer)) for officer in chosen]
        context = {**self.admin_site.each_context(request), "title": "第二因素", "secrets": secrets}
        for officer in chosen:
            self.log_change(request, officer, "second factor replaced")
        return never_cache(lambda _: TemplateResponse(request, "admin/second_factor.html", context))(request)


for model in (Group, EmailAddress, Authenticator, AccessLog, AccessFailureLog):
    admin.site.unregister(model)
admin.site.login_form = SignInForm
admin.site.login_template = "admin/sign_in.html"
admin.site.site_header = admin.site.site_title = "失信与限制消费登记：参考数据"
