"""What filter forms offer of departments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from common.language import local_name
from common.options import Options

if TYPE_CHECKING:
    from departments.models import Department


def department_options(rows: Sequence[Department]) -> Options:
    """Each department with its region; names stay as printed."""
    return [(str(row.pk), f"{local_name(row.region)} {row.name}") for row in rows]
