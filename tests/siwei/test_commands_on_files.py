"""What works on files alone runs on a fresh checkout, where nothing is set; nothing else does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
KEYLESS = "Set SIWEI_SECRET_KEY"


def manage(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py` with these variables and no others."""
    command = [sys.executable, "manage.py", *map(str, arguments)]
    plain = {"PATH": os.environ["PATH"], "LANG": "zh_CN.UTF-8"} | environment
    return subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, text=True, check=False)


def test_a_plan_is_checked_without_a_secret_or_a_database() -> None:
    nowhere = {"DATABASE_URL": "postgres://nobody@192.0.2.1/nothing", "SIWEI_SECRET_KEY": "weak"}
    for environment in ({}, nowhere):
        done = manage("load_plans", "--check", "fixtures/plans/yangquan-2025.yaml", **environment)
        assert (done.returncode, done.stdout.split("：")[0]) == (0, "yangquan-2025"), done.stderr


def test_a_plan_is_laid_out_and_checked_without_a_secret_or_a_database(tmp_path: Path) -> None:
    done = manage("new_plan", "140300", "2030", "--folder", tmp_path)
    assert done.returncode == 0, done.stderr
    done = manage("load_plans", tmp_path / "yangquan-2030.yaml", "--check")
    assert done.returncode == 1
    assert "还没有填" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["load_plans"],
        ["check", "--deploy"],
        ["migrate", "--check"],
        ["runserver", "--noreload"],
        ["verify_history"],
    ],
)
def test_what_needs_them_still_refuses_to_start(arguments: list[str]) -> None:
    done = manage(*arguments)
    assert done.returncode != 0
    assert KEYLESS in done.stderr and "Traceback" not in done.stderr


def test_a_server_refuses_to_start_without_its_secrets() -> None:
    plain = {"PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", "import siwei.wsgi"]
    done = subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, text=True, check=False)
    assert KEYLESS in done.stderr
