"""The page of one value opens with its answer."""

from playwright.sync_api import Page, expect

ADDRESS = "/actuals/140300.pipe_leakage_rate.2025/"


def test_the_first_verdict_stands_at_the_top(page: Page, demo: None) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(ADDRESS)
    answer = page.locator(".answer > li").first
    box = answer.bounding_box()
    assert box and box["y"] + box["height"] <= 400
    expect(answer).to_contain_text("突破红线")
    expect(answer).to_contain_text("9")
    places = [page.locator(one).bounding_box() for one in (".answer", "#history", "#promises")]
    assert [box["y"] for box in places if box] == sorted(box["y"] for box in places if box)
