"""Charts as pictures: digits are drawn whatever fonts the machine has."""

import io
from decimal import Decimal

from PIL import Image, ImageChops

from common.pictures import ZOOM
from siwei.reports.charts.panels import Panel, PanelYear, panels
from siwei.reports.services.pictures import as_png

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40">'


def drawn(words: str) -> Image.Image:
    svg = f'{HEAD}<text x="5" y="30" font-size="20">{words}</text></svg>'
    return Image.open(io.BytesIO(as_png(svg))).convert("L")


def test_every_digit_is_drawn_as_itself() -> None:
    pictures = [drawn(sign) for sign in "0123456789.-()%"]
    assert pictures[0].size == (120 * ZOOM, 40 * ZOOM)
    missing = drawn("\u9fa0")
    for number, one in enumerate([missing, *pictures]):
        assert min(one.tobytes()) < 128, "nothing is drawn"
        for other in [missing, *pictures][number + 1 :]:
            assert ImageChops.difference(one, other).getbbox() is not None


def test_a_chart_is_one_picture_of_all_its_panels() -> None:
    years = [
        PanelYear(year, Decimal(year - 2019), Decimal(5), stated=True) for year in (2024, 2025)
    ]
    one = Image.open(io.BytesIO(as_png(panels([Panel(n, 2025, years) for n in (1, 2, 3)]))))
    assert one.size == (600 * ZOOM, 372 * ZOOM)
