"""Webhooks: which programs are told what is published, and what they answered."""

from base64 import b64encode
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string, salted_hmac

from common.choices import one_of
from common.labels import choices, label
from departments.models import Region
from indicators.plans.models import Indicator
from siwei.webhooks import wording  # noqa: F401  registers the labels that are choices
from siwei.webhooks.rules.addresses import MAX_LENGTH
from siwei.webhooks.rules.enums import OffReason, Outcome
from siwei.webhooks.rules.messages import MAX_ANSWER

MAX_NAME = 50
MAX_POSITION = 64
NONCE = 32
# How long a message is signed with the former secret as well, once there is a new one.
OVERLAP = timedelta(days=1)


def new_nonce() -> str:
    return get_random_string(NONCE)


class Webhook(models.Model):
    """网络通知: a program that is told what is published, at its address.

    Of `regions`, and what lies in them, and of `indicators`; where none is named, of all.

    The secret isn't stored: it is a keyed hash (HMAC-SHA-256, with Siwei's secret key) of the
    primary key and `nonce`, so whoever has the database alone can sign nothing. A hash of the
    secret, as keys have it, wouldn't do: here Siwei is who signs.

    `position` is a cursor of the change feed: all before it was told. `failures` and
    `failing_since` are of the tries in a row that failed, `next_at` says when the next one is.
    `claim` is whoever delivers now, until `claimed_until`.
    """

    name = models.CharField("名称", max_length=MAX_NAME, unique=True)
    address = models.CharField("网址", max_length=MAX_LENGTH)
    regions = models.ManyToManyField(
        Region, blank=True, related_name="webhooks", verbose_name="行政区"
    )
    indicators = models.ManyToManyField(
        Indicator, blank=True, related_name="webhooks", verbose_name="指标"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="新建人",
    )
    made_at = models.DateTimeField("新建时间", editable=False)
    nonce = models.CharField("随机数", max_length=NONCE, default=new_nonce, editable=False)
    former_nonce = models.CharField("原随机数", max_length=NONCE, blank=True, editable=False)
    renewed_at = models.DateTimeField("密钥更换时间", null=True, editable=False)
    off_reason = models.CharField(
        "停用原因", max_length=8, choices=choices(OffReason), blank=True, editable=False
    )
    off_at = models.DateTimeField("停用时间", null=True, editable=False)
    position = models.CharField("已通知到", max_length=MAX_POSITION, editable=False)
    failures = models.PositiveIntegerField("连续失败次数", default=0, editable=False)
    failing_since = models.DateTimeField("失败开始时间", null=True, editable=False)
    next_at = models.DateTimeField("下次发送", null=True, editable=False)
    claim = models.CharField("发送者", max_length=NONCE, blank=True, editable=False)
    claimed_until = models.DateTimeField("发送者期限", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "网络通知"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(off_reason="", off_at__isnull=True)
                | Q(off_reason__in=[one.value for one in OffReason], off_at__isnull=False),
                name="webhook_off_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(failures=0, failing_since__isnull=True)
                | Q(failures__gte=1, failing_since__isnull=False),
                name="webhook_failing_since",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_on(self) -> bool:
        return not self.off_reason

    @property
    def secret(self) -> str:
        """What its receiver checks signatures with, as it is shown once."""
        return f"whsec_{b64encode(_key(self.pk, self.nonce, settings.SECRET_KEY)).decode()}"

    def signing_keys(self, now: datetime) -> list[bytes]:
        """The keys with which a message is signed now, the one of today first.

        A receiver that got its secret before the secret key of Siwei was replaced, or has the
        former secret on its last day, still finds a signature that it knows.
        """
        nonces = [self.nonce]
        if self.former_nonce and self.renewed_at and now < self.renewed_at + OVERLAP:
            nonces.append(self.former_nonce)
        known = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return [_key(self.pk, nonce, one) for nonce in nonces for one in known]


def _key(pk: int, nonce: str, secret_key: str) -> bytes:
    return salted_hmac(
        "siwei.webhooks.secret", f"{pk}.{nonce}", secret=secret_key, algorithm="sha256"
    ).digest()


class Attempt(models.Model):
    """发送记录: a message that was sent to a webhook, and what came of it.

    `message` is its id, the same each time; `number` says which try it was, 0 that of a test.
    `status` and `answer` are those of the receiver, if it answered: the beginning as text.
    """

    webhook = models.ForeignKey(
        Webhook, models.CASCADE, related_name="attempts", verbose_name="网络通知"
    )
    at = models.DateTimeField("时间")
    message = models.CharField("消息编号", max_length=100)
    type = models.CharField("事件", max_length=40)
    number = models.PositiveIntegerField("第几次")
    outcome = models.CharField("结果", max_length=11, choices=choices(Outcome))
    status = models.PositiveSmallIntegerField("状态码", null=True)
    milliseconds = models.PositiveIntegerField("用时（毫秒）")
    answer = models.CharField("回应", max_length=MAX_ANSWER, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发送记录"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [one_of("outcome", Outcome, "attempt_outcome_known")]

    def __str__(self) -> str:
        return f"{self.message} {label(Outcome(self.outcome))}"
