"""Is an evidence file on the disk still the one that was uploaded?"""

import hashlib
from os import SEEK_END

from django.core.exceptions import SuspiciousFileOperation
from django.utils.translation import gettext as _

from common.records.models import Evidence
from common.records.rules.files import named_as


def file_fault(evidence: Evidence) -> str:
    """What is wrong with the file on the disk; empty where it is the one that was uploaded."""
    words = {"name": evidence.name}
    try:
        with evidence.file.open("rb") as file:
            size = file.seek(0, SEEK_END)
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, SuspiciousFileOperation, ValueError):  # nowhere, or outside
        return _("佐证材料“%(name)s”的文件不在了") % words
    except OSError as error:
        return _("佐证材料“%(name)s”的文件读不了：%(error)s") % {**words, "error": error.strerror}
    if digest != evidence.sha256:
        return _("佐证材料“%(name)s”的文件被换过") % words
    if size != evidence.size:
        return _("佐证材料“%(name)s”登记的大小与文件不符") % words
    if not named_as(evidence.name, evidence.content_type):
        return _("佐证材料“%(name)s”登记的类型与文件名不符") % words
    return ""
