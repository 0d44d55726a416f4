"""Court staff: who they are, which court they serve, what they may do."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from blacklist.law.accounts import AccountState
from blacklist.law.duties import Duty
from blacklist.models.court import Court


class OfficerState(models.TextChoices):
    INVITED = AccountState.INVITED.value, "待启用"
    ACTIVE = AccountState.ACTIVE.value, "在岗"
    SUSPENDED = AccountState.SUSPENDED.value, "停权"


class OfficerRoll(BaseUserManager["Officer"]):
    """Officers by their user name."""

    def get_by_natural_key(self, username: str | None) -> "Officer":
        return self.get(username=username)


class Officer(AbstractBaseUser):
    """A member of court staff. What one may do is a set of duties, never a Django group.

    ``account_version`` counts the acts on the account; an officer read before the newest of them acts no more.
    ``code_counter`` is the time step of the last one-time code accepted: a code is accepted once (RFC 6238 §5.2).
    """

    username = models.CharField("用户名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    court = models.ForeignKey(Court, verbose_name="法院", null=True, blank=True, on_delete=models.PROTECT)
    duties = ArrayField(
        models.CharField(max_length=20, choices=[(duty.value, duty.value) for duty in Duty]),
        verbose_name="职责",
        default=list,
        blank=True,
    )
    state = models.CharField("状态", max_length=10, choices=OfficerState.choices, default=OfficerState.ACTIVE)
    code_counter = models.BigIntegerField(default=0, editable=False)
    account_version = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = OfficerRoll()

    class Meta:
        verbose_name = verbose_name_plural = "法院工作人员"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.username

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.state == OfficerState.ACTIVE

    @property
    def is_staff(self) -> bool:
        """Whether the reference-data admin opens for this officer."""
        return Duty.ADMINISTER in self.duties

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff

    def get_session_auth_hash(self) -> str:
        """Return what a session of the admin must know: it ends with the next act on the account."""
        return f"{super().get_session_auth_hash()}.{self.account_version}"

    def may(self, duty: Duty) -> bool:
        return self.is_active and duty in self.duties


class OfficerSession(models.Model):
    """One sign-in to the court API. Only a digest of its token is kept."""

    token_digest = models.BinaryField(max_length=32, unique=True)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="sessions")
    second_factor_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def is_open(self, at: datetime) -> bool:
        return self.closed_at is None and at < self.expires_at
