"""A feed as a file of iCalendar (RFC 5545), written by the `icalendar` library.

Each entry is an event of a whole day. Its UID stays, so that a program which reads the file again
moves the event instead of adding another; `SEQUENCE` and the two times are those of the feed,
which counts how often what it says has changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from common.labels import label
from common.language import local_name
from siwei.calendar.rules.entries import AHEAD, CalendarEntry, MilestoneEntry
from siwei.calendar.viewmodels.entries import clause_url, entry_title, entry_url, place_names
from siwei.calendar.wording import sign

PROGRAM = "-//Siwei//Water plans of Chinese cities//ZH"
REFRESH = timedelta(hours=12)
# A week before the day, at nine in the morning.
REMIND = timedelta(days=-7, hours=9)
LONGEST_SUMMARY = 100


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What the file says of itself; `reminds` puts an alarm before what is still ahead."""

    name: str
    base_url: str
    version: int
    changed_at: datetime
    reminds: bool


def calendar_file(file: CalendarFile, entries: Sequence[CalendarEntry]) -> bytes:
    """The file, in the active language; what a plan prints stays Chinese."""
    calendar = Calendar()
    calendar.add("prodid", PROGRAM)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", file.name)
    calendar.add("x-wr-calname", file.name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, file))
    data: bytes = calendar.to_ical()
    return data


def _event(entry: CalendarEntry, file: CalendarFile) -> Event:
    event, at = Event(), file.changed_at.astimezone(UTC)
    event.add("uid", f"{entry.uid}@siwei")
    event.add("dtstamp", at)
    event.add("last-modified", at)
    event.add("sequence", file.version)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", summary(entry))
    event.add("description", _description(entry, file.base_url))
    event.add("url", f"{file.base_url}{entry_url(entry)}")
    event.add("categories", [label(entry.kind)])
    event.add("transp", "TRANSPARENT")  # who has a deadline isn't busy all day
    if file.reminds and entry.status in AHEAD:
        event.add_component(_alarm(entry))
    return event


def summary(entry: CalendarEntry) -> str:
    """`○ 阳泉市：完成取水计量`."""
    words = _("%(sign)s %(region)s：%(title)s") % {
        "sign": sign(entry.status),
        "region": local_name(entry.region),
        "title": " ".join(entry_title(entry).split()),
    }
    return words if len(words) <= LONGEST_SUMMARY else f"{words[: LONGEST_SUMMARY - 1]}…"


def _description(entry: CalendarEntry, base_url: str) -> str:
    lines = [_("状态：%s") % label(entry.status)]
    if isinstance(entry, MilestoneEntry):
        lines += _words_of_the_plan(entry)
        lines.append(f"{base_url}{clause_url(entry)}")
    return "\n".join(lines)


def _words_of_the_plan(entry: MilestoneEntry) -> list[str]:
    said = [
        (_("内容：%s"), entry.text),
        (_("时限原文：%s"), entry.due_text),
        (_("原定日期：%s，已批准延期"), entry.postponed_from and entry.postponed_from.isoformat()),
        (_("任务：%s"), entry.task_title),
        (f"{label(entry.role)}：%s" if entry.role else "", "、".join(entry.answering)),
        (_("涉及地区：%s"), place_names(entry.named)),
        (_("原文：“%s”"), entry.quote),
        (_("规划：%s"), entry.plan_title),
    ]
    return [words % value for words, value in said if value]


def _alarm(entry: CalendarEntry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", REMIND)
    alarm.add("description", summary(entry))
    return alarm
