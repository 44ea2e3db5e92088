"""Feeds: who reads which part of the calendar in a program of their own."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q

from departments.models import Department, Region

MOST = 20  # a person


def new_nonce() -> str:
    return secrets.token_hex(16)


class Feed(models.Model):
    """日历订阅: one person's secret address for a region, a department or, without either, for
    their own work.

    The secret isn't stored: it is the primary key and a keyed hash (HMAC) of it and `nonce`, so
    whoever has the database alone can read nobody's calendar. Another nonce is another address.

    `digest` is that of the entries that were last read, `version` counts how often they changed
    and `changed_at` says when: what programs are told, so that they fetch only what is new.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="feeds", verbose_name="用户"
    )
    region = models.ForeignKey(
        Region,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="feeds",
        verbose_name="行政区",
    )
    department = models.ForeignKey(
        Department,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="feeds",
        verbose_name="部门",
    )
    nonce = models.CharField("随机数", max_length=32, default=new_nonce, editable=False)
    created_at = models.DateTimeField("新建时间")
    digest = models.CharField("内容摘要", max_length=64, blank=True, editable=False)
    version = models.PositiveIntegerField("内容版本", default=0, editable=False)
    changed_at = models.DateTimeField("内容变更时间", editable=False)
    last_read_on = models.DateField("最近读取", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"
        ordering: ClassVar = ["user", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(region__isnull=True) | Q(department__isnull=True),
                name="feed_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["user", "region"],
                condition=Q(region__isnull=False),
                name="feed_once_per_region",
            ),
            models.UniqueConstraint(
                fields=["user", "department"],
                condition=Q(department__isnull=False),
                name="feed_once_per_department",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(region__isnull=True, department__isnull=True),
                name="feed_once_of_ones_own",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.department or self.region or '我的工作'}"

    @property
    def is_personal(self) -> bool:
        """Whether it is of its owner's own work."""
        return self.region_id is None and self.department_id is None

    @property
    def secret(self) -> str:
        """What stands in its address."""
        return f"{self.pk}-{_signer().signature(self._signed)}"

    def is_opened_by(self, signature: str) -> bool:
        """Whether that is its signature, by the secret key or a former one, which are compared in
        constant time."""
        try:
            _signer().unsign(f"{self._signed}:{signature}")
        except BadSignature:
            return False
        return True

    @property
    def _signed(self) -> str:
        return f"{self.pk}.{self.nonce}"


def _signer() -> Signer:
    return Signer(salt="siwei.calendar.feed")
