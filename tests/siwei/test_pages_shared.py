"""复制链接 stands on every page whose address is its state, and on no other."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.siwei.routes import TABLE
from tests.siwei.world import World

# Of whoever is logged in, or a form to fill in.
NOT_SHARED = {
    *("password_change", "password_change_done", "keys", "calendar_feeds", "reminders"),
    *("mine", "entry_home", "say", "verify", "import_home", "import_batch"),
}
BUTTON = "复制链接"


def test_what_can_be_shared(world: World) -> None:
    shown: dict[bool, set[str]] = {True: set(), False: set()}
    for route in TABLE:
        may = [role for role, gets in route.access.items() if gets == "ok"]
        if route.method != "GET" or not may:
            continue
        client = Client()
        user = world.people["editor" if "editor" in may else may[0]]
        if user is not None:
            client.force_login(User.objects.get(pk=user.pk))
        answer = client.get(world.address(route))
        text = getattr(answer, "content", b"").decode("utf-8", "replace")
        if 'id="content"' in text:
            shown[BUTTON in text].add(route.name)
    assert shown[False] == NOT_SHARED
    assert {"overview", "city", "compare", "indicator", "entry", "review", "actual"} <= shown[True]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/plans/nowhere/", 404),
        ("/plans/?colour=red", 400),
        ("/accounts/logout/", 405),
        ("/accounts/login/", 200),
    ],
)
def test_a_refusal_and_the_log_in_are_not_shared(
    client: Client, db: None, path: str, status: int
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert BUTTON not in answer.content.decode()
