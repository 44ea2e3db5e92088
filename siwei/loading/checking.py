"""What every check of a plan needs: its clauses, its departments, and a list of problems."""

from collections.abc import Iterable
from typing import TypeAlias

from django.utils.translation import gettext as _

from siwei.loading.accounting import NumberAccount
from siwei.loading.clauses import ClauseText, whole_text
from siwei.loading.heads import heads_of
from siwei.loading.plan_file import PlanFile
from siwei.loading.problems import FileProblem
from siwei.loading.quotes import Mark, QuoteError, find_quote
from siwei.loading.regions import PlanRegions
from siwei.loading.shared import Shared
from siwei.loading.yaml_source import Source

Path: TypeAlias = tuple[str | int, ...]
STRIVES = "力争"


class Checking:
    """The plan at hand, and the mistakes found so far."""

    def __init__(
        self,
        source: Source,
        plan: PlanFile,
        clauses: dict[str, ClauseText],
        shared: Shared,
        problems: Iterable[FileProblem] = (),
    ) -> None:
        self.source = source
        self.plan = plan
        self.clauses = clauses
        self.whole = whole_text(clauses)
        self.catalogue = shared.catalogue
        self.regions = shared.regions
        self.scope = PlanRegions(plan.plan.region, shared.regions)
        self.functions = shared.functions
        self.units = shared.unit_table
        self.heads = heads_of(clauses)
        self.accounting = NumberAccount(clauses)
        self.spellings: dict[str, set[str]] = {}
        self.marks: dict[Path, Mark] = {}
        self.units_of: list[str] = []
        self.problems = list(problems)

    def _say(self, path: Path, message: str) -> None:
        self.problems.append(self.source.problem(path, message))

    def _region(self, path: Path, code: str | None) -> None:
        """It is known, and lies in that of the plan."""
        if code is not None and code not in self.regions:
            self._say(path, _("行政区划表里没有“%s”") % code)
        elif code is not None and not self.scope.holds(code):
            words = _("“%(name)s”（%(code)s）不在规划的行政区%(own)s之内")
            known = {"name": self.regions[code].name, "code": code, "own": self.plan.plan.region}
            self._say(path, words % known)

    def _clause(self, path: Path, key: str) -> ClauseText | None:
        clause = self.clauses.get(key)
        if clause is None:
            self._say(path, _("正文里没有条款“%s”") % key)
        return clause

    def _named(self, path: Path, names: Iterable[str], *clauses: ClauseText | None) -> None:
        """Each name is in the plan's list, and one of the clauses really names it."""
        known = [clause for clause in clauses if clause is not None]
        words = "\n".join(f"{clause.heading}{clause.text}" for clause in known)
        for name in names:
            if name not in self.spellings:
                self._say(path, _("本规划的部门表里没有“%s”") % name)
            elif known and not any(spelling in words for spelling in self.spellings[name]):
                keys = "、".join(dict.fromkeys(clause.key for clause in known))
                self._say(path, _("条款“%(key)s”没有提到“%(name)s”") % {"key": keys, "name": name})

    def _account_quote(self, path: Path, key: str, quote: str) -> None:
        clause = self._clause(path, key)
        if clause is None:
            return
        try:
            start = find_quote(clause, quote)
        except QuoteError as error:
            self._say(path, str(error))
            return
        self.accounting.account(key, start, start + len(quote))

    def _aim(self, path: Path, quote: str, *told: str) -> None:
        """What the paper only strives for (力争) is told as such."""
        if STRIVES in quote and not any(STRIVES in words for words in told):
            self._say(path, _("原文写的是“力争”，这里没有写明：“%s”") % quote)
