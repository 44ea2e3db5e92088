"""What a saved row makes the rows beside it say, without a reload."""

from playwright.sync_api import Page, expect

TOTAL = "140300.total_water_use.2025"
GROUNDWATER = "140300.groundwater_use.2025"


def test_a_neighbour_asks_and_stops_asking_while_what_is_typed_in_it_stays(grid: Page) -> None:
    part = grid.locator(f'[id="row-{GROUNDWATER}"]')
    explanation = part.locator(".entry__explain")
    part.locator(".entry__input").fill("0.29")
    part.locator(".entry__input").press("Enter")
    expect(part).to_contain_text("已保存")
    expect(explanation).to_be_hidden()
    typed = part.locator("textarea")
    typed.evaluate("field => { field.value = '补报矿坑水'; }")  # not sent yet
    note = part.locator(f'[name="note:{GROUNDWATER}"]')
    part.locator("summary").click()
    note.focus()
    total = grid.locator(f'[name="value:{TOTAL}"]')

    def save(value: str) -> None:
        total.evaluate(
            """(cell, value) => {
                cell.value = value;
                cell.dispatchEvent(new Event("change", { bubbles: true }));
            }""",
            value,
        )
        expect(grid.locator(f'[id="message-{TOTAL}"]')).to_contain_text(value)

    for value, asks in (("0.25", True), ("2.20", False)):
        save(value)
        whole = part.locator(".entry__warning").filter(has_text="大于“用水总量”")
        expect(whole).to_have_count(int(asks))
        expect(explanation).to_be_visible()  # it has words in it
        expect(typed).to_have_value("补报矿坑水")
        expect(note).to_be_focused()
    typed.evaluate("field => { field.value = ''; }")
    for value, asks in (("0.24", True), ("2.21", False)):
        save(value)
        expect(explanation).to_be_visible(visible=asks)
