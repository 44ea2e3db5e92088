"""初步数: a value that is reported before the bulletin is out, and the final one that follows."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client

from departments.models import Region
from departments.people import person_of
from departments.rules.successions import NO_LINEAGE
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action, ObsStatus
from indicators.actuals.selectors.completeness import completeness_of
from indicators.actuals.selectors.entry import grid
from indicators.plans.models import PlanIndicator
from indicators.plans.selectors.promise_rows import promise_rows
from tests.indicators.actuals.workflow import (
    LEAKAGE,
    TOTAL,
    approved,
    do,
    enter,
    page,
    signed_in,
    submitted,
)
from tests.people import editor

pytestmark = pytest.mark.usefixtures("plans", "year_2025")

GRID = "/entry/140300/2025/"
PRELIMINARY = ObsStatus.PRELIMINARY
ROW = f"/api/v1/actuals/{TOTAL}/"


def published(alice: User, rui: User, value: str = "2.21") -> Actual:
    return do(Action.APPROVE, rui, submitted(alice, value, obs_status=PRELIMINARY))


def put(user: User, body: dict[str, Any], **headers: Any) -> Any:
    send = signed_in(user).put
    return send(ROW, json.dumps(body), content_type="application/json", **headers)


def test_it_is_published_as_what_it_is(alice: User, rui: User, client: Client) -> None:
    published(alice, rui)
    row = client.get(ROW).json()
    assert (row["value"], row["obs_status"], row["state"]) == (2.21, "preliminary", "approved")
    verdict = client.get(
        "/api/v1/assessments/?region=140300&indicator=total_water_use&year=2025"
    ).json()["results"][0]
    assert (verdict["actual"], verdict["obs_status"]) == (2.21, "preliminary")
    assert "按初步数评判，正式数发布后可能改变。" in verdict["reason"]
    (compared,) = [
        one
        for one in client.get("/api/v1/comparison/?indicator=total_water_use&year=2025").json()[
            "results"
        ]
        if one["region"] == "140300"
    ]
    assert compared["obs_status"] == "preliminary"
    assert compared["actual_comparability"]["level"] == "caveat"
    assert compared["actual_comparability"]["note"] == "实际值为初步数，正式数发布后可能改变。"
    assert compared["comparability"]["level"] == "direct"  # of the targets


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (f"/actuals/{TOTAL}/", "2.21亿立方米（初步数）"),
        ("/cities/140300/?year=2025", '2.21</span></a><span class="table__sub">初步数</span>'),
        ("/?year=2025", "<sup>初</sup>"),
        (
            "/compare/?indicator=total_water_use&year=2025&region=140300",
            '<span class="table__sub">初步数 </span>',
        ),
        ("/indicators/total_water_use/?year=2025", '<span class="table__sub">初步数 </span>'),
    ],
)
def test_every_page_that_shows_it_says_so(
    alice: User, rui: User, client: Client, url: str, words: str
) -> None:
    done = published(alice, rui)
    assert words in page(client, url)
    reopened = do(Action.REOPEN, rui, done, "公报已发布")
    enter(alice, "2.21", seen=reopened.version)
    final = do(Action.SUBMIT, alice, Actual.objects.get(pk=done.pk))
    do(Action.APPROVE, rui, final)
    if not url.startswith("/actuals"):  # whose history goes on showing it
        assert words not in page(client, url)


def test_the_final_value_is_a_correction_like_any_other(
    alice: User, rui: User, client: Client
) -> None:
    do(Action.REOPEN, rui, published(alice, rui), "公报已发布")
    body = {"value": "2.24", "obs_status": "normal", "source": "2025年水资源公报"}
    answer = put(alice, body, HTTP_IF_MATCH='"4"')
    assert (answer.status_code, answer.json()["obs_status"]) == (200, "normal")
    assert client.get(ROW).json()["obs_status"] == "preliminary"  # until it is approved
    corrected = do(Action.SUBMIT, alice, Actual.objects.get(record__key=str(TOTAL)))
    do(Action.APPROVE, rui, corrected)
    row = client.get(ROW).json()
    assert (row["value"], row["obs_status"]) == (2.24, "normal")
    text = page(client, f"/actuals/{TOTAL}/")
    assert "2.21亿立方米（初步数）" in text and "2.24亿立方米" in text


def test_a_preliminary_value_is_confirmed_without_being_typed_again(alice: User) -> None:
    enter(alice, "2.21", obs_status=PRELIMINARY, explanation="已核对")
    answer = put(alice, {"obs_status": "normal"}, HTTP_IF_MATCH='"1"').json()
    assert (answer["value"], answer["obs_status"]) == (2.21, "normal")
    assert answer["explanation"] == "已核对"  # it is the same value
    answer = put(alice, {"note": "待公报"}, HTTP_IF_MATCH='"2"').json()
    assert (answer["value"], answer["obs_status"]) == (2.21, "normal")


def test_a_value_alone_keeps_the_status_of_the_one_before(alice: User) -> None:
    enter(alice, "2.21", obs_status=PRELIMINARY)
    answer = put(alice, {"value": 2.2}, HTTP_IF_MATCH='"1"').json()
    assert (answer["value"], answer["obs_status"]) == (2.2, "preliminary")
    none = {"value": None, "obs_status": "not_available", "note": "未统计"}
    assert put(alice, none, HTTP_IF_MATCH='"2"').status_code == 200
    answer = put(alice, {"value": 2.2}, HTTP_IF_MATCH='"3"').json()  # there was no value
    assert (answer["value"], answer["obs_status"]) == (2.2, "normal")


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"obs_status": "preliminary"}, "value", "required"),
        ({"obs_status": "preliminary", "value": "约2"}, "value", "not_a_number"),
        ({"obs_status": "preliminary", "value": -1}, "value", "negative"),
    ],
)
def test_it_is_a_value_like_any_other(
    alice: User, body: dict[str, Any], field: str, code: str
) -> None:
    answer = put(alice, body, HTTP_IF_NONE_MATCH="*")
    assert answer.status_code == 400
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [(field, code)]


def test_the_grid_offers_it_beside_the_value(alice: User) -> None:
    client = signed_in(alice)
    assert '<option value="preliminary">初步数</option>' in page(client, GRID)
    sent = {
        "row": str(TOTAL),
        f"value:{TOTAL}": "2.21",
        f"status:{TOTAL}": "preliminary",
        f"source:{TOTAL}": "快报",
        f"seen:{TOTAL}": "",
    }
    answer = client.post(f"{GRID}row/", sent).content.decode()
    assert "2.21亿立方米（初步数）" in answer
    actual = Actual.objects.get(record__key=str(TOTAL))
    assert (actual.obs_status, actual.printed_value) == ("preliminary", actual.value)
    assert '<option value="preliminary" selected>初步数</option>' in page(client, GRID)
    again = client.post(GRID, sent | {f"seen:{TOTAL}": "1", "do": "save"})
    assert again.status_code == 302
    assert Actual.objects.get(pk=actual.pk).version == 1  # nothing has changed


def test_chosen_without_a_value_it_waits_in_the_form(alice: User) -> None:
    client = signed_in(alice)
    sent = {f"value:{TOTAL}": "", f"status:{TOTAL}": "preliminary", f"seen:{TOTAL}": ""}
    answer = client.post(f"{GRID}row/", sent | {"row": str(TOTAL)}).content.decode()
    assert "“初步数”没有保存" in answer
    assert "entry__saved" not in answer
    whole = client.post(GRID, sent | {"do": "save"})
    assert whole.status_code == 400
    assert '<option value="preliminary" selected>初步数</option>' in whole.content.decode()
    assert not Actual.objects.exclude(obs_status="missing").filter(region="140300", year=2025)


@pytest.mark.parametrize("text", ["2.21（初步数）", "2.21 初步", "2.21(p)"])
def test_a_pasted_table_may_mark_it(alice: User, text: str) -> None:
    client = signed_in(alice)
    table = json.dumps([["用水总量", text]])
    sent = {"table": table, "first": str(TOTAL), "column": "value", "shown": str(TOTAL)}
    answer = client.post(f"{GRID}paste/", sent).content.decode()
    assert "2.21（初步数）" in answer
    assert f'name="status:{TOTAL}" value="preliminary"' in answer


def test_who_enters_it_is_reminded_of_the_final_one(alice: User, rui: User) -> None:
    published(alice, rui)
    approved(alice, rui, "8.7", LEAKAGE)
    text = page(signed_in(alice), "/mine/")
    section = text[text.index('id="preliminary"') :]
    assert f'href="/actuals/{TOTAL}/"' in section and str(LEAKAGE) not in section
    assert "2.21亿立方米" in section
    assert 'id="preliminary"' not in page(signed_in(editor("bob", function="housing")), "/mine/")


def test_it_counts_as_filled(alice: User) -> None:
    rows = promise_rows(PlanIndicator.objects.filter(region="140300"))
    before = completeness_of(rows, [2025], NO_LINEAGE)["140300", 2025].filled
    enter(alice, "2.21", obs_status=PRELIMINARY)
    assert completeness_of(rows, [2025], NO_LINEAGE)["140300", 2025].filled == before + 1
    region = Region.objects.select_related("parent__parent").get(code="140300")
    (row,) = [
        one
        for one in grid(region=region, year=2025, person=person_of(alice)).rows
        if one.key == TOTAL
    ]
    assert row.filled and row.submittable


def test_the_reviewer_sees_what_is_submitted(alice: User, rui: User) -> None:
    submitted(alice, "2.21", obs_status=PRELIMINARY)
    text = page(signed_in(rui), "/review/?region=140300")
    assert '2.21</span><span class="table__sub">初步数</span>' in text


def test_the_database_keeps_no_preliminary_value_without_a_number(alice: User) -> None:
    actual = enter(alice, "2.21", obs_status=PRELIMINARY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Actual.objects.filter(pk=actual.pk).update(value=None, value_places=None)
