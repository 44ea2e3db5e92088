"""Short ways to a value in a state, by the services, for tests of pages."""

import re
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.selectors.actuals import SeenActual
from indicators.actuals.services.decisions import Seen, decide
from indicators.actuals.services.entries import Entry, save

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
TOTAL = parse_key("140300.total_water_use.2025")
LEAKAGE = parse_key("140300.pipe_leakage_rate.2025")
REDUCTION = parse_key("140300.gdp_water_intensity_reduction.2020-2025")


def enter(
    actor: User,
    value: str = "2.21",
    key: ActualKey = TOTAL,
    seen: int | None = None,
    now: datetime = NOW,
    **texts: Any,
) -> Actual:
    entry = Entry(value=value, **({"source": "水资源公报"} | texts))
    return save(key=key, entry=entry, seen_version=seen, actor=actor, now=now).actual


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
