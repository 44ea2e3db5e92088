"""A reviewer works through the queue with the keyboard; what they return comes back corrected."""

from collections.abc import Callable
from typing import Literal

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Locator, Page, expect

from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from tests.browser.axe import found_by_axe, violations
from tests.evidence_files import pdf
from tests.indicators.actuals.waiting import CITY, YEAR, hand_in
from tests.indicators.actuals.workflow import (
    LEAKAGE,
    REDUCTION,
    TOTAL,
    do,
    enter,
    history,
    submitted,
)
from tests.people import editor, open_year, reviewer

Scheme = Literal["light", "dark"]
SignIn = Callable[[Page, str], None]


@pytest.fixture
def alice(plans: None, transactional_db: None) -> User:
    open_year(2025)
    reviewer("rui")
    return editor("alice")


@pytest.fixture
def queue(page: Page, alice: User, sign_in: SignIn) -> Page:
    """Three values wait: the total, the leakage and a reduction."""
    submitted(alice)
    submitted(alice, "8.7", LEAKAGE)
    submitted(alice, "9.9", REDUCTION)
    sign_in(page, "rui")
    page.goto("/review/")
    return page


def row(page: Page, key: object) -> Locator:
    return page.locator(f'[id="row-{key}"]')


def bar(page: Page) -> Locator:
    return page.locator(".queue__actions")


def write_reason(page: Page, key: object, reason: str) -> None:
    row(page, key).locator("summary").click()
    row(page, key).locator("textarea").fill(reason)


def state(key: object = TOTAL) -> str:
    actual = Actual.objects.get(region="140300", indicator=str(key).split(".")[1])
    return actual.state


def test_the_queue_without_the_mouse(queue: Page) -> None:
    keys = queue.keyboard
    keys.press("j")
    expect(row(queue, TOTAL)).to_be_focused()
    keys.press("ArrowDown")
    expect(row(queue, LEAKAGE)).to_be_focused()
    keys.press("k")
    expect(row(queue, TOTAL)).to_be_focused()

    keys.press("a")
    expect(queue.locator('.messages[role="status"]')).to_contain_text(
        "已通过：阳泉市 2025 年用水总量，数值已发布。"
    )
    expect(queue.locator('.messages[role="status"]')).to_be_in_viewport()
    expect(row(queue, LEAKAGE)).to_be_focused()
    assert state() == "approved"

    keys.press("r")
    keys.type("请附 a j x")  # letters are only letters here
    keys.press("Escape")
    expect(row(queue, LEAKAGE)).to_be_focused()
    expect(row(queue, LEAKAGE).locator("textarea")).to_have_value("请附 a j x")
    keys.press("r")
    keys.press("Control+Enter")
    expect(queue.locator('.messages[role="status"]')).to_contain_text("已退回：阳泉市 2025 年")
    expect(row(queue, REDUCTION)).to_be_focused()
    returned = Actual.objects.get(region="140300", indicator="pipe_leakage_rate")
    assert returned.state == "returned"
    assert history(returned)[-1].reason == "请附 a j x"

    keys.press("x")
    queue.get_by_role("button", name="通过 1 项", exact=True).click()
    expect(queue.locator(".lead")).to_contain_text("没有待审核的数值")


def test_a_reason_is_asked_for_and_nothing_is_lost(queue: Page) -> None:
    for key in (TOTAL, LEAKAGE):
        row(queue, key).locator(".queue__pick").check()
    write_reason(queue, LEAKAGE, "请附公报原件")
    bar(queue).get_by_text("退回 2 项…").click()
    bar(queue).get_by_role("button", name="退回勾选的各项").click()
    problems = queue.locator("#problems")
    expect(problems).to_be_focused()
    expect(problems).to_contain_text("请写明退回的理由")
    assert (state(TOTAL), state(LEAKAGE)) == ("submitted", "returned")
    problems.get_by_role("link").click()
    expect(row(queue, TOTAL)).to_be_focused()
    expect(row(queue, TOTAL).locator(".queue__pick")).to_be_checked()
    expect(row(queue, TOTAL).locator("textarea")).to_be_visible()  # where it is to be written


def test_a_decision_leaves_what_is_written_beside_the_others(queue: Page) -> None:
    write_reason(queue, LEAKAGE, "请附公报原件")
    row(queue, REDUCTION).locator(".queue__pick").check()
    row(queue, TOTAL).get_by_role("button", name="通过 ").click()
    expect(queue.locator('.messages[role="status"]')).to_contain_text("已通过")
    expect(row(queue, LEAKAGE).locator("textarea")).to_be_visible()
    expect(row(queue, LEAKAGE).locator("textarea")).to_have_value("请附公报原件")
    expect(row(queue, REDUCTION).locator(".queue__pick")).to_be_checked()


def test_the_decision_is_said_where_the_reader_is(queue: Page) -> None:
    queue.set_viewport_size({"width": 1440, "height": 420})
    for _step in range(2):
        queue.keyboard.press("j")
    expect(row(queue, LEAKAGE)).to_be_focused()
    queue.keyboard.press("a")
    said = queue.locator('.messages[role="status"]')
    expect(said).to_contain_text("已通过：阳泉市 2025 年")
    expect(row(queue, REDUCTION)).to_be_focused()
    expect(said).to_be_in_viewport(ratio=1)
    assert queue.evaluate("scrollY") > 0  # the page doesn't begin there


def test_one_box_ticks_all(queue: Page) -> None:
    every = queue.get_by_label("全选没有提示的各项")
    picks = queue.locator(".queue__pick")
    row(queue, LEAKAGE).locator(".queue__pick").check()
    expect(every).to_have_js_property("indeterminate", True)
    every.check()
    for number in range(3):
        expect(picks.nth(number)).to_be_checked()
    row(queue, LEAKAGE).locator(".queue__pick").uncheck()
    expect(every).not_to_be_checked()
    bar(queue).get_by_role("button", name="通过 2 项", exact=True).click()
    expect(queue.locator('.messages[role="status"]')).to_contain_text("已通过 2 项")
    assert (state(TOTAL), state(LEAKAGE), state(REDUCTION)) == (
        "approved",
        "submitted",
        "approved",
    )


@pytest.fixture
def with_a_warning(queue: Page, alice: User) -> Page:
    """The total is above its red line."""
    actual = do(Action.WITHDRAW, alice, Actual.objects.get(state="submitted", value="2.21"))
    actual = enter(alice, "2.41", seen=actual.version, explanation="新增工业用水")
    do(Action.SUBMIT, alice, actual)
    queue.reload()
    return queue


def test_what_has_warnings_is_never_ticked_with_the_rest(with_a_warning: Page) -> None:
    queue = with_a_warning
    expect(queue.locator(".queue__row").first).to_have_class("queue__row queue__row--warned")
    queue.get_by_label("全选没有提示的各项").check()
    expect(row(queue, TOTAL).locator(".queue__pick")).not_to_be_checked()
    expect(bar(queue).get_by_role("button", name="通过 2 项", exact=True)).to_be_visible()
    row(queue, TOTAL).locator(".queue__pick").check()  # by itself it can be
    expect(bar(queue).get_by_role("button", name="通过 2 项", exact=True)).to_be_hidden()
    bar(queue).get_by_role("button", name="通过 3 项，含 1 项有提示").click()
    expect(queue.locator('.messages[role="status"]')).to_contain_text("已通过 3 项")
    assert (state(TOTAL), state(LEAKAGE), state(REDUCTION)) == ("approved",) * 3


def test_a_key_alone_approves_no_warning(with_a_warning: Page) -> None:
    queue = with_a_warning
    queue.keyboard.press("j")
    expect(row(queue, TOTAL)).to_be_focused()
    queue.keyboard.press("a")
    expect(row(queue, TOTAL).get_by_role("button", name="核对无误，通过")).to_be_focused()
    assert state(TOTAL) == "submitted"
    queue.keyboard.press("Enter")
    expect(queue.locator('.messages[role="status"]')).to_contain_text("已通过：阳泉市 2025 年")
    assert state(TOTAL) == "approved"


def test_the_bar_is_there_once_something_is_ticked(queue: Page) -> None:
    expect(bar(queue)).to_be_hidden()
    row(queue, TOTAL).locator(".queue__pick").focus()
    queue.keyboard.press("Space")
    expect(bar(queue)).to_be_in_viewport(ratio=1)
    expect(queue.locator("#picked-said")).to_have_text("已勾选 1 项")
    queue.keyboard.press("Space")
    expect(bar(queue)).to_be_hidden()
    expect(queue.locator("#picked-said")).to_be_empty()


def test_a_click_with_shift_ticks_all_between(queue: Page) -> None:
    picks = queue.locator(".queue__pick")
    picks.first.click()
    picks.last.click(modifiers=["Shift"])
    expect(bar(queue).get_by_role("button", name="通过 3 项", exact=True)).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_box_for_a_reason_opens_on_return(
    browser: Browser, queue: Page, sign_in: SignIn, scripts: bool
) -> None:
    context = browser.new_context(
        base_url=queue.url.split("/review/")[0],
        java_script_enabled=scripts,
        storage_state=queue.context.storage_state(),
    )
    page = context.new_page()
    page.goto("/review/")
    box = row(page, TOTAL).locator("textarea")
    expect(box).to_be_hidden()
    row(page, TOTAL).locator("summary").click()
    expect(box).to_be_visible()
    if scripts:
        expect(box).to_be_focused()
    row(page, TOTAL).get_by_role("button", name="退回此项").click()
    expect(page.locator("#problems")).to_contain_text("请写明退回的理由")
    expect(box).to_be_visible()  # it is what is missing
    assert state() == "submitted"
    box.fill("请附公报原件")
    row(page, TOTAL).locator(".queue__pick").check()
    expect(bar(page)).to_be_visible()
    row(page, TOTAL).get_by_role("button", name="退回此项").click()
    expect(page.locator('.messages[role="status"]')).to_contain_text("已退回：阳泉市 2025 年")
    assert state() == "returned"
    context.close()


def test_the_bar_covers_nothing_that_has_the_focus(queue: Page) -> None:
    queue.set_viewport_size({"width": 1366, "height": 360})
    queue.get_by_label("全选没有提示的各项").check()
    for _step in range(3):
        queue.keyboard.press("j")
        here = queue.locator(".queue__row:focus").bounding_box()
        above = bar(queue).bounding_box()
        assert here and above and here["y"] + here["height"] <= above["y"] + 1


@pytest.mark.parametrize(("doubtful", "most"), [(0, 1_400), (5, 1_400)])
def test_twenty_values_stand_on_less_than_two_screens(
    page: Page, demo: None, transactional_db: None, sign_in: SignIn, doubtful: int, most: int
) -> None:
    hand_in(20, doubtful=doubtful)
    sign_in(page, "shanxi")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"/review/?region={CITY}&year={YEAR}")
    expect(page.locator(".queue__row")).to_have_count(20)
    expect(page.locator(".queue__row--warned")).to_have_count(doubtful)
    assert page.evaluate("document.documentElement.scrollHeight") <= most
    first = page.locator(".queue__row").first.bounding_box()
    assert first and first["y"] + first["height"] <= 400
    heights = page.locator(".queue__row:not(.queue__row--warned)").evaluate_all(
        "rows => rows.map(row => row.getBoundingClientRect().height)"
    )
    assert sorted(heights)[len(heights) // 2] <= 44


def test_enter_on_a_box_decides_nothing(queue: Page) -> None:
    row(queue, TOTAL).locator(".queue__pick").focus()
    queue.keyboard.press("Enter")
    expect(queue.locator('.messages[role="status"]')).to_contain_text("请先勾选")
    assert state() == "submitted"


def test_filtering_keeps_the_keys(queue: Page) -> None:
    queue.get_by_label("指标").select_option("pipe_leakage_rate")
    expect(queue.locator(".queue__row")).to_have_count(1)
    queue.locator("body").click(position={"x": 2, "y": 2})
    queue.keyboard.press("j")
    expect(row(queue, LEAKAGE)).to_be_focused()
    queue.keyboard.press("a")
    expect(queue.locator('.messages[role="status"]')).to_contain_text("已通过：阳泉市 2025 年")
    assert (state(TOTAL), state(LEAKAGE)) == ("submitted", "approved")


def test_from_return_to_correction(page: Page, alice: User, sign_in: SignIn) -> None:
    actual = submitted(alice)
    sign_in(page, "rui")
    page.goto(f"/actuals/{TOTAL}/")
    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.locator("#reason-error")).to_contain_text("请写明退回的理由")
    page.get_by_label("理由").fill("请附水资源公报")
    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.locator(".history")).to_contain_text("请附水资源公报")

    actual.refresh_from_db()
    do(Action.SUBMIT, alice, enter(alice, "2.20", seen=actual.version))
    page.reload()
    page.get_by_role("button", name="通过并发布").click()
    expect(page.locator(".lead")).to_contain_text("已发布：2.20")
    page.get_by_label("理由").fill("公报更正")
    page.get_by_role("button", name="退回更正").click()
    expect(page.locator(".working")).to_contain_text("更正中")
    expect(page.locator(".lead")).to_contain_text("已发布：2.20")
    assert state() == "reopened"


def test_a_clerk_adds_evidence_and_the_reviewer_opens_it(
    page: Page, alice: User, sign_in: SignIn
) -> None:
    actual = enter(alice)
    sign_in(page, "alice")
    page.goto(f"/actuals/{TOTAL}/")
    page.get_by_label("添加文件").set_input_files(
        {"name": "公报.pdf", "mimeType": "application/pdf", "buffer": b"not a PDF at all"}
    )
    page.get_by_role("button", name="上传佐证材料").click()
    expect(page.locator("#file-error")).to_contain_text("只接受 PDF")
    page.get_by_label("添加文件").set_input_files(
        {"name": "公报.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    page.get_by_role("button", name="上传佐证材料").click()
    expect(page.locator('.messages[role="status"]')).to_contain_text("已添加佐证材料")
    page.get_by_role("button", name="提交，待审核").click()
    expect(page.locator(".working")).to_contain_text("待审核")

    actual.refresh_from_db()
    sign_in(page, "rui")
    page.goto("/review/")
    with page.expect_download() as download:
        row(page, TOTAL).get_by_role("link", name="公报.pdf").click()
    assert download.value.suggested_filename == "公报.pdf"


@pytest.mark.parametrize("path", ["/review/", f"/actuals/{TOTAL}/", "/review/years/"])
def test_on_a_phone_nothing_scrolls_sideways(
    narrow_page: Page, alice: User, sign_in: SignIn, path: str
) -> None:
    submitted(alice, "2.41", explanation="新建水库投运，供水结构调整，用水量较上年明显增加")
    sign_in(narrow_page, "rui")
    narrow_page.goto(path)
    assert narrow_page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_page_shuts_somebody_out(queue: Page, colours: Scheme) -> None:
    queue.emulate_media(color_scheme=colours)
    pages = ["/review/", "/review/years/", "/mine/", f"/actuals/{TOTAL}/", "/actuals/nonsense/"]
    assert violations(queue, pages) == []
    queue.goto("/review/")
    row(queue, TOTAL).locator(".queue__pick").check()
    row(queue, TOTAL).locator("summary").click()
    row(queue, TOTAL).get_by_role("button", name="退回此项").click()
    expect(queue.locator("#problems")).to_be_visible()
    assert found_by_axe(queue) == []


def test_a_clerk_s_pages_shut_nobody_out(page: Page, alice: User, sign_in: SignIn) -> None:
    do(Action.RETURN, User.objects.get(username="rui"), submitted(alice), "请附公报")
    enter(alice, "8.7", LEAKAGE)
    sign_in(page, "alice")
    pages = ["/mine/", "/accounts/reminders/", f"/actuals/{TOTAL}/", f"/actuals/{LEAKAGE}/"]
    assert violations(page, pages) == []
