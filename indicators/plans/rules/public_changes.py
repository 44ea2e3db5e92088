"""What a loading of a plan changed for the public: the plan, its targets, and what it amends."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from common.records.rules.chain import Content, Plain
from common.records.rules.public_changes import PublicChange, PublicChangeKind, differences
from indicators.plans.rules.history import KIND
from indicators.plans.rules.target_keys import PublicTargetKey, parse_target_key

TARGET = "target"

Row: TypeAlias = Mapping[str, Plain]
# What of a row says which one it is in the database, or where it stands among others.
_NUMBERS = frozenset({"id", "plan_id", "plan_indicator_id", "target_id", "reported_id"})
_POSITION = frozenset({"order"})


def public_changes(before: Content | None, after: Content | None) -> list[PublicChange]:
    """What became of the plan, of each of its targets, and of what it amends or supersedes,
    between two contents of its history; None where it wasn't there yet, or is gone.

    A part that the history didn't keep yet is left out of the comparison.
    """
    if not has_rows(before):
        before = None
    if after is not None and not has_rows(after):
        return []  # nothing is known of it but digests
    left_out = _not_kept_by_both(before, after)
    was, became = _Said(before, left_out), _Said(after, left_out)
    found = [*_plan(was, became), *_targets(was, became)]
    return found + list(_amended(was, became, {one.key for one in found}))


def has_rows(content: Content | None) -> bool:
    """Whether a history row keeps what the plan said; those of before keep digests alone."""
    return content is not None and isinstance(content.get("document"), list)


class _Said:
    """What a plan said, put together: each target with all that its row shows."""

    def __init__(self, content: Content | None, left_out: frozenset[str]) -> None:
        self.content: Mapping[str, Any] = {
            part: rows for part, rows in (content or {}).items() if part not in left_out
        }
        document: Sequence[Row] = self.content.get("document", ())
        self.plan = str(document[0]["slug"]) if document else ""
        self.region = str(document[0]["region_id"]) if document else ""
        self.targets = dict(self._targets())
        self.amended: dict[tuple[str, str], Row] = {
            (str(row["subject"]), str(row["key"])): row for row in self.content.get("amended", ())
        }

    def _targets(self) -> Iterator[tuple[PublicTargetKey, object]]:
        citations = self._by("target_id", "citations")
        departments = self._by("plan_indicator_id", "departments")
        indicators = {row["id"]: row for row in self.content.get("indicators", ())}
        for row in self.content.get("targets", ()):
            owner = indicators[row["plan_indicator_id"]]
            key = PublicTargetKey(
                plan=self.plan,
                region=owner["region_id"],
                indicator=owner["indicator_id"],
                year=row["year"],
                base_year=row["base_year"],
                goal_kind=row["goal_kind"],
            )
            said = (
                _plain(row, _NUMBERS),
                _plain(owner, _NUMBERS | _POSITION),
                citations[row["id"]],
                departments[owner["id"]],
            )
            yield key, said

    def _by(self, owner: str, part: str) -> Mapping[Plain, list[Row]]:
        found: dict[Plain, list[Row]] = defaultdict(list)
        for row in self.content.get(part, ()):
            found[row[owner]].append(_plain(row, _NUMBERS))
        return found


def _plan(was: _Said, became: _Said) -> list[PublicChange]:
    name, region = became.plan or was.plan, became.region or was.region
    before = {name: was.content} if was.content else {}
    after = {name: became.content} if became.content else {}
    return [PublicChange(kind, KIND, key, region) for key, kind in differences(before, after)]


def _targets(was: _Said, became: _Said) -> list[PublicChange]:
    return [
        PublicChange(kind, TARGET, str(key), key.region, key.indicator)
        for key, kind in differences(was.targets, became.targets)
    ]


def _amended(was: _Said, became: _Said, own: set[str]) -> Iterator[PublicChange]:
    """Targets and plans of other documents: newly amended, or no longer so (corrected)."""
    for (subject, key), kind in differences(was.amended, became.amended):
        gone = kind is PublicChangeKind.REMOVED
        row = (was if gone else became).amended[subject, key]
        indicator = parse_target_key(key).indicator if subject == TARGET else ""
        if key not in own:
            yield PublicChange(
                PublicChangeKind.CORRECTED if gone else PublicChangeKind.AMENDED,
                subject,
                key,
                str(row["region"]),
                indicator,
            )


def _not_kept_by_both(before: Content | None, after: Content | None) -> frozenset[str]:
    if before is None or after is None:
        return frozenset()
    return frozenset(before.keys() ^ after.keys())


def _plain(row: Row, left_out: frozenset[str]) -> Row:
    return {name: said for name, said in row.items() if name not in left_out}
