"""The history of anything: append-only rows, evidence files, and what was public when."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.labels import choices
from common.records import wording  # noqa: F401  registers the labels that are choices
from common.records.rules.chain import DIGESTS, SCHEME
from common.records.rules.doors import DoorKind
from common.records.rules.files import described
from common.records.rules.publications import Ending


class Record(models.Model):
    """变更档案: one thing that has a history, by its kind and its public key.

    `number` and `hash` are those of its last history row, kept outside of that table: rows cut
    off at the end are missed here. The row is what writers lock, in the order of the keys; it
    stays when the thing itself is removed, and goes on when the thing comes back.
    """

    kind = models.CharField("种类", max_length=20)
    key = models.CharField("键", max_length=150)
    number = models.PositiveIntegerField("末条序号", default=0)
    hash = models.CharField("末条校验值", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "变更档案"
        ordering: ClassVar = ["kind", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], name="record_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class HistoryRow(models.Model):
    """变更记录: one append-only row for every change of a thing.

    `before` and `after` are what it said (`rules.chain.Content`): None where it wasn't there yet,
    or is gone. `username` and `full_name` are those of `by` at that time. `door` and `door_name`
    say through what it came (`rules.doors.Door`); empty in rows of before.

    `hash` covers the row and `previous_hash`, so that a tampered row breaks the chain of its
    thing. `sequence` counts the rows of all things in the order in which their transactions
    ended; `seal`, for which one needs the key named by `key_id`, covers the row and the seal of
    the one before it (`rules.seals`). `manage.py verify_history` follows both. A trigger refuses
    to change or delete a row.
    """

    # Without an index of its own: `history_number_once` begins with it.
    record = models.ForeignKey(
        Record, models.PROTECT, related_name="history", db_index=False, verbose_name="变更档案"
    )
    number = models.PositiveIntegerField("序号")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="操作人",
    )
    action = models.CharField("操作", max_length=10)
    before: "models.JSONField[Any, Any]" = models.JSONField("原内容", null=True, blank=True)
    after: "models.JSONField[Any, Any]" = models.JSONField("新内容", null=True, blank=True)
    reason = models.TextField("理由", blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField("校验值", max_length=64)
    username = models.CharField("当时的用户名", max_length=150, blank=True)
    full_name = models.CharField("当时的姓名", max_length=310, blank=True)
    door = models.CharField("入口", max_length=10, choices=choices(DoorKind), blank=True)
    door_name = models.CharField("入口名称", max_length=50, blank=True)
    sequence = models.BigIntegerField("总序号")
    scheme = models.PositiveSmallIntegerField("格式", default=SCHEME)
    digest = models.CharField("摘要算法", max_length=10, choices=[(one, one) for one in DIGESTS])
    key_id = models.CharField("密钥标识", max_length=16)
    seal = models.CharField("封印", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "变更记录"
        ordering: ClassVar = ["record", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "number"], name="history_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="history_counts_from_one"),
            models.UniqueConstraint(fields=["sequence"], name="history_sequence_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["action", "record", "at"], name="history_by_action"),
            models.Index(fields=["at"], name="history_by_time"),
            # The change feed: what is public, in the order of commit, past however many drafts.
            models.Index(fields=["action", "sequence"], name="history_in_order_by_action"),
            # What was removed: few, and asked for by every answer of the past.
            models.Index(
                fields=["at"], condition=Q(after__isnull=True), name="history_removed_by_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} #{self.number}"


class HistoryHead(models.Model):
    """总末条: the end of the whole history, one row.

    `sequence` and `seal` are those of the last history row of all; `records` says how many things
    of each kind have a history. `head_seal` covers all three. Whoever appends locks this row, as
    the last lock of all.
    """

    ONLY = 1

    sequence = models.BigIntegerField("末条总序号", default=0)
    seal = models.CharField("末条封印", max_length=64, blank=True)
    records: "models.JSONField[Any, Any]" = models.JSONField("档案数", default=dict, blank=True)
    digest = models.CharField("摘要算法", max_length=10)
    key_id = models.CharField("密钥标识", max_length=16)
    head_seal = models.CharField("封印", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "总末条"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="history_one_head")]

    def __str__(self) -> str:
        return str(self.sequence)


class Evidence(models.Model):
    """佐证材料: a file that proves a thing. `file` is served only to who may read the thing.

    It is never deleted, since the history names it; a removed one is no longer shown.
    """

    record = models.ForeignKey(
        Record, models.PROTECT, related_name="evidence", verbose_name="变更档案"
    )
    file = models.FileField(upload_to="evidence/%Y/")
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("大小")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def described(self) -> str:
        """How the history names the file."""
        return described(self.name, self.sha256)


class Publication(models.Model):
    """发布: what was public of a thing, from one moment to another.

    `version` is the number of the history row that published it. `ended_by` says why it is no
    longer public: another one replaced it, it was withdrawn, or the thing was removed.
    """

    record = models.ForeignKey(
        Record, models.PROTECT, related_name="publications", verbose_name="变更档案"
    )
    version = models.PositiveIntegerField("版本")
    content: "models.JSONField[Any, Any]" = models.JSONField("发布内容")
    published_at = models.DateTimeField("发布时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    ended_by = models.CharField("结束原因", max_length=10, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发布"
        ordering: ClassVar = ["record", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "version"], name="publication_once"),
            models.UniqueConstraint(
                fields=["record"], condition=Q(ended_at__isnull=True), name="publication_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | Q(ended_at__isnull=False, ended_by__in=[one.value for one in Ending]),
                name="publication_end_has_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["published_at"], name="publication_by_time"),
            models.Index(fields=["ended_at"], name="publication_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} #{self.version}"
