"""Every row has one master: the file that brings it, or the administration that added it."""

from typing import ClassVar

from django.db import models


class FileManaged(models.Model):
    """A row that a file of `fixtures/` may bring.

    `managed_by_file` names that file, such as `catalogue.yaml`: the row is changed there, and
    the administration only shows it. Empty: an administrator added the row, and no file
    touches it.
    """

    managed_by_file = models.CharField("来源文件", max_length=100, blank=True, editable=False)

    class Meta:
        abstract: ClassVar = True
