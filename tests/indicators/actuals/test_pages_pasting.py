"""A pasted table on the server: a preview that writes nothing, filling in, and taking back."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action, ObsStatus
from indicators.actuals.rules.keys import parse_key
from tests.indicators.actuals.workflow import (
    LEAKAGE,
    REDUCTION,
    TOTAL,
    do,
    enter,
    history,
    signed_in,
    submitted,
)
from tests.people import editor, reviewer

pytestmark = pytest.mark.usefixtures("plans", "year_2025")

URL = "/entry/140300/2025/"
ROWS = [str(key) for key in (TOTAL, REDUCTION, LEAKAGE)]


def ask(client: Client, table: list[list[str]], **more: Any) -> HttpResponse:
    sent = {"table": json.dumps(table), "first": str(TOTAL), "column": "value", "shown": ROWS}
    answer = client.post(f"{URL}paste/", sent | more)
    assert isinstance(answer, HttpResponse)
    return answer


def fill(client: Client, cells: Mapping[str, str], take: list[str]) -> str:
    return client.post(f"{URL}fill/", {**cells, "take": take}).content.decode()


def undo(client: Client, *names: str) -> str:
    return client.post(f"{URL}undo/", {"undo": names}).content.decode()


def stored() -> dict[str, str]:
    rows = Actual.objects.filter(region="140300", year=2025)
    return {str(one.key): f"{one.printed_value} {one.source}".strip() for one in rows}


def test_the_preview_says_what_would_change_and_writes_nothing(alice: User) -> None:
    enter(alice, "2.3", source="年鉴")
    enter(alice, "8.9", LEAKAGE)
    page = ask(signed_in(alice), [["2.4", "公报"], ["九点六"], ["8.9"], ["1"]]).content.decode()
    assert "<del>2.3</del> → <ins>2.4</ins>" in page
    assert "<del>年鉴</del> → <ins>公报</ins>" in page
    assert "突破约束性目标" in page  # the warning of 2.4
    assert "不能填入：“九点六”不是数字" in page
    assert "1 行与已填的内容相同" in page
    assert "第 4 行“1”：超出了填报表" in page
    assert f'value="{TOTAL}" class="paste__take" id="take-{TOTAL}" checked' in page
    assert f'id="take-{REDUCTION}" disabled' in page
    assert stored() == {str(TOTAL): "2.3 年鉴", str(LEAKAGE): "8.9 水资源公报"}


def test_what_belongs_elsewhere_is_said_and_not_ticked(alice: User) -> None:
    client = signed_in(alice)
    page = ask(client, [["长治市", "用水总量", "5.9"], ["", "阳泉市", ""]]).content.decode()
    assert "地区不是本表的地区" in page and "没有要填入的内容" in page
    table = [["指标", "2024年", "来源"], ["用水总量", "2.3", "公报"]]
    page = ask(client, table).content.decode()
    assert "第 2 列“2024年”（是 2024 年的，本表是 2025 年）" in page
    assert f'id="take-{TOTAL}">' in page and "只会填入来源或说明" in page
    page = ask(client, [["2.2", "亿立方米"], ["—", ""]]).content.decode()
    assert "1 个数值格里只有“—”或“/”，当作空单元格" in page
    assert f'name="value:{TOTAL}" value="2.2 亿立方米"' in page
    assert f'name="source:{TOTAL}" value=""' in page


def test_what_a_colleague_changed_since_is_offered_and_not_taken(alice: User) -> None:
    first = enter(alice, "2.3")
    seen = {f"seen:{TOTAL}": "1", f"value:{TOTAL}": "2.3", f"source:{TOTAL}": "水资源公报"}
    enter(editor("bob"), "2.25", seen=first.version)
    page = ask(signed_in(alice), [["2.4"]], **seen).content.decode()
    assert "别人改过这一行" in page
    assert "<del>2.25</del> → <ins>2.4</ins>" in page
    assert f'id="take-{TOTAL}">' in page  # not ticked
    assert f'name="seen:{TOTAL}" value="2"' in page


def test_a_value_stands_in_place_of_the_reason_why_there_was_none(alice: User) -> None:
    enter(alice, "", obs_status=ObsStatus.NOT_AVAILABLE, note="六月发布")
    page = ask(signed_in(alice), [["2.2"]]).content.decode()
    assert "<del>尚未发布</del> → <ins>2.2</ins>" in page
    assert f'name="status:{TOTAL}" value="normal"' in page


def test_words_for_why_there_is_no_value_are_understood(alice: User) -> None:
    client = signed_in(alice)
    page = ask(client, [["尚未发布", "", "六月发布"], ["不适用"]]).content.decode()
    assert f'name="status:{TOTAL}" value="not_available"' in page
    assert "→ <ins>尚未发布</ins>" in page
    assert "不能填入：请在说明中写明“不适用”的理由" in page


def test_a_line_that_its_own_table_hides_is_not_ticked(alice: User) -> None:
    page = ask(signed_in(alice), [["2.2"], ["9.6"]], hidden=["1"]).content.decode()
    assert "在原表格里是隐藏的" in page
    assert f'id="take-{TOTAL}">' in page
    assert f'id="take-{REDUCTION}" checked' in page


def test_filling_in_and_taking_all_of_it_back(alice: User) -> None:
    enter(alice, "2.3", source="年鉴", note="旧")
    client = signed_in(alice)
    cells = {
        **{f"value:{TOTAL}": "2.2", f"source:{TOTAL}": "公报", f"note:{TOTAL}": ""},
        **{f"seen:{TOTAL}": "1", f"value:{LEAKAGE}": "8.9", f"seen:{LEAKAGE}": ""},
        **{f"value:{REDUCTION}": "9.6", f"seen:{REDUCTION}": ""},
    }
    page = fill(client, cells, [str(TOTAL), str(LEAKAGE)])
    assert stored() == {str(TOTAL): "2.2 公报", str(LEAKAGE): "8.9"}
    assert "已填入 2 项" in page
    assert f'data-undo="{TOTAL}@2 {LEAKAGE}@1"' in page
    undo(client, f"{TOTAL}@2", f"{LEAKAGE}@1")
    assert stored() == {str(TOTAL): "2.3 年鉴", str(LEAKAGE): "None"}
    actual = Actual.objects.get(record__key=str(TOTAL))
    assert (actual.note, actual.version) == ("旧", 3)
    assert [row.action for row in history(actual)] == ["save"] * 3
    assert Actual.objects.get(record__key=str(LEAKAGE)).obs_status == "missing"


def test_one_step_after_the_other_is_taken_back(alice: User) -> None:
    first = enter(alice, "2.3")
    enter(alice, "2.2", seen=first.version)
    client = signed_in(alice)
    undo(client, f"{TOTAL}@2")
    undo(client, f"{TOTAL}@1")  # the value says again what it said after the first step
    assert stored() == {str(TOTAL): "None"}


@pytest.mark.parametrize("case", ["changed since", "somebody else's", "submitted"])
def test_what_cannot_be_taken_back_stays_and_says_why(alice: User, case: str) -> None:
    actual = enter(alice, "2.2")
    client, words = signed_in(alice), "保存之后这个数值又改过"
    if case == "changed since":
        enter(editor("bob"), "2.21", seen=actual.version)
    elif case == "somebody else's":
        client, words = signed_in(editor("bob")), "只能撤销自己保存的修改"
    else:
        do(Action.SUBMIT, alice, actual)
        words = "如需修改，请先撤回"
    before = stored()
    page = undo(client, f"{TOTAL}@1")
    assert words in page and "1 项没有撤销" in page
    assert stored() == before


def test_two_rows_take_no_more_queries_than_one(alice: User) -> None:
    def queries(values: Mapping[str, str]) -> list[int]:
        table = json.dumps([[key, value] for key, value in values.items()])
        sent = {"table": table, "take": list(values), "undo": [f"{key}@1" for key in values]}
        sent |= {f"value:{key}": value for key, value in values.items()}
        found: list[int] = []
        for address in ("paste", "fill", "undo"):
            with CaptureQueriesContext(connection) as captured:
                assert client.post(f"{URL}{address}/", sent).status_code == 200
            found.append(len(captured))
        return found

    enter(alice, "24", parse_key("140300.reclaimed_water_rate.2025"))
    client = signed_in(alice)
    client.get(URL)
    one, two = queries({str(LEAKAGE): "8.9"}), queries({str(TOTAL): "2.2", str(REDUCTION): "9.6"})
    *others, undone = one
    # One value is locked and read at once, several are locked in their order first.
    assert two == [*others, undone + 1]
    assert len(stored()) == 4


def test_filling_down_leaves_other_sources_to_be_ticked(alice: User) -> None:
    enter(alice, "2.3", source="公报")
    enter(alice, "9.6", REDUCTION, source="年鉴", explanation="核对")
    enter(alice, "8.9", LEAKAGE, source="")
    page = ask(signed_in(alice), [["公报"]], column="source", fills="1").content.decode()
    assert f'id="take-{LEAKAGE}" checked' in page
    assert f'id="take-{REDUCTION}">' in page
    assert f'id="take-{TOTAL}"' not in page


@pytest.mark.parametrize(
    "table",
    ["", "{", "[]", "[[1]]", "[[]]", '["x"]', '[["\\ud83d"]]', "[" * 100_000],
    ids=[
        "nothing",
        "half",
        "no line",
        "a number",
        "no cell",
        "no line in it",
        "half a sign",
        "deep",
    ],
)
def test_what_is_no_table_is_refused_in_words(alice: User, table: str) -> None:
    answer = signed_in(alice).post(f"{URL}paste/", {"table": table, "first": str(TOTAL)})
    assert answer.status_code in (200, 400)
    assert not Actual.objects.filter(region="140300").exists()


@pytest.mark.parametrize("address", ["paste", "fill", "undo"])
def test_who_may_ask(alice: User, address: str) -> None:
    enter(alice, "2.3")
    sent = {"table": '[["9"]]', "first": str(TOTAL), "take": str(TOTAL), "undo": f"{TOTAL}@1"}
    sent |= {f"value:{TOTAL}": "2.2", f"seen:{TOTAL}": "1"}
    for who, status in ((None, 401), (editor("charlie", "371500"), 403), (reviewer("rui"), 200)):
        client = Client() if who is None else signed_in(who)
        answer = client.post(f"{URL}{address}/", sent)
        assert answer.status_code == status
    assert stored() == {str(TOTAL): "2.3 水资源公报"}


def test_ticked_submissions_are_withdrawn_in_the_version_that_was_seen(alice: User) -> None:
    submitted(alice)
    submitted(alice, "8.9", LEAKAGE)
    client = signed_in(alice)
    page = client.get(URL).content.decode()
    assert f'name="withdraw" value="{TOTAL}"' in page
    assert 'value="withdraw"' in page
    ticked = {"do": "withdraw", "withdraw": [str(TOTAL), str(LEAKAGE)]}
    answer = client.post(URL, ticked | {f"seen:{TOTAL}": "2", f"seen:{LEAKAGE}": "1"})
    states = {str(one.key): one.state for one in Actual.objects.filter(region="140300", year=2025)}
    assert states == {str(TOTAL): "draft", str(LEAKAGE): "submitted"}
    assert answer.status_code == 400
    assert "1 行没有撤回" in answer.content.decode()
    assert client.post(URL, {"do": "withdraw"}).status_code == 302


@pytest.mark.parametrize(
    ("address", "leads_on"),
    [
        *((f"{URL}{name}/", URL) for name in ("row", "paste", "fill", "undo")),
        ("/accounts/logout/", "/"),
    ],
)
def test_an_address_for_forms_that_is_opened_leads_on(
    alice: User, address: str, leads_on: str
) -> None:
    answer = signed_in(alice).get(address)
    assert answer.status_code == 405 and "POST" in answer["Allow"]
    page = answer.content.decode()
    assert f'<a class="button" href="{leads_on}">' in page
    assert "没有改动任何内容" in page


def test_a_page_to_which_something_is_sent_says_that_it_is_only_read(alice: User) -> None:
    answer = signed_in(alice).post("/plans/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert '<a class="button" href="/plans/">' in answer.content.decode()
