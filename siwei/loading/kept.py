"""What is kept of a load, so that the next one can leave out what would change nothing.

A plan is loaded with all those of its region and those that it amends or supersedes, or that do it
to it (`loading.groups`): a group. What a load of a group comes to follows from the files of its
plans, in their order, what is checked against (`file_digests`), the code, and the rows that are
there. Of all of these a digest is kept with the last load; where it is still the same, a load
would find nothing to do. Whatever isn't known to be the same is loaded in full.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps

from departments.models import Department
from indicators.actuals.services.reported import plans_to_publish
from indicators.plans.models import LoadedFile
from siwei.loading.check import CheckedPlan, plan_file
from siwei.loading.file_digests import digest_of_plan_file, digest_of_shared_files
from siwei.loading.groups import Ties, together
from siwei.loading.row_digests import digest_of_shared, digests_of_plans, stored_ties
from siwei.loading.store import Stored
from siwei.loading.sync import LeftAlone

# The name of what plans share.
SHARED = ""


@dataclass(frozen=True, slots=True)
class FileDigests:
    """Of the files of a load. `plans`: by slug, in the order in which they were given."""

    shared: str | None
    plans: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was kept, what holds the plans of the database together, and what isn't as it was."""

    kept: Mapping[str, LoadedFile]
    ties: Ties
    shared_changed: bool
    changed: frozenset[str]


def digests_of_files(folder: Path, files: Iterable[Path]) -> FileDigests:
    """Read all files and parse none."""
    plans = {file.stem: digest_of_plan_file(file) for file in files}
    return FileDigests(digest_of_shared_files(folder), plans)


def look(digests: FileDigests) -> Seen:
    """Compare files and rows with what was kept. The number of queries grows with nothing."""
    kept = LoadedFile.objects.in_bulk()
    ties = stored_ties()
    now = _digests_of_groups(digests, ties, digests.plans.keys() & ties.keys())
    unpublished = plans_to_publish()
    changed = {
        slug
        for slug in digests.plans
        if slug in unpublished or not _is_kept(kept, plan_file(slug), now.get(slug))
    }
    groups = together(ties)
    changed |= {other for slug in changed & groups.keys() for other in groups[slug]}
    shared = not _is_kept(kept, SHARED, _digest(digests.shared, digest_of_shared()))
    return Seen(kept, ties, shared, frozenset(changed & digests.plans.keys()))


def left_alone(kept: Mapping[str, LoadedFile], names: Iterable[str]) -> dict[str, list[LeftAlone]]:
    """What a load would say of `names`, with the rows as they are called now. A query for each
    model at most."""
    wanted = {name: kept[name].left_alone for name in names if name in kept}
    pks: dict[str, set[Any]] = {}
    for label, pk, _column, _in_file in (one for found in wanted.values() for one in found):
        pks.setdefault(label, set()).add(pk)
    rows = {
        label: apps.get_model(label)._base_manager.in_bulk(list(some))
        for label, some in pks.items()
    }
    return {
        name: [LeftAlone(rows[label][pk], column, said) for label, pk, column, said in found]
        for name, found in wanted.items()
    }


def keep(
    digests: FileDigests, stored: Stored, loaded: Sequence[CheckedPlan], *, shared_too: bool
) -> None:
    """Keep what a load of these files came to. Within its transaction, after everything else.

    `loaded`: the plans of it that were read, always all that are given of a group.
    """
    rows: list[LoadedFile] = []
    if shared_too and (digest := _digest(digests.shared, digest_of_shared())) is not None:
        left = [one for tally in stored.shared for one in tally.left_alone]
        rows.append(LoadedFile(name=SHARED, digest=digest, left_alone=_in_json(left)))
    now = _digests_of_groups(digests, stored_ties(), {one.file.plan.slug for one in loaded})
    unsettled = _unsettled(loaded)
    for one in stored.plans:
        digest = now.get(one.plan.slug)
        if digest is not None and digest not in {now.get(slug) for slug in unsettled}:
            left_of_plan = _in_json(one.tally.left_alone)
            name = plan_file(one.plan.slug)
            rows.append(LoadedFile(name=name, digest=digest, left_alone=left_of_plan))
    LoadedFile.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["digest", "left_alone"],
    )


def _unsettled(loaded: Iterable[CheckedPlan]) -> set[str]:
    """The plans to whose files another one has just handed a department that they don't list: the
    next load would hand it on."""
    listed = {one.name: {entry.name for entry in one.file.departments} for one in loaded}
    slugs = {one.name: one.file.plan.slug for one in loaded}
    departments = Department.objects.filter(managed_by_file__in=listed)
    return {
        slugs[file]
        for file, name in departments.values_list("managed_by_file", "name_in_file")
        if name not in listed[file]
    }


def _digests_of_groups(
    digests: FileDigests, ties: Ties, slugs: Collection[str]
) -> dict[str, str | None]:
    """Of all that a load of each of `slugs` depends on, by slug: the same for those of a group.
    None where a file can't be read."""
    groups = together(ties)
    wanted = {groups[slug] for slug in slugs if slug in groups}
    rows = digests_of_plans({slug for group in wanted for slug in group})
    of_group: dict[frozenset[str], str | None] = {
        group: _digest(
            digests.shared,
            *(
                part
                for slug, file in digests.plans.items()
                if slug in group
                for part in (slug, file)
            ),
            "rows",
            *(part for slug in sorted(group) for part in (slug, rows[slug])),
        )
        for group in wanted
    }
    return {slug: of_group[groups[slug]] for slug in slugs if slug in groups}


def _digest(*parts: str | None) -> str | None:
    if None in parts:
        return None
    return hashlib.sha256("\0".join(filter(None, parts)).encode()).hexdigest()


def _is_kept(kept: Mapping[str, LoadedFile], name: str, digest: str | None) -> bool:
    return digest is not None and name in kept and kept[name].digest == digest


def _in_json(left: Iterable[LeftAlone]) -> list[list[Any]]:
    return [
        [one.row._meta.label_lower, one.row.pk, one.column, str(one.in_file) if one.in_file else ""]
        for one in left
    ]
