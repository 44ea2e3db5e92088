"""Short ways to a value in a state, by the one service that writes, for tests."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from common.records.models import HistoryRow
from common.records.rules.doors import BY_PAGE
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.selectors.actuals import SeenActual
from indicators.actuals.services.work import Outcome
from indicators.actuals.services.writing import write, write_one

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
TOTAL = parse_key("140300.total_water_use.2025")
LEAKAGE = parse_key("140300.pipe_leakage_rate.2025")
REDUCTION = parse_key("140300.gdp_water_intensity_reduction.2020-2025")


@dataclass(frozen=True)
class Seen:
    """A value as the actor saw it."""

    key: ActualKey
    version: int


def save(
    *, key: ActualKey, entry: Entry, seen_version: int | None, actor: User, now: datetime
) -> Outcome:
    """Save one value, or raise its refusal."""
    change = Change(key, Action.SAVE, seen_version, entry)
    return write_one(change=change, actor=actor, now=now, door=BY_PAGE)


def decide(
    *, action: Action, values: Sequence[Seen], actor: User, now: datetime, reason: str = ""
) -> list[Actual]:
    """Do `action` to all of `values`, or raise the refusal."""
    changes = [Change(one.key, action, one.version, reason=reason) for one in values]
    outcomes = write(changes=changes, actor=actor, now=now, door=BY_PAGE, all_or_nothing=True)
    return [outcome.stored for outcome in outcomes]


def history(actual: Actual) -> list[HistoryRow]:
    """Every history row of a value, oldest first."""
    return list(HistoryRow.objects.filter(record=actual.record_id).order_by("number"))


def enter(
    actor: User,
    value: str | None = "2.21",
    key: ActualKey = TOTAL,
    seen: int | None = None,
    now: datetime = NOW,
    **texts: Any,
) -> Actual:
    entry = Entry(value=value, **({"source": "水资源公报"} | texts))
    return save(key=key, entry=entry, seen_version=seen, actor=actor, now=now).stored


def do(
    action: Action, actor: User, actual: Actual | SeenActual, reason: str = "", now: datetime = NOW
) -> Actual:
    seen = [Seen(actual.key, actual.version)]
    return decide(action=action, values=seen, actor=actor, now=now, reason=reason)[0]


def submitted(actor: User, value: str = "2.21", key: ActualKey = TOTAL, **texts: Any) -> Actual:
    return do(Action.SUBMIT, actor, enter(actor, value, key, **texts))


def approved(actor: User, by: User, value: str = "2.21", key: ActualKey = TOTAL) -> Actual:
    return do(Action.APPROVE, by, submitted(actor, value, key))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# Random letters, in which any short word can stand.
TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+|(?<=nonce=")[\w+/=-]+')


def page(client: Client, url: str) -> str:
    """What a page says, without its tokens."""
    return TOKEN.sub("", client.get(url).content.decode())
