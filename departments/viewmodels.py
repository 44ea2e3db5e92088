"""What pages show of departments, keys and the audit log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from common.audit.rules import Event, Kept, read
from common.labels import label
from common.language import is_english, local_name
from common.options import Options
from common.tables import Column, Sheet
from departments.rules.roles import KeyScope
from departments.wording import COLUMNS, KINDS

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
    scope: str
    made: datetime
    ends: datetime | None
    last_used: datetime | None
    state: str


def key_rows(keys: Sequence[ApiKey], *, now: datetime) -> list[KeyRow]:
    """The keys with what has become of them."""
    return [
        KeyRow(
            key.prefix,
            key.name,
            scope_words(key),
            key.created,
            key.expiry_date,
            key.last_used_at,
            key_state(key, now),
        )
        for key in keys
    ]


def scope_words(key: ApiKey) -> str:
    """What a key lets a program do, and where."""
    words = label(KeyScope(key.scope))
    if key.region is None:
        return words
    place = f"{local_name(key.region)} {key.region.code}"
    return _("%(scope)s，只在%(region)s写入") % {"scope": words, "region": place}


def key_state(key: ApiKey, now: datetime) -> str:
    """What has become of a key; empty while it can be used."""
    if key.revoked:
        return _("已吊销")
    return _("已过期") if key.expiry_date is not None and key.expiry_date < now else ""


ADMINISTERED = {Event.ADDED, Event.CHANGED, Event.DELETED}
YES_NO = {"是", "否"}


# Why keys ended by themselves, and by what tries were counted, as the log keeps it.
def _details() -> dict[str, str]:
    return {
        "password": _("密码已更换"),
        "恢复为文件中的内容": _("恢复为文件中的内容"),
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
            _what(row) if row.event in ADMINISTERED else row.what,
            known.get(row.detail) or _kept(row.detail) or _scope(row.detail) or row.detail,
        )
        for row in rows
    ]


def _scope(detail: str) -> str:
    """With what scope a key was made, in the reader's language; empty for any other detail."""
    scope, _space, rest = detail.partition(" ")
    words = label(KeyScope(scope)) if scope in set(KeyScope) else ""
    return f"{words} {rest}".strip() if words else ""


def _what(row: AuditRow) -> str:
    """The kind of the row in the reader's language, then the row as it is called."""
    kind = next((kind for kind in KINDS if row.what.startswith(f"{kind} ")), "")
    return f"{KINDS[kind]}{row.what.removeprefix(kind)}" if kind else row.what


def _kept(detail: str) -> str:
    """What an administrator kept, in the reader's language; empty for any other detail."""
    return ("; " if is_english() else "；").join(_one_kept(one) for one in read(detail))


def _one_kept(one: Kept) -> str:
    change = str(COLUMNS.get(one.label, one.label))
    if one.before or one.after:
        before, after = (str(COLUMNS.get(it, it)) if it in YES_NO else it for it in _values(one))
        words = (
            _("%(column)s：%(after)s")
            if one.action == "added"
            else _("%(column)s：%(before)s → %(after)s")
        )
        change = words % {"column": change, "before": before, "after": after}
    if not one.name:
        return change
    whose = {
        "added": _("新增%(kind)s“%(row)s”"),
        "changed": _("修改%(kind)s“%(row)s”"),
        "deleted": _("删除%(kind)s“%(row)s”"),
    }[one.action] % {"kind": KINDS.get(one.name, one.name), "row": one.thing}
    words = _("%(whose)s：%(change)s")
    return words % {"whose": whose, "change": change} if change else whose


def _values(one: Kept) -> tuple[str, str]:
    return one.before or "—", one.after or "—"


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
