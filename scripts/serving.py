"""Siwei as a deployment serves it, for whoever measures it from outside: the demonstration in a
scratch database, debug mode off, static files compressed, gunicorn."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60  # seconds, until the server answers
WORKERS = 2


@contextmanager
def tree_of(revision: str) -> Iterator[Path]:
    """The files of a revision, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        git("worktree", "add", "--quiet", "--detach", str(tree), revision)
        try:
            yield tree
        finally:
            git("worktree", "remove", "--force", str(tree))


@contextmanager
def served(tree: Path) -> Iterator[str]:
    """The address at which the product of `tree` answers, with the demonstration."""
    with tempfile.TemporaryDirectory() as folder:
        known = {
            "SIWEI_SECRET_KEY": secrets.token_urlsafe(64),
            "SIWEI_HISTORY_KEY": secrets.token_urlsafe(64),
            "DATABASE_URL": f"sqlite:///{folder}/siwei.sqlite3",
            "SIWEI_MEDIA_ROOT": f"{folder}/media",
        }
        for command in ("migrate", "load_plans", "demo"):
            manage(tree, known | {"SIWEI_DEBUG": "true"}, command, "--verbosity", "0")
        # Beside what `make run` keeps, and no part of the repository.
        manage(tree, known, "collectstatic", "--no-input", "--verbosity", "0")
        with workers(tree, known) as address:
            yield address


@contextmanager
def workers(tree: Path, known: Mapping[str, str]) -> Iterator[str]:
    """The address at which gunicorn answers with `WORKERS` of `tree`, configured by `known`."""
    port = free_port()
    gunicorn = ["-m", "gunicorn", "siwei.wsgi", "--workers", str(WORKERS), "--log-level", "error"]
    server = subprocess.Popen(
        [sys.executable, *gunicorn, "--bind", f"127.0.0.1:{port}"],
        cwd=tree,
        env=environment(known),
    )
    try:
        yield answering(f"http://127.0.0.1:{port}", server)
    finally:
        server.terminate()
        server.wait()


def answering(address: str, server: "subprocess.Popen[bytes]") -> str:
    """The address, once the server answers there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            urlopen(f"{address}/healthz").close()
        except URLError:
            time.sleep(0.2)
        else:
            return address
    sys.exit("The server doesn't start.")


def manage(tree: Path, known: Mapping[str, str], *arguments: str) -> None:
    """Runs a command of manage.py; where it fails, it has said why."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=tree, env=environment(known), check=False
    )
    if done.returncode:
        sys.exit(done.returncode)


def environment(known: Mapping[str, str]) -> dict[str, str]:
    """That of this process without what configures another Siwei."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SIWEI_")}
    return {**kept, **known}


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=ROOT, check=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
