"""What a call waits for while others look at the first page: two workers, as a deployment has."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from threading import Event
from urllib.error import URLError
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

from siwei.bench.measure import YEAR

VISITORS, WORKERS, CALLS = 4, 2, 40
_PATIENCE = 60  # seconds, until the server answers


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
    known = os.environ | {
        "DATABASE_URL": _url(),
        "SIWEI_DEBUG": "false",
        "SIWEI_HTTPS": "false",
        "SIWEI_SECRET_KEY": secrets.token_urlsafe(64),
        "SIWEI_HISTORY_KEY": secrets.token_urlsafe(64),
        # Nobody here is to be held back.
        "SIWEI_RATE_ANONYMOUS": "none",
    }
    tree = settings.BASE_DIR
    static = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(static, cwd=tree, env=known, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["-m", "gunicorn", "siwei.wsgi", "--workers", str(WORKERS), "--log-level", "error"]
    server = subprocess.Popen(
        [sys.executable, *command, "--bind", f"127.0.0.1:{port}"], cwd=tree, env=known
    )
    try:
        yield _answering(f"http://127.0.0.1:{port}", server)
    finally:
        server.terminate()
        server.wait()


def _answering(address: str, server: "subprocess.Popen[bytes]") -> str:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            urlopen(f"{address}/healthz").close()
        except URLError:
            time.sleep(0.2)
        else:
            return address
    raise RuntimeError("The server doesn't start.")


def _url() -> str:
    """The scratch database, as `DATABASE_URL` names one."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    configured = urlsplit(os.environ["DATABASE_URL"])
    return configured._replace(path=f"/{quote(name)}").geturl()
