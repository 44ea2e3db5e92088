"""The Chromium that the browser tests and the screenshots drive.

    python3 scripts/chromium.py     makes sure that there is one, with a Chinese font

It uses a browser that is on the machine (`SIWEI_CHROMIUM` names another). Where there is none, it
installs Debian's if it may, and else says what to install. `playwright install` would download
another browser from a host that many networks don't reach. Standard library only.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"

# As root, as in a container, there is no sandbox; and it is to load our pages and nothing else.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
MISSING = "No Chromium here: `make browser` installs it or says how. SIWEI_CHROMIUM may name one."


def executable() -> str | None:
    """The path of the browser, or None where there is none."""
    if named := os.environ.get("SIWEI_CHROMIUM"):
        return named
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    return found or (MAC if Path(MAC).exists() else None)


def has_chinese_font() -> bool:
    """Whether a page in Chinese shows characters and not boxes."""
    if not shutil.which("fc-list"):
        return sys.platform == "darwin"
    fonts = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False)
    return bool(fonts.stdout.strip())


def runs_playwright() -> bool:
    """Whether the program that Playwright drives the browser with finds its library."""
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return sys.platform != "linux"
    return True


def missing_packages() -> list[str]:
    """The Debian packages that are needed here and not there."""
    present = {
        "chromium": executable() is not None,
        "fonts-noto-cjk": has_chinese_font(),
        "libatomic1": runs_playwright(),
    }
    return [package for package, is_there in present.items() if not is_there]


def ensure() -> None:
    missing = missing_packages()
    if not missing:
        return
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        print(f"Install for the browser tests, as Debian calls them: {' '.join(missing)}")
        # Without a font, pages show boxes but work.
        sys.exit(missing != ["fonts-noto-cjk"])
    print(f"Installing {', '.join(missing)} for the browser tests", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "-y", "--no-install-recommends", *missing]
    for arguments in (["update"], install):
        command = ["apt-get", "-qq", *arguments]
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    ensure()
