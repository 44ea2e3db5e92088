"""An uploaded file of values, what it would do, and what became of it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from common.labels import choices
from siwei.exchange import wording  # noqa: F401  registers the labels that are choices
from siwei.exchange.rules.enums import BatchState


class ImportBatch(models.Model):
    """导入批次: a file that somebody uploaded, and its rows as they were understood.

    `rows` (`rules.rows.StagedRow`) is what the preview shows and what a commit writes, so that
    nothing else is ever written than what was seen. `result`: by the key of each value that the
    commit wrote, the version that it made.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导入人"
    )
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("大小")
    state = models.CharField(
        "状态", max_length=12, choices=choices(BatchState), default=BatchState.PREVIEWED.value
    )
    uploaded_at = models.DateTimeField("上传时间")
    committed_at = models.DateTimeField("提交时间", null=True, blank=True)
    taken_back_at = models.DateTimeField("撤销时间", null=True, blank=True)
    rows: "models.JSONField[Any, Any]" = models.JSONField("各行", default=list, blank=True)
    result: "models.JSONField[Any, Any]" = models.JSONField("结果", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"
