"""What the public can see of a value and of its history, and of which region it is, as SQL over one
row (`common.stamps`).

Beside what is published, `completeness/` tells everybody whether a value that isn't published was
entered and handed in. Nothing here changes while a published value is corrected.
"""

from indicators.actuals.rules.content import KIND
from indicators.actuals.rules.enums import PUBLIC, ActualState, ObsStatus

_COLUMNS = (
    "region_id",
    "indicator_id",
    "year",
    "base_year",
    "demo",
    "began",
    "published_value",
    "published_places",
    "published_obs_status",
    "published_source",
    "published_note",
    "published_at",
    "published_version",
    "withdrawn_value",
    "withdrawn_places",
    "withdrawn_obs_status",
    "withdrawn_at",
    "withdrawn_organ",
    "withdrawn_reason",
    "withdrawn_version",
)
_UNPUBLISHED = "CASE WHEN {{row}}.published_at IS NULL THEN {{row}}.{column} = '{word}' END"

PUBLIC_OF_A_VALUE = (
    *(f"{{row}}.{column}" for column in _COLUMNS),
    _UNPUBLISHED.format(column="obs_status", word=ObsStatus.MISSING.value),
    _UNPUBLISHED.format(column="state", word=ActualState.SUBMITTED.value),
)

_ACTIONS = ", ".join(f"'{action.value}'" for action in sorted(PUBLIC))
PUBLIC_OF_A_CHANGE = f"CASE WHEN {{row}}.action IN ({_ACTIONS}) THEN {{row}}.id END"

# A value is one of its own region alone: no verdict on another one rests on it.
PART_OF_A_VALUE = "{row}.region_id"
# The key of a value begins with the code of its region (`ActualKey`).
PART_OF_A_PUBLICATION = (
    "(SELECT substr(of_it.key, 1, 6) FROM records_record AS of_it "
    f"WHERE of_it.id = {{row}}.record_id AND of_it.kind = '{KIND}')"
)
