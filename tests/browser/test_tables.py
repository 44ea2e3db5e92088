"""Tables: sorted by their heads, with their head and first column in sight."""

import re

from playwright.sync_api import Page, expect

LONG = [
    "/", "/cities/140300/", "/indicators/", "/indicators/irrigated_area/", "/tasks/",
    "/departments/", "/compare/?indicator=total_water_use&year=2025", "/conflicts/",
]  # fmt: skip

# A laptop, a small one, a tablet and a phone.
WINDOWS = [(1366, 768), (1100, 768), (800, 768), (390, 844)]

# The tables of which no head is in sight while their middle is, or no first column while they are
# moved sideways. A list of cards needs neither.
HIDDEN = """async () => {
  const lost = [];
  const shown = (cell) => {
    const box = cell.getBoundingClientRect();
    const at = document.elementFromPoint(box.left + 4, (box.top + box.bottom) / 2);
    return at !== null && cell.contains(at);
  };
  for (const table of document.querySelectorAll("main table")) {
    const head = table.querySelector("thead tr:last-child > :first-child");
    const rows = [...table.querySelectorAll("tbody tr:has(> th[scope=row])")];
    const row = rows[Math.floor(rows.length / 2)];
    const closed = !head || !row || !row.checkVisibility();
    if (closed || getComputedStyle(row).display !== "table-row") continue;
    const frame = table.closest(".frame");
    const first = row.querySelector("th");
    row.scrollIntoView({ block: "center" });
    if (!shown(head)) lost.push(["head", table.className]);
    if (frame && frame.scrollWidth > frame.clientWidth) {
      frame.scrollLeft = frame.scrollWidth;
      await new Promise(requestAnimationFrame);
      if (!shown(first)) lost.push(["first column", table.className]);
      frame.scrollLeft = 0;
    }
  }
  return lost;
}"""


def test_heads_and_first_columns_stay_in_sight(page: Page, demo: None) -> None:
    lost = {}
    for path in LONG:
        page.goto(path)
        for width, height in WINDOWS:
            page.set_viewport_size({"width": width, "height": height})
            lost[path, width] = page.evaluate(HIDDEN)
    assert not {at: tables for at, tables in lost.items() if tables}


def test_a_table_is_sorted_by_its_head_and_by_the_keyboard(page: Page, plans: None) -> None:
    page.goto("/departments/?function=water")
    head = page.get_by_role("columnheader", name="主要任务")
    expect(head).to_have_attribute("aria-sort", "none")
    head.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    # The address says it, and the link is still in focus for the next step.
    assert page.url.endswith("/departments/?function=water&ordering=-tasks")
    expect(head.get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    # The filter keeps the order, and the way back leads to the orders before.
    page.get_by_label("搜索").fill("水")
    expect(page).to_have_url(re.compile("search=.*ordering=tasks"))
    expect(head).to_have_attribute("aria-sort", "ascending")
    page.reload()
    expect(head).to_have_attribute("aria-sort", "ascending")


def test_a_list_of_cards_can_be_sorted_on_a_phone(narrow_page: Page, plans: None) -> None:
    narrow_page.goto("/cities/")
    link = narrow_page.get_by_role("link", name="目标年份", exact=True)
    link.scroll_into_view_if_needed()
    link.tap()
    expect(narrow_page).to_have_url(re.compile(r"\?ordering=years$"))
    assert narrow_page.evaluate("document.documentElement.scrollWidth") == 390
