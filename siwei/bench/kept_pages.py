"""Pages of which something is kept: nothing written since, after an approval, and how long they
are."""

import re
from dataclasses import dataclass

from django.test import Client

from siwei.bench.measure import REPEATS, YEAR, answer, seconds
from siwei.bench.writing import approved_anew

FIRST_PAGE = f"/?year={YEAR}"
ONE_INDICATOR = f"/indicators/fall_a/?year={YEAR}"
# The start of an element; what a script or a comment holds is none.
_ELEMENT = re.compile(rb"<[a-z]")


@dataclass(frozen=True, slots=True)
class KeptPage:
    """Milliseconds: where nothing was written since, and after a value of one city was approved."""

    unchanged: float
    approved: float
    elements: int


def kept_page(address: str, city: str) -> KeptPage:
    client = Client(headers={"host": "localhost"})

    def milliseconds() -> float:
        return seconds(lambda: answer(client, address)) * 1000

    elements = len(_ELEMENT.findall(answer(client, address).content))
    unchanged = min(milliseconds() for _ in range(REPEATS))
    approved = []
    for _ in range(REPEATS):
        approved_anew(city)
        approved.append(milliseconds())
    return KeptPage(unchanged, min(approved), elements)
