"""装载记录: what `load_plans` found when it loaded something last."""

from typing import Any, ClassVar

from django.db import models


class LoadedFile(models.Model):
    """A plan's file, or, without a name, the files that plans share, as it was loaded last.

    `digest` covers the file, what it is checked against, the code, and the rows to which all of
    it led. As long as it comes out the same, loading again would change nothing; then `left_alone`
    is what such a load would have to say: [model, primary key, column, what the file says] of
    each column that an administrator has changed.
    """

    name = models.CharField("文件", max_length=100, primary_key=True)
    digest = models.CharField("摘要", max_length=64)
    left_alone: "models.JSONField[Any, Any]" = models.JSONField(
        "保留未动", default=list, blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "装载记录"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
