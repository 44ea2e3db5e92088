"""The stamps of the data: what triggers renew whenever a watched table is written."""

from typing import ClassVar

from django.db import models

INSTALLED = -1  # the slot that says with which triggers the tables are watched


class Stamp(models.Model):
    """数据戳: two random words that are renewed with each write; together those of all slots are
    the stamp.

    `public` is renewed by what the public can see, `working` by what only those see who have
    logged in. On SQLite there is one slot; on PostgreSQL each transaction has one of its own while
    it lasts, so that no writer waits for another. Words, not counts: a database that was put
    back to an earlier day never comes to a stamp that it had before. `every` is renewed by what
    may concern every part of the country: plans, the catalogue, regions (`rules.Watch.part`).

    The row `INSTALLED` is there as long as the tables are watched; its `working` is the digest of
    the triggers.
    """

    slot = models.IntegerField("位", primary_key=True)
    public = models.CharField("公开", max_length=64, blank=True)
    working = models.CharField("全部", max_length=64, blank=True)
    every = models.CharField("各地", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "数据戳"
        ordering: ClassVar = ["slot"]

    def __str__(self) -> str:
        return str(self.slot)


class PartStamp(models.Model):
    """分区数据戳: the words of one part of the country, a region by its code, which its own values
    renew; one in each slot that wrote of it."""

    slot = models.IntegerField("位")
    part = models.CharField("分区", max_length=6)
    word = models.CharField("戳", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "分区数据戳"
        ordering: ClassVar = ["part", "slot"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["part", "slot"], name="stamp_once_per_part_and_slot")
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.slot}"
