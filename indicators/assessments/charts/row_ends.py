"""The right end of a row of a chart: the symbol of its status and its number, in a column that no
mark can cover."""

from collections.abc import Iterable

from common.widths import width_of
from indicators.assessments.charts.frame import FONT_SIZE, Annotation, plain
from indicators.assessments.charts.palette import CONTROL, INK, STATUS
from indicators.assessments.rules.statuses import Status


def colour_of(status: Status | None) -> str:
    """The colour of a row's mark: that of water where it is no verdict."""
    if status is None:
        return STATUS[Status.ON_TRACK]
    return STATUS[status] if status.is_judged else CONTROL


def end_text(status: Status | None, text: str) -> str:
    return f"{status.symbol} {text}" if status else text


def row_end(name: str, status: Status | None, text: str, *, valued: bool) -> Annotation:
    """The number of the row `name`, bold where it is `valued`: where it has a value."""
    said = plain(end_text(status, text))
    return {
        "name": "number",
        "text": f"<b>{said}</b>" if valued else said,
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 10,
        "y": plain(name),
        "showarrow": False,
        "font": {"color": STATUS[status] if status else INK, "size": FONT_SIZE},
    }


def ends_width(texts: Iterable[str]) -> int:
    """The margin, in pixels, that the column of these `end_text`s takes."""
    widest = max(map(width_of, texts), default=0)
    return 28 + int(widest * FONT_SIZE * 0.58)
