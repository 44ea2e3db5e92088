"""A department reports, is asked back, answers, and finds it on the board; the water bureau urges,
confirms, and the city sees what is late and why."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from tasks.models import Milestone, Statement, Task
from tests.browser.axe import found_by_axe
from tests.evidence_files import pdf
from tests.people import editor, reviewer

SignIn = Callable[[Page, str], None]
CITY = "urban_management"


@pytest.fixture
def task(plans: None, transactional_db: None, settings: Settings, tmp_path: Path) -> Task:
    """A task of Yangquan that the city management bureau leads, with a milestone long past."""
    settings.MEDIA_ROOT = tmp_path
    editor("alice")
    bob = editor("bob", function=CITY)
    reviewer("rui")
    department = bob.memberships.get().department
    found = Task.objects.filter(assignments__department=department, assignments__role="lead")
    task = found.order_by("pk")[0]
    Milestone.objects.create(
        task=task,
        number=90,
        order=90,
        due_on="2024-06-30",
        due_text="2024年6月底前",
        text="完成管网普查",
        clause=task.clause,
        quote=task.clause.text[:4],
        start=0,
        end=4,
    )
    return task


def address(task: Task) -> str:
    return f"/tasks/{task.plan.slug}/{task.key}/"


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_report_is_asked_back_answered_and_found(page: Page, task: Task, sign_in: SignIn) -> None:
    sign_in(page, "bob")
    page.goto(address(task))
    page.get_by_role("link", name="报告进展", exact=True).click()
    page.get_by_label("进行中").check()
    page.get_by_label("完成比例（%）").fill("140")
    page.get_by_label("内容").fill("管网普查已完成外业")
    button(page, "报告进展")
    expect(page.get_by_role("alert")).to_contain_text("完成比例应在 0 至 100 之间")
    expect(page.get_by_label("内容")).to_have_value("管网普查已完成外业")
    page.get_by_label("完成比例（%）").fill("60")
    button(page, "报告进展")
    expect(page.get_by_role("status")).to_contain_text("已报告进展")
    expect(page.locator(".said__one").first).to_contain_text("进行中 60%")

    sign_in(page, "rui")
    page.goto(address(task))
    page.locator(".said__one").first.get_by_role("link", name="询问").click()
    page.get_by_label("内容").fill("外业由哪家单位完成？")
    button(page, "询问")
    expect(page.locator(".said__one").first).to_contain_text("待答复")

    sign_in(page, "bob")
    page.goto("/mine/")
    page.get_by_role("link", name=task.title).first.click()
    page.locator(".said__one").first.get_by_role("link", name="答复").click()
    expect(page.locator("blockquote")).to_contain_text("外业由哪家单位完成？")
    page.get_by_label("内容").fill("市测绘院")
    button(page, "答复")
    expect(page.locator(".said__one").nth(1)).not_to_contain_text("待答复")

    page.goto("/tasks/?search=外业")
    expect(page.get_by_role("link", name=task.title)).to_be_visible()
    assert Statement.objects.count() == 3


def test_a_late_milestone_is_urged_reported_with_proof_and_confirmed(
    page: Page, task: Task, sign_in: SignIn
) -> None:
    sign_in(page, "alice")
    page.goto(address(task))
    milestone = page.locator("#milestone-90")
    expect(milestone).to_contain_text("已到期，未完成")
    page.get_by_role("link", name="催办", exact=True).click()
    page.get_by_label("关于").select_option("milestone:90")
    page.get_by_label("内容").fill("请于本周内报告")
    button(page, "催办")
    expect(page.get_by_role("status")).to_contain_text("已催办")

    sign_in(page, "bob")
    page.goto(address(task))
    milestone.get_by_role("link", name="报告").click()
    page.get_by_label("已完成").check()
    page.get_by_label("内容").fill("普查已验收")
    button(page, "报告进展")
    expect(page.get_by_role("alert")).to_contain_text("报告节点完成须附佐证材料")
    page.get_by_label("佐证材料").set_input_files(
        {"name": "验收单.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    button(page, "报告进展")
    expect(milestone).to_contain_text("已报告完成，待确认")

    sign_in(page, "alice")
    page.goto(address(task))
    with page.expect_download() as download:
        page.get_by_role("link", name="验收单.pdf").click()
    assert download.value.suggested_filename == "验收单.pdf"
    page.locator(".said__one").first.get_by_role("link", name="确认完成").click()
    button(page, "确认完成")
    expect(milestone).to_contain_text("已完成")
    assert found_by_axe(page) == []


def test_on_a_phone(narrow_page: Page, task: Task, sign_in: SignIn) -> None:
    sign_in(narrow_page, "bob")
    narrow_page.goto(f"{address(task)}say/?kind=extension&part=milestone:90")
    narrow_page.get_by_label("申请延期至").fill("2024-01-01")
    narrow_page.get_by_label("内容").fill("资金未到位")
    button(narrow_page, "申请延期")
    expect(narrow_page.get_by_role("alert")).to_contain_text("延期的日期应晚于现在的到期日")
    assert found_by_axe(narrow_page) == []
    narrow_page.get_by_label("申请延期至").fill("2099-01-01")
    button(narrow_page, "申请延期")
    expect(narrow_page.locator(".said__one").first).to_contain_text("待决定")
    wide = narrow_page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    assert found_by_axe(narrow_page) == []
