"""Loads the fixtures, and leaves out what was loaded before and would change nothing."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, transaction

from common.database import is_migrated
from indicators.plans.models import LoadedFile, Plan
from siwei.loading.check import CheckedPlan, plan_file
from siwei.loading.check_links import check_links
from siwei.loading.groups import ties_of, together
from siwei.loading.kept import (
    SHARED,
    FileDigests,
    Seen,
    digests_of_files,
    keep,
    left_alone,
    look,
)
from siwei.loading.links import plans_named
from siwei.loading.problems import FixtureError
from siwei.loading.read import Fixtures, Reading, read_fixtures
from siwei.loading.store import Loaded, Stored, store_fixtures, wait_for_others
from siwei.loading.sync import SyncCounts
from siwei.loading.tiles import read_tiles


class NotMigrated(Exception):
    """The database hasn't the form that this code expects."""


class _Overtaken(Exception):
    """Another load has ended since it was looked what is to be loaded."""


class Load:
    """One load of `files` from `folder`; `on_file` and `on_plan` are told of each plan."""

    def __init__(
        self,
        folder: Path,
        files: Sequence[Path],
        *,
        now: datetime,
        on_file: Callable[[Path], None] = lambda file: None,
        on_plan: Callable[[str], None] = lambda slug: None,
    ) -> None:
        self.folder = folder
        self.files = files
        self.now = now
        self._on_file = on_file
        self._on_plan = on_plan

    def run(self, *, adopt: bool = False, in_full: bool = False) -> Stored:
        """Load what has changed, or, `in_full`, everything; the end is the same.

        Raises `FixtureError` as `read_fixtures` and `store_fixtures` do, with every problem of
        every file; `NotMigrated`; and `DatabaseError`.
        """
        slugs = [file.stem for file in self.files]
        if not (adopt or in_full) and len(set(slugs)) == len(slugs) and _is_ready():
            try:
                return self._changed()
            except (FixtureError, _Overtaken):
                pass  # What is wrong is said of all files together.
        return self._everything(adopt=adopt)

    def _everything(self, *, adopt: bool) -> Stored:
        digests = digests_of_files(self.folder, self.files)
        read_tiles(self.folder)  # pages read it themselves; here it is only checked
        fixtures = read_fixtures(self.folder, self.files, on_plan=self._on_file)
        if not is_migrated():
            raise NotMigrated
        digests = self._settled(digests)
        with transaction.atomic():
            stored = self._store(fixtures, adopt=adopt, shared_too=True)
            keep(digests, stored, fixtures.plans, shared_too=True)
        return stored

    def _changed(self) -> Stored:
        digests = digests_of_files(self.folder, self.files)
        seen = look(digests)
        if seen.changed or seen.shared_changed:
            read_tiles(self.folder)
            fixtures = self._read(seen)
            digests = self._settled(digests)
            with transaction.atomic():
                wait_for_others()
                if _kept() != {name: row.digest for name, row in seen.kept.items()}:
                    raise _Overtaken
                stored = self._store(fixtures, shared_too=seen.shared_changed)
                keep(digests, stored, fixtures.plans, shared_too=seen.shared_changed)
        else:
            stored = Stored()
        return self._with_unchanged(stored, seen)

    def _read(self, seen: Seen) -> Fixtures:
        """The plans that have changed, and all that then have to be loaded with them: a file may
        name another region or plan than the rows to which it led before."""
        reading = Reading(self.folder, self._on_file)
        ties = {slug: set(its) for slug, its in seen.ties.items()}
        wanted, read = set(seen.changed), dict[Path, CheckedPlan]()
        while left := [one for one in self.files if one.stem in wanted and one not in read]:
            plans = reading.read(left)
            reading.refuse()
            read |= zip(left, plans, strict=True)
            for file, plan in read.items():
                its = ties_of(file.stem, [plan.file.plan.region], plans_named(plan))
                ties.setdefault(file.stem, set()).update(its)
            groups = together(ties)
            wanted = {other for slug in wanted for other in groups[slug]}
        reading.refuse()
        plans = [read[file] for file in self.files if file in read]
        check_links(plans)
        return Fixtures(reading.shared, plans)

    def _store(self, fixtures: Fixtures, *, shared_too: bool, adopt: bool = False) -> Stored:
        return store_fixtures(
            fixtures, now=self.now, adopt=adopt, shared_too=shared_too, on_plan=self._on_plan
        )

    def _settled(self, before: FileDigests) -> FileDigests:
        """The digests of what was read: none of a file that somebody wrote to meanwhile."""
        after = digests_of_files(self.folder, self.files)
        return FileDigests(
            before.shared if before.shared == after.shared else None,
            {slug: one if one == after.plans[slug] else None for slug, one in before.plans.items()},
        )

    def _with_unchanged(self, stored: Stored, seen: Seen) -> Stored:
        """Add what wasn't loaded, in the order of the files."""
        loaded = {one.plan.slug: one for one in stored.plans}
        rest = [file.stem for file in self.files if file.stem not in loaded]
        rows = {row.slug: row for row in Plan.objects.filter(slug__in=rest)}
        names = [plan_file(slug) for slug in rest]
        left = left_alone(seen.kept, names if seen.shared_changed else [SHARED, *names])
        stored.regions.left_alone.extend(left.get(SHARED, []))
        for slug in rest:
            tally = SyncCounts(left_alone=left[plan_file(slug)])
            loaded[slug] = Loaded(rows[slug], tally, published=0)
        stored.plans[:] = [loaded[file.stem] for file in self.files]
        return stored


def _is_ready() -> bool:
    """Whether the database can be asked; why it can't is said once the files are read."""
    try:
        return is_migrated()
    except DatabaseError:
        return False


def _kept() -> dict[str, str]:
    return dict(LoadedFile.objects.values_list("name", "digest"))
