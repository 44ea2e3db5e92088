"""The receiver that docs/api.md shows to integrators does what the text says of it."""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from django.conf import settings
from django.utils import timezone

from siwei.webhooks.models import Attempt, Webhook
from siwei.webhooks.services.delivery import deliver_awaited, send_test
from tests.mail_server import free_port
from tests.siwei.test_pages_changes import Office
from tests.siwei.webhooks.conftest import hook


def documented() -> str:
    """The Python of its section, as it stands there."""
    text = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
    section = text.split("\n### Webhooks\n")[1].split("\n### ")[0]
    block = section[section.index("    import json\n") :]
    return re.sub(r"^    ", "", block, flags=re.MULTILINE)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def webhook(office: Office, own_network: None, port: int) -> Webhook:
    return hook(f"http://127.0.0.1:{port}/hook")


@pytest.fixture
def output(webhook: Webhook, port: int, tmp_path: Path) -> Iterator[IO[str]]:
    program = tmp_path / "receiver.py"
    program.write_text(documented(), encoding="utf-8")
    environment = os.environ | {
        "SIWEI_WEBHOOK_SECRET": webhook.secret,
        "PORT": str(port),
        "PYTHONIOENCODING": "utf-8",
    }
    with subprocess.Popen(
        [sys.executable, str(program)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as running:
        assert running.stdout is not None
        try:
            for _ in range(200):
                if send_test(webhook, clock=timezone.now).status == 204:
                    break
                time.sleep(0.05)
            yield running.stdout
        finally:
            running.kill()


def test_it_takes_each_change_once(office: Office, webhook: Webhook, output: IO[str]) -> None:
    assert output.readline().startswith("webhook.test ")
    office.publish("2.20")
    office.publish("2.210")
    before = webhook.position
    assert deliver_awaited(webhook.pk, clock=timezone.now).taken == 2
    first, second = output.readline(), output.readline()
    assert first.startswith("actual.published 140300.total_water_use.2025 {")
    assert "'value': Decimal('2.20')" in first
    assert second.startswith("actual.corrected ")
    assert "'value': Decimal('2.210')" in second
    # Once more, as if no answer had come: it is told that they have arrived, and does nothing.
    Webhook.objects.update(position=before)
    assert deliver_awaited(webhook.pk, clock=timezone.now).taken == 2
    office.retract()
    deliver_awaited(webhook.pk, clock=timezone.now)
    assert output.readline().startswith("actual.withdrawn ")


def test_it_takes_nothing_from_others(webhook: Webhook, output: IO[str]) -> None:
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(time.time())),
        "webhook-signature": "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
    }
    request = urllib.request.Request(webhook.address, b"{}", headers)
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    assert caught.value.code == 401
    assert Attempt.objects.latest("pk").status == 204
