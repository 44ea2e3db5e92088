"""The digests that were mailed, so that nobody gets two in a week."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from common.choices import one_of
from common.labels import choices
from siwei.notifications import wording  # noqa: F401  registers the labels that are choices
from siwei.notifications.rules.enums import DigestState


class SentDigest(models.Model):
    """提醒邮件: a digest for one person, made in the transaction that asks for its mail.

    `at`: when it was asked for, which counts for the next one. `done_at`, `matters`: when its job
    ended, and how many things the mail names.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests", verbose_name="用户"
    )
    at = models.DateTimeField("发起时间")
    state = models.CharField(
        "结果", max_length=7, choices=choices(DigestState), default=DigestState.QUEUED.value
    )
    done_at = models.DateTimeField("完成时间", null=True)
    matters = models.PositiveIntegerField("事项数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "提醒邮件"
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["user", "-at"], name="digest_latest_of_user")]
        constraints: ClassVar = [one_of("state", DigestState, "digest_state_known")]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d}"
