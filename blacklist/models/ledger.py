"""The ledger: where a listing was made public and who was told of it, so that its end reaches them (L7, L8, J16)."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from blacklist.law.ledger import CHANNELS, RECIPIENTS
from blacklist.models.assistance_notice import AssistanceNotice
from blacklist.models.court import Court
from blacklist.models.listing import Listing
from blacklist.models.order import ConsumptionOrder


class Announcement(models.Model):
    """One channel on which a listing was made public, until it is taken down there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    listing = models.ForeignKey(
        Listing, verbose_name="失信名单", on_delete=models.PROTECT, related_name="announcements"
    )
    channel = models.CharField("公布渠道", max_length=14, choices=list(CHANNELS.items()))
    published_on = models.DateField("公布日期")
    taken_down_on = models.DateField("撤下日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "公布渠道"
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "channel"],
                name="announced_once_per_channel",
                condition=Q(taken_down_on__isnull=True),
            ),
            models.CheckConstraint(
                name="taken_down_after_announced",
                condition=Q(taken_down_on__isnull=True) | Q(taken_down_on__gte=F("published_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.listing_id}"


class Recipient(models.Model):
    """A body that is told of a court's listings: by which rule, and which of the published fields (L8)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    court = models.ForeignKey(Court, verbose_name="法院", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类型", max_length=24, choices=[(code, zh) for code, (zh, _) in RECIPIENTS.items()])
    legal_basis = models.CharField("依据", max_length=8)
    fields_told = ArrayField(models.CharField(max_length=24), verbose_name="通报字段")
    enrolled_at = models.DateTimeField("登记时间")
    ended_on = models.DateField("停止通报日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "受通报单位"
        constraints = [
            models.UniqueConstraint(fields=["court", "name"], name="one_recipient_of_a_name"),
            models.CheckConstraint(name="recipient_has_a_basis", condition=~Q(legal_basis="")),
            models.CheckConstraint(name="recipient_is_told_something", condition=~Q(fields_told=[])),
        ]

    def __str__(self) -> str:
        return self.name


class NotificationKind(models.TextChoices):
    LISTED = "listed", "纳入通报"
    REMOVED = "removed", "删除或撤销通报"


class Notification(models.Model):
    """One recipient told of one listing; of its end it is told too, and acknowledges within three working days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="notifications")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="notifications")
    kind = models.CharField("通报类型", max_length=8, choices=NotificationKind.choices)
    legal_basis = models.CharField("依据", max_length=8)
    fields_told = ArrayField(models.CharField(max_length=24), verbose_name="通报字段")
    sent_at = models.DateTimeField("通报时间")
    counted_from = models.DateField("起算日", null=True)
    due_on = models.DateField("回执期限", null=True)
    is_provisional = models.BooleanField("期限暂定", default=False)
    acknowledged_on = models.DateField("回执日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "通报"
        constraints = [
            models.UniqueConstraint(fields=["recipient", "listing", "kind"], name="told_once_of_each"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.listing_id}"


class LiftNotice(models.Model):
    """One unit served with an assistance notice, told that an order has ended; it acknowledges in three working days.

    The notice goes to the units whose scope the order touched: the same that were to act on it (C6, C9).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(ConsumptionOrder, on_delete=models.PROTECT, related_name="lift_notices")
    assistance_notice = models.ForeignKey(AssistanceNotice, on_delete=models.PROTECT, related_name="lift_notices")
    sent_at = models.DateTimeField("通知时间")
    counted_from = models.DateField("起算日")
    due_on = models.DateField("回执期限")
    is_provisional = models.BooleanField("期限暂定", default=False)
    acknowledged_on = models.DateField("回执日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "解除通知"
        indexes = [models.Index(fields=["order"], name="lift_notices_owed", condition=Q(acknowledged_on__isnull=True))]

    def __str__(self) -> str:
        return f"{self.order_id} {self.assistance_notice_id}"
