"""SDMX-CSV 2.0: one line an observation, under the ids of its dimensions and attributes.

No cell is ever empty: pysdmx refuses a column that is empty in some lines, sdmx1 a number that is.
What there isn't is `_Z`, and a missing number NaN. No mark of the encoding stands at the
beginning, as sdmx1 takes it for a part of the first name.
"""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from siwei.datasets.rules.designs import AGENCY, VERSION, Design
from siwei.datasets.rules.observations import Observation, columns_of, number

MEDIA_TYPE = "application/vnd.sdmx.data+csv; version=2.0.0"
# Replace: a line takes the place of what its reader has under the same key.
ACTION = "R"
# How many lines are written at a time.
BLOCK = 500


def sdmx_csv(design: Design, observations: Iterable[Observation]) -> Iterator[str]:
    """The text of the file, block by block; the header stands there without any lines, too."""
    head = ("dataflow", f"{AGENCY}:{design.id}({VERSION})", ACTION)
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("STRUCTURE", "STRUCTURE_ID", "ACTION", *columns_of(design)))
    for count, one in enumerate(observations, start=1):
        writer.writerow((*head, *one.key, number(one.value), *one.attributes))
        if count % BLOCK == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()
