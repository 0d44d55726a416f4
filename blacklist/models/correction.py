"""How a measure is contested: requests for correction, and what the court above is asked after a rejection."""

import uuid
from typing import Any

import orjson
from django.db import models
from django.db.models import Q

from blacklist.law.remedies import REMEDIES, CorrectionState, MeasureKind
from blacklist.models.case import ServiceMethod
from blacklist.models.court import Court
from blacklist.models.listing import Listing
from blacklist.models.officer import Officer
from blacklist.models.order import ConsumptionOrder
from blacklist.models.person import Person
from blacklist.sealing import seal, unseal


class CorrectionReason(models.TextChoices):
    """What is said to be wrong; the acts that put each right are ``law.remedies.CONTENTIONS``."""

    SHOULD_NOT_BE_LISTED = "should_not_be_listed", "不应纳入失信名单"
    SHOULD_NOT_BE_RESTRICTED = "should_not_be_restricted", "不应采取限制消费措施"
    INACCURATE = "inaccurate", "记载的信息不准确"
    SHOULD_BE_ENDED = "should_be_ended", "应当删除或者解除"


class Petitioner(models.TextChoices):
    """Who asks: the person the measure is on, or somebody for that person."""

    IN_PERSON = "in_person", "本人"
    AGENT = "agent", "委托代理人"
    GUARDIAN = "guardian", "监护人"
    CLOSE_RELATIVE = "close_relative", "近亲属（本人死亡后）"


class Channel(models.TextChoices):
    """On which way a request came in."""

    COUNTER = "counter", "窗口提交"
    ONLINE = "online", "网上提交"
    BY_POST = "by_post", "邮寄提交"
    CREDIT_CHINA = "credit_china", "信用中国转交"


class Remedy(models.Model):
    """What both remedies keep: a receipt given at once, the decision, and the words of either side, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receipt_number = models.CharField("回执编号", max_length=40, unique=True)
    filed_on = models.DateField("提交日期")
    received_on = models.DateField("审查法院收到日期", null=True)
    decide_by = models.DateField("审查期限", null=True)
    decide_by_is_provisional = models.BooleanField("审查期限暂定", default=False)
    words_sealed = models.BinaryField()
    decision_number = models.CharField("文书编号", max_length=60, blank=True)
    decided_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("决定日期", null=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["decision_number"], name="%(class)s_number_is_used_once", condition=~Q(decision_number="")
            ),
            models.CheckConstraint(
                name="%(class)s_decided_with_number_and_officer",
                condition=Q(decision_number="", decided_on__isnull=True, decided_by__isnull=True)
                | (~Q(decision_number="") & Q(decided_on__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="%(class)s_counts_from_receipt",
                condition=Q(received_on__isnull=True, decide_by__isnull=True)
                | Q(received_on__isnull=False, decide_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_number

    def seal_words(self, words: dict[str, Any]) -> None:
        text = orjson.dumps(words, option=orjson.OPT_SORT_KEYS).decode()
        self.words_sealed = seal(text, record=f"remedy:{self.id}")

    def add_words(self, **words: Any) -> None:
        """Seal these words beside those that are there."""
        self.seal_words({**self.words, **words})

    @property
    def words(self) -> dict[str, Any]:
        opened: dict[str, Any] = orjson.loads(unseal(self.words_sealed, record=f"remedy:{self.id}"))
        return opened


class CorrectionRequest(Remedy):
    """纠正申请: a person asks the court to put a measure right that is on that person (L11; on an order, G18).

    Its life: ``received`` → (``incomplete``, told once what is missing) → ``under_review`` by officers who did not
    handle the case → ``upheld``, then ``corrected`` by the act that puts the measure right, or ``rejected`` and served;
    from there the court above may be asked. ``court`` has it now: the court that handles the case, or one that has yet
    to pass it on, and then no period runs (``received_on`` is null).
    """

    listing = models.ForeignKey(Listing, null=True, on_delete=models.PROTECT, related_name="corrections")
    order = models.ForeignKey(ConsumptionOrder, null=True, on_delete=models.PROTECT, related_name="corrections")
    person = models.ForeignKey(Person, verbose_name="申请人", on_delete=models.PROTECT, related_name="corrections")
    court = models.ForeignKey(Court, verbose_name="法院", on_delete=models.PROTECT, related_name="+")
    transferred_from = models.ForeignKey(Court, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=16, choices=[(s.value, s.value) for s in CorrectionState])
    reason = models.CharField("申请事由", max_length=24, choices=CorrectionReason.choices)
    petitioner = models.CharField("申请主体", max_length=16, choices=Petitioner.choices)
    channel = models.CharField("提交方式", max_length=16, choices=Channel.choices)
    wants_explanation = models.BooleanField("要求说明", default=False)
    returned_on = models.DateField("告知补正日期", null=True)
    complete_by = models.DateField("补正期限", null=True)
    complete_by_is_provisional = models.BooleanField("补正期限暂定", default=False)
    reviewers = models.ManyToManyField(Officer, verbose_name="审查人员", related_name="+")
    remedy = models.CharField(
        "纠正方式", max_length=16, choices=[(act.value, act.value) for act in REMEDIES], blank=True
    )
    served_on = models.DateField("送达日期", null=True)
    service_method = models.CharField("送达方式", max_length=14, choices=ServiceMethod.choices, blank=True)
    reconsider_by = models.DateField("申请复议期限", null=True)
    reconsider_by_is_provisional = models.BooleanField("申请复议期限暂定", default=False)
    escalated_at = models.DateTimeField("逾期上报时间", null=True)
    corrected_on = models.DateField("纠正日期", null=True)
    corrected_by = models.ForeignKey(Court, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "纠正申请"
        constraints = [
            *Remedy.Meta.constraints,
            models.CheckConstraint(
                name="correction_is_of_one_measure",
                condition=Q(listing__isnull=True, order__isnull=False) | Q(listing__isnull=False, order__isnull=True),
            ),
            models.CheckConstraint(
                name="correction_is_served_or_not",
                condition=Q(served_on__isnull=True, service_method="", reconsider_by__isnull=True)
                | (Q(served_on__isnull=False, reconsider_by__isnull=False) & ~Q(service_method="")),
            ),
        ]

    @property
    def reviewer_names(self) -> list[str]:
        return [officer.username for officer in self.reviewers.all()]

    @property
    def kind(self) -> MeasureKind:
        return MeasureKind.LISTING if self.listing_id else MeasureKind.ORDER

    @property
    def measure_id(self) -> uuid.UUID:
        key = self.listing_id or self.order_id
        assert key is not None  # by constraint
        return key

    @property
    def measure(self) -> Listing | ConsumptionOrder:
        found = self.listing or self.order
        assert found is not None  # by constraint
        return found


class Reconsideration(Remedy):
    """复议: the court one level up is asked, once, whether a rejection stands (L12). It stops nothing meanwhile.

    Where the matter stands is the state of its request: ``filed`` with the court that rejected, ``forwarded`` by it,
    ``superior_review`` once the court above has it (``received_on``), ``dismissed`` or ``overturned``.
    """

    request = models.OneToOneField(
        CorrectionRequest, verbose_name="纠正申请", on_delete=models.PROTECT, related_name="reconsideration"
    )
    court = models.ForeignKey(Court, verbose_name="复议法院", on_delete=models.PROTECT, related_name="+")
    filed_at = models.ForeignKey(Court, verbose_name="提交法院", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField("提交方式", max_length=16, choices=Channel.choices, default=Channel.COUNTER)
    obstacle_ended_on = models.DateField("障碍消除日期", null=True)
    forwarded_on = models.DateField("转送日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "复议申请"
        constraints = Remedy.Meta.constraints

    @property
    def state(self) -> str:
        return self.request.state
