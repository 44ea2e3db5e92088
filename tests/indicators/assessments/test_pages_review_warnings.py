"""What the checks ask about in the queue: it comes first, and is approved only when confirmed."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from tests.indicators.actuals.workflow import LEAKAGE, TOTAL, do, enter, page, signed_in, submitted
from tests.people import reviewer

pytestmark = pytest.mark.usefixtures("plans", "year_2025")

URL = "/review/"
ASKED = re.compile(r'name="(asked:[^"]+|asked)" value="([^"]+)"')


@pytest.fixture
def queue(plans: None) -> Client:
    return signed_in(reviewer("rui"))


@pytest.fixture
def plain(alice: User) -> Actual:
    return submitted(alice, "8.7", LEAKAGE)


@pytest.fixture
def warned(alice: User) -> Actual:
    """Above the red line: 2.41 against 2.27."""
    return submitted(alice, "2.41", explanation="新增工业用水")


def form(*actuals: Actual, **fields: str) -> dict[str, str | list[str]]:
    picked = {"pick": [str(one.key) for one in actuals]}
    return {f"seen:{one.key}": str(one.version) for one in actuals} | picked | fields


def states(*actuals: Actual) -> list[str]:
    for actual in actuals:
        actual.refresh_from_db()
    return [actual.state for actual in actuals]


def asked_in(answer: bytes) -> dict[str, str]:
    return dict(ASKED.findall(answer.decode()))


def test_it_comes_first_and_looks_different(plain: Actual, warned: Actual, queue: Client) -> None:
    text = page(queue, URL)
    assert text.index(f'id="row-{TOTAL}"') < text.index(f'id="row-{LEAKAGE}"')
    assert text.count("queue__row--warned") == text.count("data-warned") == 1
    assert "全选" not in text  # one alone is left


def test_one_is_approved_when_its_warning_is_confirmed(warned: Actual, queue: Client) -> None:
    answer = queue.post(URL, form(warned, approve=str(TOTAL)))
    assert (answer.status_code, states(warned)) == (409, ["submitted"])
    text = answer.content.decode()
    plain = re.sub("<[^>]*>| (?=亿)", "", text)
    # On top of the page and in the row.
    assert plain.count("用水总量填报 2.41亿立方米：突破约束性目标") == 2
    sent = form(warned, confirm=str(TOTAL)) | asked_in(answer.content)
    assert queue.post(URL, sent).status_code == 302
    assert states(warned) == ["approved"]


def test_a_confirmation_is_of_what_was_asked(warned: Actual, queue: Client) -> None:
    """Nobody confirms a warning that they haven't seen."""
    assert queue.post(URL, form(warned, confirm=str(TOTAL))).status_code == 409
    other = {f"asked:{TOTAL}": "year_on_year far_from_peers"}
    assert queue.post(URL, form(warned, confirm=str(TOTAL)) | other).status_code == 409
    assert states(warned) == ["submitted"]


def test_many_at_once_leave_it_out_until_it_is_confirmed(
    plain: Actual, warned: Actual, queue: Client
) -> None:
    answer = queue.post(URL, form(warned, plain, picked="approve"))
    assert (answer.status_code, states(warned, plain)) == (409, ["submitted", "approved"])
    sent = form(warned, picked="confirm") | asked_in(answer.content)
    assert queue.post(URL, sent).status_code == 302
    assert states(warned) == ["approved"]


def test_returning_asks_nothing(warned: Actual, queue: Client) -> None:
    sent = form(warned, **{"return": str(TOTAL), "reason": "请核对"})
    assert queue.post(URL, sent).status_code == 302
    assert states(warned) == ["returned"]


def test_a_reviewer_is_told_what_was_found_and_the_clerk_what_to_do(
    alice: User, queue: Client
) -> None:
    value, found, asked = f"/actuals/{LEAKAGE}/", "没有写明来源。", "没有写明来源。请补填。"
    draft = enter(alice, "8.7", LEAKAGE, source="")
    assert asked in page(signed_in(alice), value)
    actual = do(Action.SUBMIT, alice, draft)
    answer = queue.post(URL, form(actual, approve=str(LEAKAGE)))
    assert answer.status_code == 409
    for text in (page(queue, URL), page(queue, value), answer.content.decode()):
        assert found in text and asked not in text


def test_the_page_of_the_value_asks_too(warned: Actual, queue: Client) -> None:
    address, seen = f"/actuals/{TOTAL}/", {"seen": str(warned.version)}
    answer = queue.post(address, seen | {"do": "approve"})
    assert (answer.status_code, states(warned)) == (400, ["submitted"])
    assert "突破约束性目标" in answer.content.decode()
    confirmed = seen | {"do": "confirm"} | asked_in(answer.content)
    assert queue.post(address, confirmed).status_code == 302
    assert states(warned) == ["approved"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 200),  # as before
        ({"confirm": ["red_line_crossed"]}, 200),
        ({"confirm": []}, 400),
        ({"confirm": ["not_whole"]}, 400),
        ({"confirm": "yes"}, 400),
    ],
    ids=str,
)
def test_the_api_confirms_if_it_is_asked_to(
    warned: Actual, queue: Client, body: dict[str, object], status: int
) -> None:
    address = f"/api/v1/actuals/{TOTAL}/"
    assert [one["code"] for one in queue.get(address).json()["warnings"]] == ["red_line_crossed"]
    answer = queue.post(
        f"{address}approve/",
        body,
        content_type="application/json",
        headers={"If-Match": f'"{warned.version}"'},
    )
    assert answer.status_code == status
    assert states(warned) == ["approved" if status == 200 else "submitted"]
    if body in ({"confirm": []}, {"confirm": ["not_whole"]}):
        [error] = answer.json()["errors"]
        assert (error["field"], error["code"]) == ("confirm", "red_line_crossed")


def test_the_reason_of_a_return_stays_until_the_approval(
    alice: User, plain: Actual, queue: Client
) -> None:
    """Through every correction and submission, for the clerk and for the reviewer."""
    rui = User.objects.get(username="rui")
    clerk, grid, value = signed_in(alice), "/entry/140300/2025/", f"/actuals/{LEAKAGE}/"
    returned = do(Action.RETURN, rui, plain, "请附公报")
    saved = enter(alice, "8.6", LEAKAGE, seen=returned.version)
    assert "请附公报" in page(clerk, grid) and "请附公报" in page(clerk, "/mine/")
    again = do(Action.SUBMIT, alice, saved)
    for client, address in ((clerk, grid), (clerk, value), (queue, value), (queue, URL)):
        assert "请附公报" in page(client, address), address
    done = do(Action.APPROVE, rui, again)
    assert "请附公报" not in page(clerk, grid)
    do(Action.REOPEN, rui, done, "单位有误")
    assert "单位有误" in page(clerk, grid) and "请附公报" not in page(clerk, grid)


def test_what_is_sent_back_unchanged_says_why(alice: User, plain: Actual, queue: Client) -> None:
    rui = User.objects.get(username="rui")
    reopened = do(Action.REOPEN, rui, do(Action.APPROVE, rui, plain), "请核对")
    clerk, address = signed_in(alice), f"/actuals/{LEAKAGE}/"
    sent = {"do": "submit", "seen": str(reopened.version)}
    answer = clerk.post(address, sent)
    assert answer.status_code == 400 and "退回后没有修改" in answer.content.decode()
    assert clerk.post(address, sent | {"reason": "已核对原始台账"}).status_code == 302
    assert "已核对原始台账" in page(queue, address)
    assert states(plain) == ["submitted"]
