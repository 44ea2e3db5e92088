"""A job is done if what asked for it is committed, and what fails in it fails nobody else."""

import logging
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from common.jobs import enqueue
from tests.jobs import waiting, work

pytestmark = pytest.mark.django_db


@task()
def name_group(name: str) -> int:
    return Group.objects.create(name=name).pk


@task()
def fail(name: str) -> None:
    raise ValueError(name)


@pytest.fixture
def at_once(settings: Settings) -> None:
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    }


def groups() -> list[str]:
    return list(Group.objects.order_by("name").values_list("name", flat=True))


def test_a_job_waits_for_the_worker() -> None:
    enqueue(name_group, "水")
    assert (waiting(), groups()) == (1, [])
    assert work() == {"SUCCESSFUL": 1}
    assert groups() == ["水"]


def test_a_job_of_what_is_rolled_back_is_none() -> None:
    with transaction.atomic():
        enqueue(name_group, "水")
        transaction.set_rollback(True)
    assert waiting() == 0


def test_a_job_that_fails_is_kept_as_failed_and_others_are_done(
    caplog: pytest.LogCaptureFixture,
) -> None:
    enqueue(fail, "unlucky")
    enqueue(name_group, "水")
    assert work() == {"FAILED": 1, "SUCCESSFUL": 1}
    failed = DBTaskResult.objects.failed().get()
    assert "unlucky" in failed.traceback
    assert groups() == ["水"]


def test_at_once_is_after_the_commit(
    at_once: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(name_group, name="水")
        assert groups() == []
    assert groups() == ["水"]
    assert waiting() == 0


def test_what_fails_at_once_breaks_nothing(
    at_once: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR), django_capture_on_commit_callbacks(execute=True):
        enqueue(fail, "unlucky")
    assert "FAILED" in caplog.text and "unlucky" in caplog.text


@pytest.mark.parametrize("value", [object(), {1, 2}])
def test_a_job_gets_plain_values(value: Any) -> None:
    with pytest.raises(TypeError):
        enqueue(name_group, value)
