"""Logging in and out by hand, and an administrator who makes a clerk."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect

from departments.models import Membership
from tests.people import editor, person

PASSWORD = "siwei-test"


@pytest.fixture
def alice(plans: None, transactional_db: None) -> User:
    return editor("alice")


@pytest.fixture
def administrator(plans: None, transactional_db: None) -> User:
    user = person("admin", superuser=True)
    user.is_staff = True
    user.save()
    return user


def log_in(page: Page, username: str, password: str = PASSWORD) -> None:
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def test_a_person_logs_in_where_they_were_and_out_again(page: Page, alice: User) -> None:
    page.goto("/plans/")
    page.get_by_role("link", name="登录").click()
    log_in(page, "alice", "wrong")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("用户名")).to_be_focused()
    expect(page.get_by_label("用户名")).to_have_value("alice")
    log_in(page, "alice")
    expect(page).to_have_url(re.compile(r"/plans/(#\w+)?$"))
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("link", name="登录")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("您已退出登录")


def test_an_administrator_makes_a_clerk(page: Page, administrator: User) -> None:
    """The departments that are offered are those of the region chosen beside them."""
    person("bob")
    page.goto("/admin/")
    log_in(page, "admin")
    page.get_by_role("link", name="用户", exact=True).first.click()
    page.get_by_role("link", name="bob").click()
    page.locator("#id_memberships-0-role").select_option("editor")
    pick(page, "region", "阳泉", "阳泉市")
    offered = search(page, "department", "市水")
    expect(offered).to_have_text(["阳泉市水利局"])
    offered.first.click()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".success")).to_be_visible()
    membership = Membership.objects.get(user__username="bob")
    assert (membership.region_id, membership.role) == ("140300", "editor")


def pick(page: Page, name: str, typed: str, text: str) -> None:
    search(page, name, typed).get_by_text(text, exact=True).click()


def search(page: Page, name: str, typed: str) -> Locator:
    page.locator(f".field-{name} .select2-selection").first.click()
    page.locator(".select2-search__field").last.fill(typed)
    expect(page.locator(".select2-results__option.loading-results")).to_have_count(0)
    return page.locator(".select2-results__option")
