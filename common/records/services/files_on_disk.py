"""Is an evidence file on the disk still the one that was uploaded?"""

import hashlib

from django.core.exceptions import SuspiciousFileOperation
from django.utils.translation import gettext as _

from common.records.models import Evidence


def file_fault(evidence: Evidence) -> str:
    """What is wrong with the file on the disk; empty where it is the one that was uploaded."""
    words = {"name": evidence.name}
    try:
        with evidence.file.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, SuspiciousFileOperation, ValueError):  # nowhere, or outside
        return _("佐证材料“%(name)s”的文件不在了") % words
    except OSError as error:
        return _("佐证材料“%(name)s”的文件读不了：%(error)s") % {**words, "error": error.strerror}
    if digest != evidence.sha256:
        return _("佐证材料“%(name)s”的文件被换过") % words
    return ""
