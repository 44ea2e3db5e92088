"""What the public can see of what was said about the work, as SQL over one row (`common.stamps`):
what decides how a milestone stands and by when it is due."""

from tasks.rules.enums import StatementKind

_ALWAYS = ", ".join(
    f"'{kind.value}'"
    for kind in (StatementKind.CONFIRMATION, StatementKind.REJECTION, StatementKind.GRANT)
)
PUBLIC_OF_A_STATEMENT = (
    f"CASE WHEN {{row}}.kind IN ({_ALWAYS}) OR ({{row}}.kind = '{StatementKind.REPORT.value}' "
    "AND {row}.milestone_id IS NOT NULL) THEN {row}.id END"
)
