"""What filter forms offer of departments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from common.language import is_english, local_name
from common.options import Options

if TYPE_CHECKING:
    from departments.models import Department


def department_options(rows: Sequence[Department]) -> Options:
    """Each department with its region; names stay as printed."""
    return [(str(row.pk), _name(row)) for row in rows]


def _name(row: Department) -> str:
    return f"{local_name(row.region)} {row.name}" if is_english() else row.full_name
