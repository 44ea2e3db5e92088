"""Makes .venv hold what the locks say, and does nothing where it already does.

    python3 scripts/environment.py run       what the product needs
    python3 scripts/environment.py extras    and what not every installation wants
    python3 scripts/environment.py dev       and what its tests need

Run by any Python from 3.11 on, with its standard library alone. A lock that was installed leaves
its checksum in .venv, so the second time takes no time.

No tool does this: a machine with nothing but Python, git and make has no uv yet, and the lock of
`uv sync` names hosts.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
NO_VENV = (
    "This Python cannot make a virtual environment. On Debian or Ubuntu: apt-get install "
    "python3-venv. Or name another one: make PYTHON=/path/to/python3"
)


def main(name: str) -> None:
    # The development lock contains the other one.
    if runs(PYTHON, "-c", "") and any(is_installed(lock) for lock in {name, "dev"}):
        return
    if not runs(PYTHON, "-m", "pip", "--version"):
        make_venv()
    if not is_installed("bootstrap"):
        install(
            [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"],
            "bootstrap",
        )
    count = lock_file(name).read_text().count("==")
    print(f"Installing {count} packages from {lock_file(name).relative_to(ROOT)}", flush=True)
    install([str(BIN / "uv"), "pip", "install", "--quiet", "--python", str(PYTHON)], name)


def make_venv() -> None:
    try:
        import ensurepip  # noqa: F401, PLC0415
    except ImportError:
        sys.exit(NO_VENV)
    print(f"Making .venv with Python {sys.version.split()[0]}", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False).returncode:
        sys.exit(NO_VENV)


def install(command: list[str], name: str) -> None:
    command += ["--require-hashes", "-r", str(lock_file(name))]
    if subprocess.run(command, env=package_index(), check=False).returncode:
        sys.exit(f"Installing {lock_file(name).relative_to(ROOT)} failed: see above.")
    stamp(name).write_text(checksum(name))


def package_index() -> dict[str, str]:
    """The environment in which uv trusts and asks what pip on this machine does.

    Many networks reach packages only through a mirror named in pip's configuration, or through a
    proxy whose certificate only the system knows.
    """
    environment = {"UV_SYSTEM_CERTS": "true"} | os.environ
    asked = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "get", "global.index-url"],
        capture_output=True,
        text=True,
        check=False,
    )
    mirror = os.environ.get("PIP_INDEX_URL") or asked.stdout.strip()
    if mirror:
        environment.setdefault("UV_DEFAULT_INDEX", mirror)
    return environment


def is_installed(name: str) -> bool:
    return stamp(name).exists() and stamp(name).read_text() == checksum(name)


def stamp(name: str) -> Path:
    return VENV / f"installed-{name}"


def checksum(name: str) -> str:
    return hashlib.sha256(lock_file(name).read_bytes()).hexdigest()


def lock_file(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def runs(*command: str | Path) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    main(sys.argv[1])
