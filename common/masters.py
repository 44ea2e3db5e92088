"""Every row has one master: the file that brings it, or the administration that added it."""

from typing import ClassVar

from django.db import models


class FileManaged(models.Model):
    """A row that a file of `fixtures/` may bring.

    `managed_by_file` names that file, such as `catalogue.yaml`: the row is changed there. Empty:
    an administrator added the row, and no file touches it. `kept_columns` are the columns of a
    file's row (its name, say) that an administrator has changed: no file touches those either.
    """

    managed_by_file = models.CharField("来源文件", max_length=100, blank=True, editable=False)
    kept_columns = models.JSONField("系统管理中改过的栏目", default=list, editable=False)

    class Meta:
        abstract: ClassVar = True
