"""What a template says of itself: a sheet that nobody sees, read back when the file returns.

The sheet `SHEET` has one fact a row: its name, and what it is. Below `VERSIONS`, one row for each
value that was there when the template was made: key and version.
"""

from dataclasses import dataclass, field
from datetime import datetime

SHEET = "_siwei"
FORMAT = 1
# The names of the facts, in the order of their rows.
KIND, FORM, REGION, YEAR = "kind", "format", "region", "year"
MADE_AT, VERSIONS = "made_at", "versions"
CITY, PROVINCE = "city", "province"  # what `KIND` can be


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """Of which region and year a template is, and which version of each value it was made from.

    `kind`: a `CITY`'s indicators, or the cities of a `PROVINCE` by its indicators. `versions`:
    by the key of a value (`ActualKey` as text), the version that was stored; others weren't there.
    """

    kind: str
    region: str
    year: int
    made_at: datetime
    versions: dict[str, int] = field(default_factory=dict)
