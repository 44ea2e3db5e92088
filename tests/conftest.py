"""The harness: a database whose contents a test names, on SQLite or (`--postgres`) PostgreSQL.

- `db`: migrated and empty; what the test writes is rolled back.
- `plans`: holds the five plans. `demo`: and the demonstration's people and actuals.
- `small_plan`: one plan, for what would be the same with five. `world`: a person in each role.
- `transactional_db` and `live_server` really commit; the database is put back afterwards.

In a browser: `page` and `narrow_page`, see tests/browser/conftest.py.
"""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker

from common.kept import forget_everything
from tests import nation
from tests.contents import BUILDERS, Contents
from tests.kept_databases import EMPTY, KeptCreation
from tests.people import editor, open_year, reviewer

if TYPE_CHECKING:
    from tests.factories import MiniPlan
    from tests.siwei.world import World


# Objects made before Python looks for cycles: what ten thousand collected tests hold never goes.
OBJECTS = (50_000, 20, 50)


def pytest_configure(config: pytest.Config) -> None:
    gc.set_threshold(*OBJECTS)
    if not hasattr(config, "workerinput"):
        tools = Path(sys.executable).parent
        compile_english = ["make", "--silent", "translations", f"BIN={tools}"]
        subprocess.run(compile_english, cwd=settings.BASE_DIR, check=True)


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Sets Hypothesis up before a module that uses it is imported; that takes half a second."""
    if not isinstance(collector, pytest.Module) or b"hypothesis" not in collector.path.read_bytes():
        return
    if collector.config.getoption("hypothesis_profile"):
        return
    from hypothesis import HealthCheck, settings

    # The same examples everywhere, and no clock decides: `--hypothesis-profile=default` looks
    # further.
    settings.register_profile(
        "siwei", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("siwei")


# Who has none of these, nor the mark, is not let to the database.
WITH_A_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out on PostgreSQL what asks for no database: SQLite's run has shown it already."""
    if not config.getoption("--postgres"):
        return
    chosen: list[pytest.Item] = []
    others: list[pytest.Item] = []
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        marks = ("django_db", "postgres")
        asks = names & WITH_A_DATABASE or any(map(item.get_closest_marker, marks))
        (chosen if asks else others).append(item)
    items[:] = chosen
    config.hook.pytest_deselected(items=others)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Takes away the plugin that would import Hypothesis at the end where no test has used it, and
    all that is collected from the eyes of the garbage collector: a tenth of the whole run."""
    if "hypothesis" not in sys.modules:
        session.config.pluginmanager.unregister(name="hypothesispytest")
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """What pytest-django asks before it creates the database: on SQLite a copy will do."""
    if connection.vendor == "sqlite":
        connection.creation = KeptCreation(connection)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Contents]:
    """Adds to pytest-django's fixture of this name: the contents, in place of a flush."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        contents = Contents()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: contents.spoil())
        yield contents
        contents.forget()


@pytest.fixture
def _required_contents(
    request: pytest.FixtureRequest,
    django_db_setup: Contents,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    # A parameter of the same name is not the fixture.
    parameters = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    names = set(request.fixturenames) - set(parameters)
    wanted = [content for content in BUILDERS if content in names]
    with django_db_blocker.unblock():
        django_db_setup.require(wanted[-1] if wanted else EMPTY)


@pytest.fixture
def _django_db_helper(_required_contents: None, _django_db_helper: None) -> None:
    """Puts the contents in place before pytest-django's fixture of this name begins a test."""


@pytest.fixture(autouse=True)
def _chinese() -> None:
    """A request that was answered in English must not leave the next test in English."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def kept_connection(db: None) -> Iterator[None]:
    """Requests to `siwei.wsgi` leave the test's connection open, as Django's test client does; that
    one, used beside, would undo it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def plans(db: None) -> None:
    """The five plans are loaded."""


@pytest.fixture
def year_2025(plans: None) -> None:
    """And 2025 is open for entry."""
    open_year(2025)


@pytest.fixture
def alice(plans: None) -> User:
    return editor("alice")


@pytest.fixture
def rui(plans: None) -> User:
    return reviewer("rui")


@pytest.fixture
def demo(plans: None) -> None:
    """The five plans and the demonstration are loaded."""


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What was kept of a database stands for the same rows, and not for what a test has changed of
    the code."""
    forget_everything()


@pytest.fixture
def small_nation(monkeypatch: pytest.MonkeyPatch) -> None:
    """`siwei.bench.nation.build` makes few provinces, and few cities are already many."""
    monkeypatch.setattr("siwei.bench.nation.PROVINCES", nation.PROVINCES)
    monkeypatch.setattr("siwei.pages.viewmodels.matrix.MOST_SIDE_BY_SIDE", nation.SIDE_BY_SIDE)
    monkeypatch.setattr("siwei.pages.views.overview.MOST_AT_A_GLANCE", nation.AT_A_GLANCE)
    monkeypatch.setattr("indicators.assessments.views.catalogue.SIZE", nation.A_PAGE)


@pytest.fixture
def small_plan(db: None) -> None:
    """One plan of a few lines is loaded, `mini-2025` of 阳泉."""


@pytest.fixture
def mini(db: None) -> "MiniPlan":
    """The small plan of the factories is there; its rows have no history."""
    from tests.factories import mini_plan

    return mini_plan()


@pytest.fixture
def world(db: None) -> "World":
    """A small plan with values in each state and a person in each role."""
    from tests.siwei.world import World

    return World()


@pytest.fixture
def sixth(db: None) -> None:
    """The invented sixth plan is loaded, with the notice that amends it and its successor."""
