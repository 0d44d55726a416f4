"""分享码: by which a person shows one institution one answer about themselves."""

import json
import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from blacklist.law.identity import Document
from blacklist.law.sharing import NameShown
from blacklist.models.person import Person
from blacklist.sealing import seal, unseal


class ShareCode(models.Model):
    """One activity, at most one day, one institution, one use. Of the code only a keyed digest is kept.

    Its life: made by the person → ``opened_at``, which binds it to the institution → ``used_at``, when that one was
    answered. Or ``revoked_at`` by the person before, or run out. ``reference`` is the check whose answer was shown;
    without one none was, for the answer was not "permitted". The check side knows institutions; here they are an id
    and the name that the person reads.

    Whoever is on no file has no ``person``: then ``holder_blind`` is the digest of the document that was shown, and
    name and document are sealed in ``holder_sealed`` while the code is good.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    holder_blind = models.BinaryField(max_length=16, null=True)
    holder_sealed = models.BinaryField(null=True)
    digest = models.BinaryField(max_length=16, unique=True)
    activity = models.CharField("消费行为", max_length=40)
    on = models.DateField("消费日期", null=True)
    name_shown = models.CharField("姓名显示", max_length=8, choices=[(row.value, row.value) for row in NameShown])
    made_at = models.DateTimeField("生成时间")
    expires_at = models.DateTimeField("失效时间")
    revoked_at = models.DateTimeField("撤回时间", null=True)
    institution_id = models.UUIDField("打开单位", null=True)
    institution_name = models.CharField("打开单位名称", max_length=100, blank=True)
    opened_at = models.DateTimeField("打开时间", null=True)
    used_at = models.DateTimeField("使用时间", null=True)
    reference = models.UUIDField("查询编号", null=True, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "分享码"
        indexes = [
            models.Index(fields=["person", "made_at"], name="share_codes_of_person"),
            models.Index(fields=["holder_blind", "made_at"], name="share_codes_of_holder"),
        ]
        constraints = [
            models.CheckConstraint(
                name="share_code_is_of_a_person_or_a_holder",
                condition=Q(person__isnull=False, holder_blind__isnull=True, holder_sealed__isnull=True)
                | Q(person__isnull=True, holder_blind__isnull=False),
            ),
            models.CheckConstraint(
                name="share_code_is_good_for_a_week_at_most",
                condition=Q(expires_at__gt=F("made_at")) & Q(expires_at__lte=F("made_at") + timedelta(days=7)),
            ),
            models.CheckConstraint(
                name="share_code_is_opened_by_somebody",
                condition=Q(opened_at__isnull=True, institution_id__isnull=True, institution_name="")
                | Q(opened_at__isnull=False, institution_id__isnull=False),
            ),
            models.CheckConstraint(
                name="share_code_is_used_once_opened",
                condition=Q(used_at__isnull=True, reference__isnull=True)
                | Q(used_at__isnull=False, opened_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def seal_holder(self, name: str, document: Document) -> None:
        """Keep who it is, who is on no file."""
        self.holder_sealed = seal(json.dumps([name, *document]), record=f"share-code:{self.id}")

    @property
    def holder(self) -> tuple[str, Document] | None:
        """Return name and document of whoever is on no file; None once the code is good no more."""
        if self.holder_sealed is None:
            return None
        name, *document = json.loads(unseal(self.holder_sealed, record=f"share-code:{self.id}"))
        return name, Document(*document)
