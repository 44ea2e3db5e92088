"""The table of the audit log. Rows are added; a trigger refuses everything else."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from common.audit import wording  # noqa: F401  registers the labels that are choices
from common.audit.rules import MAX_ADDRESS, MAX_NAME, MAX_WHAT, Event
from common.choices import one_of
from common.labels import choices


class AuditRow(models.Model):
    """审计日志: who did what, when, and from which address.

    `name` is the user name at that time. Of a failed log-in it is empty unless somebody has
    that name: people type passwords where a name belongs.
    """

    at = models.DateTimeField("时间")
    event = models.CharField("事件", max_length=20, choices=choices(Event))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="人员",
    )
    name = models.CharField("用户名", max_length=MAX_NAME, blank=True)
    address = models.CharField("网络地址", max_length=MAX_ADDRESS, blank=True)
    key = models.CharField("密钥开头", max_length=8, blank=True)
    what = models.CharField("对象", max_length=MAX_WHAT, blank=True)
    detail = models.CharField("说明", max_length=MAX_WHAT, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审计日志"
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="audit_by_time"),
            models.Index(fields=["event", "address", "at"], name="audit_by_event_and_address"),
        ]
        constraints: ClassVar = [one_of("event", Event, "audit_event_known")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name} {self.event}"
