"""The mini plan with somebody in each of its departments."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from tests import factories
from tests.people import editor


@pytest.fixture
def mini(db: None, settings: Settings, tmp_path: Path) -> factories.MiniPlan:
    """Evidence is kept in `tmp_path`."""
    settings.MEDIA_ROOT = tmp_path
    return factories.mini_plan()


@pytest.fixture
def alice(mini: factories.MiniPlan) -> User:
    """Of the water bureau."""
    return editor("alice")


@pytest.fixture
def bob(mini: factories.MiniPlan) -> User:
    """Of the city management bureau."""
    return editor("bob", function="urban_management")
