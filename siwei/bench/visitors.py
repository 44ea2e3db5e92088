"""What a call waits for while others look at the first page: two workers, as a deployment has."""

import os
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from threading import Event
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

from scripts.serving import WORKERS, manage, workers
from siwei.bench.measure import YEAR

VISITORS, CALLS = 4, 40


@dataclass(frozen=True, slots=True)
class Visited:
    """Milliseconds of a call about one city, alone and beside the visitors (medians); how many
    first pages they were shown in a second."""

    alone: float
    beside: float
    pages: float


def visited(city: str) -> Visited:
    """Of the scratch database, from a server that is gone afterwards."""
    with _server() as address:
        call = f"{address}/api/v1/assessments/?region={city}&year={YEAR}"
        page = f"{address}/?year={YEAR}"
        for _ in range(4 * WORKERS):  # each worker has seen both
            _seconds(page)
            _seconds(call)
        alone = median(_seconds(call) for _ in range(CALLS))
        with ThreadPoolExecutor(VISITORS) as visitors:
            leave, began = Event(), time.perf_counter()
            looking = [visitors.submit(_look, page, leave) for _ in range(VISITORS)]
            beside = median(_seconds(call) for _ in range(CALLS))
            leave.set()
            seen = sum(one.result() for one in looking)
            took = time.perf_counter() - began
    return Visited(alone * 1000, beside * 1000, seen / took)


def _look(page: str, leave: Event) -> int:
    """Looks at the page until it is time to leave; how often."""
    seen = 0
    while not leave.is_set():
        _seconds(page)
        seen += 1
    return seen


def _seconds(address: str) -> float:
    begin = time.perf_counter()
    with urlopen(address) as answer:
        answer.read()
    return time.perf_counter() - begin


@contextmanager
def _server() -> Iterator[str]:
    known = {
        "DATABASE_URL": _url(),
        "SIWEI_HTTPS": "false",
        "SIWEI_SECRET_KEY": secrets.token_urlsafe(64),
        "SIWEI_HISTORY_KEY": secrets.token_urlsafe(64),
        # Nobody here is to be held back.
        "SIWEI_RATE_ANONYMOUS": "none",
    }
    manage(settings.BASE_DIR, known, "collectstatic", "--no-input", "--verbosity", "0")
    with workers(settings.BASE_DIR, known) as address:
        yield address


def _url() -> str:
    """The scratch database, as `DATABASE_URL` names one."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    configured = urlsplit(os.environ["DATABASE_URL"])
    return configured._replace(path=f"/{quote(name)}").geturl()
