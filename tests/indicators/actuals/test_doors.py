"""Every history row says through which door its change came."""

import json

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from common.records.models import HistoryRow
from common.records.wording import door_in_words
from departments.models import ApiKey
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from tests.evidence_files import pdf
from tests.indicators.actuals.workflow import LEAKAGE, TOTAL, do, page, signed_in, submitted
from tests.people import editor, open_year, reviewer

pytestmark = pytest.mark.usefixtures("plans")

URL = f"/actuals/{TOTAL}/"
API = f"/api/v1/actuals/{TOTAL}/"
JSON = "application/json"


@pytest.fixture
def alice(plans: None) -> User:
    open_year(2025)
    return editor("alice")


def doors(key: object = TOTAL) -> list[tuple[str, str, str]]:
    rows = HistoryRow.objects.filter(record__key=str(key)).order_by("number")
    return [(row.action, row.door, row.door_name) for row in rows]


def test_the_pages(alice: User) -> None:
    clerk, rui = signed_in(alice), signed_in(reviewer("rui"))
    grid = {"row": str(TOTAL), f"value:{TOTAL}": "2.21", f"source:{TOTAL}": "公报"}
    assert clerk.post("/entry/140300/2025/row/", grid).status_code == 200
    file = SimpleUploadedFile("公报.pdf", pdf())
    clerk.post(f"{URL}evidence/", {"file": file, "seen": "1"})
    clerk.post("/entry/140300/2025/", {"do": "submit_all", f"seen:{TOTAL}": "2"})
    rui.post("/review/", {"picked": "approve", "pick": str(TOTAL), f"seen:{TOTAL}": "3"})
    rui.post(URL, {"do": "reopen", "seen": "4", "reason": "公报更正"})
    assert doors() == [
        (action, "page", "") for action in ("save", "attach", "submit", "approve", "reopen")
    ]


def test_the_api_with_which_key(alice: User, client: Client) -> None:
    key, secret = ApiKey.objects.create_key(name="夜间", user=alice, scope="write")
    headers = {"Authorization": f"Api-Key {secret}"}
    body = json.dumps({"value": 2.21, "source": "公报"})
    client.put(API, body, JSON, headers={**headers, "If-None-Match": "*"})
    client.post(f"{API}submit/", "{}", JSON, headers={**headers, "If-Match": '"1"'})
    own = signed_in(alice)
    own.post(f"{API}withdraw/", "{}", JSON, headers={"If-Match": '"2"'})
    assert doors() == [
        ("save", "api", key.prefix),
        ("submit", "api", key.prefix),
        ("withdraw", "api", ""),
    ]
    assert f"API 密钥 {key.prefix}" in page(own, URL)
    rows = own.get(f"{API}revisions/").json()["results"]
    assert (rows[0]["door"], rows[0]["door_name"]) == ("api", key.prefix)
    assert key.prefix not in page(client, URL)


def test_the_commands(plans: None) -> None:
    rows = HistoryRow.objects.values_list("record__kind", "door", "door_name").distinct()
    kinds = ("actual", "plan", "task")
    assert set(rows) == {(kind, "command", "load_plans") for kind in kinds}


def test_the_name_is_that_of_the_day(alice: User) -> None:
    """Who marries or takes over an account isn't named for what was done before."""
    alice.last_name = "爱丽丝"
    alice.save()
    row = submitted(alice, key=LEAKAGE, value="8.5")
    User.objects.filter(pk=alice.pk).update(last_name="伊芙")
    do(Action.WITHDRAW, User.objects.get(pk=alice.pk), row)
    shown = page(signed_in(User.objects.get(pk=alice.pk)), f"/actuals/{LEAKAGE}/")
    assert shown.count("爱丽丝") == 2
    assert Actual.objects.get(record__key=str(LEAKAGE)).version == 3


@pytest.mark.parametrize(
    ("door", "name", "words"),
    [
        ("", "", ""),  # a row of before
        ("page", "", "页面"),
        ("api", "", "API"),
        ("api", "Ab3dEf7h", "API 密钥 Ab3dEf7h"),
        ("import", "12", "导入（批次 12）"),
        ("command", "demo", "命令 demo"),
    ],
)
def test_a_door_in_words(door: str, name: str, words: str) -> None:
    assert door_in_words(door, name) == words
