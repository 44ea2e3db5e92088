"""What is still to be filled in a plan that `new_plan` has laid out: the lines that say so."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from siwei.loading.problems import FileProblem, problem, shortened
from siwei.loading.texts import read_text

# No document prints these; a line that holds them, even in a comment, is not finished.
GAP = "【待填】"


def gaps(file: Path) -> Iterator[FileProblem]:
    """A problem for each line of `file` that is still to be filled.

    Raises `FixtureError` for a file that can't be read.
    """
    for number, line in enumerate(read_text(file).splitlines(), start=1):
        if GAP in line:
            words = _("还没有填：%s") % shortened(line.strip())
            yield problem(file, number, words)
