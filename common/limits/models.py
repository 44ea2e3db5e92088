"""The counts, shared by all processes and hosts."""

from typing import ClassVar

from django.db import models


class Counter(models.Model):
    """计数: the tries of one subject within one window.

    `key` is a keyed hash of the limit and its subject: what was typed as a user name may be a
    password, and an address is somebody's.
    """

    key = models.CharField("标识", max_length=64, primary_key=True)
    tries = models.PositiveIntegerField("次数")
    ends_at = models.DateTimeField("期限", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "计数"
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return self.key
