"""The address of a page, copied with all that the page shows."""

from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.plans.selectors.years import last_full_year


def copied(page: Page) -> str:
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator("[data-share] [aria-live]")).to_have_text("已复制")
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_the_copied_address_names_the_year_and_the_filter(page: Page, plans: None) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    year, origin = last_full_year(today=timezone.localdate()), page.evaluate("location.origin")
    assert copied(page) == f"{origin}/?year={year}"
    page.get_by_label("主题").select_option(index=1)
    page.wait_for_url("**/?*theme=*")
    assert copied(page) == page.url
    # What is taken out of the filter again isn't in the address either.
    page.get_by_label("主题").select_option("")
    expect(page).to_have_url(f"{origin}/?year={year}")
    assert copied(page) == f"{origin}/?year={year}"


def test_without_a_clipboard_the_address_stands_ready(page: Page, plans: None) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto("/tasks/?plan=yangquan-2025")
    page.get_by_role("button", name="复制链接").click()
    field = page.get_by_role("textbox", name="本页链接")
    expect(field).to_be_focused()
    assert field.input_value().endswith("/tasks/?plan=yangquan-2025")


def test_without_scripts_there_is_no_button(
    browser: Browser, live_server: LiveServer, plans: None
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/cities/")
    expect(page.get_by_role("button", name="筛选")).to_be_visible()
    expect(page.get_by_role("button", name="复制链接")).to_be_hidden()
    context.close()
