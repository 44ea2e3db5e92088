"""Callers of the API of the work, and what they send: a report of the mini plan."""

import json
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from departments.models import ApiKey
from tests.evidence_files import pdf
from tests.tasks.work import PLAN, SHARES

URL = "/api/v1/progress/"
SAID: dict[str, Any] = {
    "plan": PLAN,
    "task": SHARES,
    "status": "in_progress",
    "text": "已完成一半",
}
DONE = SAID | {"milestone": 1, "status": "done"}


def signed_in(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def with_key(user: User) -> tuple[Client, str]:
    key, secret = ApiKey.objects.create_key(name="夜间", user=user, scope="write")
    return Client(headers={"Authorization": f"Api-Key {secret}"}), str(key.prefix)


def ids(client: Client, query: str = "") -> list[int]:
    answer = client.get(f"{URL}{query}")
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


def send(client: Client, said: dict[str, Any] | None = None, **more: Any) -> Any:
    body = json.dumps((SAID if said is None else said) | more)
    return client.post(URL, body, content_type="application/json")


def send_form(client: Client, said: dict[str, Any], *files: SimpleUploadedFile) -> Any:
    return client.post(URL, {**said, "file": list(files)})


def file(name: str = "验收单.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf() if content is None else content)


def errors(answer: Any, status: int) -> list[tuple[str, str]]:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    return [(one["field"], one["code"]) for one in answer.json()["errors"]]
