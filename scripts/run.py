"""`make run`: prepares the database and starts the server on this machine.

A step that was done for the same files is not done again, so the second start takes seconds.
Delete var/ (`make fresh`) to begin again. With DATABASE_URL, another database is prepared and
served; each step is then run every time, and changes nothing where nothing has changed.

No rules of make: they compare times, and git gives every file it checks out a new one.
"""

import hashlib
import json
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
DATABASE = VAR / "siwei.sqlite3"
DONE = VAR / "prepared.json"


@dataclass(frozen=True)
class Step:
    """A command of manage.py, and the files whose change makes it necessary again."""

    command: str
    says: str
    inputs: tuple[str, ...]


MIGRATIONS = ("*/migrations/*.py", "*/*/migrations/*.py", "requirements/run.txt")
STEPS = (
    Step("migrate", "Setting up the database", MIGRATIONS),
    Step("load_plans", "Loading the plans", ("fixtures/**/*", "siwei/loading/*.py")),
)


def main(port: int) -> None:
    if is_taken(port):
        sys.exit(f"Port {port} is in use. Choose another one: make run PORT={port + 1}")
    os.environ.setdefault("SIWEI_DEBUG", "true")
    os.environ.setdefault("SIWEI_BASE_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("DJANGO_RUNSERVER_HIDE_WARNING", "true")
    os.chdir(ROOT)
    VAR.mkdir(exist_ok=True)
    prepare()
    if not os.environ.get("DATABASE_URL"):
        demonstrate()
    print(f"\nSiwei: http://127.0.0.1:{port}/  (Ctrl-C stops it)\n", flush=True)
    os.execv(sys.executable, [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}"])


def prepare() -> None:
    """Brings the database up to date."""
    own_database = not os.environ.get("DATABASE_URL")
    done = json.loads(DONE.read_text()) if DATABASE.exists() and DONE.exists() else {}
    for step in STEPS:
        key = checksum(step.inputs)
        if own_database and done.get(step.command) == key:
            continue
        print(step.says, flush=True)
        manage(step.command, "--verbosity", "0")
        if own_database:
            done[step.command] = key
            DONE.write_text(json.dumps(done))


def demonstrate() -> None:
    """Makes the demonstration's people, each time (a new year opens a year), and names them.

    Only in Siwei's own database: in another one, well-known passwords would be an open door.
    """
    print(flush=True)
    manage("demo")


def manage(*arguments: str) -> None:
    """Runs a command of manage.py; where it fails, it has said why."""
    done = subprocess.run([sys.executable, "manage.py", *arguments], check=False)
    if done.returncode:
        sys.exit(done.returncode)


def checksum(patterns: tuple[str, ...]) -> str:
    found = sorted(path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file())
    digest = hashlib.sha256()
    for path in found:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]))
    except KeyboardInterrupt:  # Ctrl-C while the database is prepared
        sys.exit(130)
