"""The import of one file: where it stands, and what became of its rows, so that a killed one goes on where it was."""

import uuid
from typing import Any

import orjson
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from blacklist.files.kinds import Kind
from blacklist.models.court import Court
from blacklist.models.officer import Officer
from blacklist.sealing import seal, unseal


class ImportState(models.TextChoices):
    """Where the import of a file stands."""

    RECEIVED = "received", "已接收，待预检"
    PREVIEWED = "previewed", "已预检，待确认"
    RUNNING = "running", "导入中"
    DONE = "done", "已导入"
    DROPPED = "dropped", "已放弃"
    UNREADABLE = "unreadable", "文件不予接收"


class ImportRun(models.Model):
    """One file of rulings on its way into the register.

    Its life: ``received`` (an officer's upload, examined) → ``previewed`` (judged, nothing written) → ``running``
    (start) → ``done``; before that it may be ``dropped``, or turn out ``unreadable``. The command line begins with
    ``running``. ``court`` limits it to rulings of that court; the operator's has none. ``file_blind`` tells the same
    file again; ``foreseen`` counts what the preview found, by outcome and code.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    court = models.ForeignKey(Court, verbose_name="法院", null=True, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField("导入人", max_length=60)
    kind = models.CharField("文件类型", max_length=4, choices=[(kind.value, kind.value) for kind in Kind])
    encoding = models.CharField("编码", max_length=10, blank=True)
    size = models.BigIntegerField("字节数")
    file_blind = models.BinaryField(max_length=16)
    is_upload = models.BooleanField(default=True)
    state = models.CharField("状态", max_length=10, choices=ImportState.choices)
    rows = models.PositiveIntegerField("行数", null=True)
    foreseen = models.JSONField("预检结果", null=True)
    fault = models.CharField("拒收原因", max_length=24, blank=True)
    received_at = models.DateTimeField("接收时间")
    started_at = models.DateTimeField("开始时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "批量导入"
        indexes = [
            models.Index(
                fields=["received_at"],
                name="imports_under_way",
                condition=Q(state__in=["received", "previewed", "running"]),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="ended_import_says_when",
                condition=Q(state__in=["received", "previewed", "running"], ended_at__isnull=True)
                | Q(state__in=["done", "dropped", "unreadable"], ended_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def tally(self) -> dict[str, int]:
        """Return how many rows met which fate so far, those of before a crash included."""
        return self.batches.aggregate(**{name: Coalesce(Sum(name), 0) for name in ("accepted", "refused", "unchanged")})


class ImportBatch(models.Model):
    """What became of the rows of one batch, written in its transaction: whatever is killed, report and register agree.

    ``report_sealed`` holds the refused rows and the warnings; a row's own id may be anything, so it is sealed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    report_sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_batch_of_a_number")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.number}"

    @property
    def report(self) -> dict[str, list[dict[str, Any]]]:
        """Return the refused rows (``rows``) and the warnings (``warnings``) of the batch."""
        opened: dict[str, list[dict[str, Any]]] = orjson.loads(
            unseal(self.report_sealed, record=f"import:{self.run_id}:{self.number}")
        )
        return opened

    def seal_report(self, report: dict[str, list[dict[str, Any]]]) -> None:
        self.report_sealed = seal(orjson.dumps(report).decode(), record=f"import:{self.run_id}:{self.number}")
