"""People who owe values, and a server that receives what they are mailed."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import Settings

from departments.models import Account
from indicators.actuals.models import ReportingYear
from tests.mail_server import MailServer, serving
from tests.people import editor, open_year


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with serving(settings) as server:
        yield server


@pytest.fixture
def alice(plans: None) -> User:
    """The clerk of a city that owes the values of a year, for long."""
    open_year(2025)
    return with_address(editor("alice"))


def with_address(user: User, **account: object) -> User:
    User.objects.filter(pk=user.pk).update(email=f"{user.username}@water.example")
    Account.objects.update_or_create(user=user, defaults=account)
    user.refresh_from_db()
    return user


def due(days: int) -> date:
    """Every year is due in so many days."""
    day = timezone.localdate() + timedelta(days=days)
    ReportingYear.objects.update(due_on=day)
    return day


@pytest.fixture
def no_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Values alone: of tasks nothing waits."""
    monkeypatch.setattr(
        "siwei.notifications.selectors.waiting.waiting_tasks", lambda user, today: []
    )
