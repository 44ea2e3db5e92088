"""What pages show of departments, keys and the audit log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from common.audit.rules import Event
from common.labels import label
from common.language import is_english, local_name
from common.options import Options
from common.tables import Column, Sheet

if TYPE_CHECKING:
    from common.audit.models import AuditRow
    from departments.models import ApiKey, Department


def department_options(rows: Sequence[Department]) -> Options:
    """Each department with its region; names stay as printed."""
    return [(str(row.pk), _name(row)) for row in rows]


def _name(row: Department) -> str:
    return f"{local_name(row.region)} {row.name}" if is_english() else row.full_name


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key as its owner sees it; `state` is empty while it can be used."""

    prefix: str
    name: str
    made: datetime
    ends: datetime | None
    last_used: datetime | None
    state: str


def key_rows(keys: Sequence[ApiKey], *, now: datetime) -> list[KeyRow]:
    """The keys with what has become of them."""
    return [
        KeyRow(
            key.prefix, key.name, key.created, key.expiry_date, key.last_used_at, _state(key, now)
        )
        for key in keys
    ]


def _state(key: ApiKey, now: datetime) -> str:
    if key.revoked:
        return _("已吊销")
    return _("已过期") if key.expiry_date is not None and key.expiry_date < now else ""


# Why keys ended by themselves, and by what tries were counted, as the log keeps it.
def _details() -> dict[str, str]:
    return {
        "password": _("密码已更换"),
        "inactive": _("账号已停用"),
        "log_in.device": _("同一用户名、同一设备"),
        "log_in.address": _("同一网络地址"),
        "log_in.name_and_address": _("同一用户名、同一网络地址"),
        "log_in.name": _("同一用户名"),
        "key.address": _("同一网络地址的密钥"),
        "key.prefix": _("同一密钥"),
    }


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A row of the audit log in words."""

    at: datetime
    event: str
    name: str
    full_name: str
    address: str
    key: str
    what: str
    detail: str


def audit_lines(rows: Iterable[AuditRow]) -> list[AuditLine]:
    known = _details()
    return [
        AuditLine(
            row.at,
            label(Event(row.event)),
            row.name,
            row.actor.get_full_name() if row.actor else "",
            row.address,
            row.key,
            row.what,
            known.get(row.detail, row.detail),
        )
        for row in rows
    ]


def audit_sheet(rows: Iterable[AuditRow]) -> Sheet:
    """The log as a table for a file."""
    heads = (_("时间"), _("事件"), _("用户名"), _("姓名"), _("网络地址"), _("密钥开头"))
    lines = [
        [
            timezone.localtime(line.at).isoformat(sep=" ", timespec="seconds"),
            *(line.event, line.name, line.full_name, line.address, line.key),
            *(line.what, line.detail),
        ]
        for line in audit_lines(rows)
    ]
    columns = [Column(head) for head in (*heads, _("对象"), _("说明"))]
    return Sheet(_("审计日志"), _("审计日志"), columns, lines, [], _("说明"))
