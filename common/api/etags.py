"""The ETag of a row that is written with `If-Match`: its version, and a digest of what is shown.

The version alone would not do: what a person may do to a value changes without a new version.
"""

import hashlib
import re
from typing import Any

from common.api.renderers import ExactJSONRenderer


def versioned_etag(version: int, data: Any) -> str:
    """`"3-5f2a…"` for version 3 of a row that is shown as `data`."""
    digest = hashlib.sha256(ExactJSONRenderer().render(data)).hexdigest()
    return f'"{version}-{digest[:16]}"'


def version_in(etag: str) -> int | None:
    """The version that `"3"` or `"3-5f2a…"` names; None for anything else."""
    match = re.fullmatch(r'"([0-9]{1,9})(?:-[0-9a-f]{16})?"', etag.strip())
    return int(match[1]) if match else None
