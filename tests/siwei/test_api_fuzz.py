"""Whatever is asked of the API, and by whomever: no fault, and no answer that isn't described.

Schemathesis makes the requests of the description: its examples, the edges of every parameter and
body, right and wrong ones, methods that aren't there, and random ones. Each is sent by one of four
callers in turn, and what it changed is taken back.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import CHECKS
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.hypothesis.builder import (
    HypothesisTestConfig,
    HypothesisTestMode,
    create_test,
)
from schemathesis.generation.meta import TestPhase

from departments.models import ApiKey
from indicators.actuals.rules.enums import Action
from siwei.wsgi import application
from tests.indicators.actuals.workflow import TOTAL, do, submitted
from tests.people import editor, reviewer
from tests.siwei.routes import COUNTY_DRAFT, DRAFT, PUBLISHED, SUBMITTED
from tests.siwei.world import World

# The transport doesn't undo compression.
HOST = {"Host": "localhost", "Accept-Encoding": "identity"}
READERS = ("anonymous", "viewer", "editor", "reviewer")
WRITERS = ("editor", "reviewer", "editor", "anonymous", "reviewer", "viewer", "editor")
# A description can't say which codes and keys there are, nor what goes together (a plan and its
# task, a state and what may be done): a request that it allows may well be refused. All other
# checks are on; those of links between requests find none to follow.
EXCLUDED = {"positive_data_acceptance"}
# With what a request is refused from which something is missing, or in which something is wrong.
REFUSED = ["400", "401", "403", "415", "428"]
CONFIG = {
    "seed": 12,
    "generation": {"with-security-parameters": False},  # keys are those of the callers
    "checks": {
        "missing_required_header": {"expected-statuses": REFUSED},
        "negative_data_rejection": {"expected-statuses": [*REFUSED, "404", "405", "406", "412"]},
    },
}
# Of the edges of what is read each so many-th is asked, as the lists share most of theirs; all of
# them with `--hypothesis-profile=default`. And so many random requests of each operation.
EACH, RANDOM = 3, 5
# What is there, for the half of the right requests that would otherwise find nothing.
THERE: Mapping[str, Any] = {
    **{"region": ["140300"], "indicator": ["total_water_use"], "plan": ["yangquan-2025"]},
    **{"province": ["140000"], "year": "2024:2025", "task": ["2.1"]},
}
KEYS = (DRAFT, PUBLISHED, SUBMITTED, COUNTY_DRAFT)
ADDRESSES: Mapping[str, Mapping[str, str]] = {
    "/plans/": {"slug": "yangquan-2025"},
    "/tasks/": {"plan": "yangquan-2025", "key": "2.1"},
    "/regions/": {"code": "140300"},
    "/indicators/": {"code": "total_water_use"},
    "/sdmx/3.0/structure": {"kind": "*", "agency": "SIWEI", "id": "*", "version": "1.0.0"},
    "/sdmx/3.0/schema": {"kind": "*", "agency": "SIWEI", "id": "ACTUALS", "version": "1.0.0"},
    "/sdmx/3.0/": {
        **{"context": "dataflow", "agency": "SIWEI", "flow": "ACTUALS", "version": "1.0.0"},
        **{"key": "*", "component": "*"},
    },
}
BODIES: Mapping[str, Any] = {
    "/actuals/{key}/": {"value": "0.625", "source": "公报"},
    "/progress/": {"plan": "yangquan-2025", "task": "2.1", "kind": "question", "text": "何时？"},
}


class Callers:
    """Four callers, and what each was answered."""

    def __init__(self, world: World) -> None:
        self.headers = {"anonymous": HOST}
        for role in READERS[1:]:
            _key, secret = ApiKey.objects.create_key(
                name=role, user=world.people[role], scope="write"
            )
            self.headers[role] = HOST | {"Authorization": f"Api-Key {secret}"}
        self.world = world
        self.readers, self.writers = cycle(READERS), cycle(WRITERS)
        self.aims, self.writes, self.keys = cycle((False, True)), cycle((True, False)), cycle(KEYS)
        self.answers: Counter[tuple[str, str, int]] = Counter()

    def ask(self, case: Case[Any]) -> None:
        """Send it as the next caller, and take back what it did. Raises what isn't as described."""
        role = next(self.readers if case.method == "GET" else self.writers)
        assert case.meta is not None
        if case.meta.generation.mode.is_positive and next(self.aims):
            self.aim(case)
        with transaction.atomic():
            answer = case.call_and_validate(headers=self.headers[role], checks=checks())
            transaction.set_rollback(True)
        self.answers[case.operation.label, role, answer.status_code] += 1

    def aim(self, case: Case[Any]) -> None:
        """Let it ask for what is there."""
        for name in THERE.keys() & (case.query or {}).keys():
            case.query[name] = THERE[name]
        place = case.operation.path.removeprefix("/api/v1")
        for name in case.path_parameters or {}:
            known = next((at for start, at in ADDRESSES.items() if place.startswith(start)), {})
            case.path_parameters[name] = known.get(name, case.path_parameters[name])
        if place.startswith("/actuals/{key}"):
            case.path_parameters["key"] = next(self.keys)
        if place.startswith("/departments/{id}"):
            case.path_parameters["id"] = self.world.water.pk
        if place.startswith("/progress/{id}"):
            case.path_parameters["id"] = self.world.report.pk
        if case.method in ("PUT", "POST"):
            case.headers["If-Match"] = '"1"'
            if place in BODIES and next(self.writes):
                case.body = BODIES[place]


def checks() -> list[Callable[..., Any]]:
    return [one for one in CHECKS.get_all() if one.__name__ not in EXCLUDED]


@pytest.fixture
def callers(kept_connection: None, world: World) -> Callers:
    do(Action.APPROVE, reviewer("ren"), submitted(editor("anna"), "2.21", TOTAL))  # a change
    return Callers(world)


def test_every_answer_is_as_described(callers: Callers) -> None:
    config = SchemathesisConfig.from_dict(CONFIG)
    address = "/api/schema/?format=json"
    api = schemathesis.openapi.from_wsgi(address, application, headers=HOST, config=config)
    turns = cycle(range(EACH if settings.default.derandomize else 1))

    def ask(case: Case[Any]) -> None:
        assert case.meta is not None
        edge = case.method == "GET" and case.meta.phase.name == TestPhase.COVERAGE
        if not edge or not next(turns):
            callers.ask(case)

    failures = []
    for found in api.get_all_operations():
        operation = found.ok()
        made = HypothesisTestConfig(
            project=api.config,
            modes=list(HypothesisTestMode),
            settings=settings(max_examples=RANDOM, suppress_health_check=list(HealthCheck)),
            seed=config.seed,
        )
        try:
            create_test(operation=operation, test_func=ask, config=made)()
        except BaseExceptionGroup as group:
            failures += [f"{operation.label}: {one}" for one in group.exceptions]
    assert failures == []
    labels = {label for label, _role, _status in callers.answers}
    answered = {label for label, _role, status in callers.answers if status < 400}
    assert labels - answered == set()
