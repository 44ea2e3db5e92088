"""Resolves pyproject.toml's dependencies into requirements/*.txt.

    make lock        keeps the versions that still fit
    make upgrade     takes the newest that fit

The locks name versions and hashes, and no index: where packages come from is for each machine to
say. `run.txt` is what a deployment installs; `dev.txt` is that and the tools, at equal versions.
"""

import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path("requirements")
COMPILE = (
    *(".venv/bin/uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header"),
)
SOURCES = {
    "bootstrap.txt": ["--group", "bootstrap"],
    "run.txt": ["pyproject.toml"],
    "dev.txt": ["pyproject.toml", "--group", "dev", "--constraint", "requirements/run.txt"],
}


def main(options: list[str]) -> None:
    for name, sources in SOURCES.items():
        subprocess.run([*COMPILE, *options, *sources, "-o", str(REQUIREMENTS / name)], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
