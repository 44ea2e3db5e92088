"""Checks a transcribed plan against its own text, the catalogue and the regions."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from siwei.loading.check_document import head_faults
from siwei.loading.check_numbers import NumberCheck
from siwei.loading.check_targets import further_numbers, strives
from siwei.loading.checking import Path
from siwei.loading.clauses import ClauseText
from siwei.loading.numbers import NumberToken, number_tokens
from siwei.loading.plan_file import PlanFile
from siwei.loading.problems import problem
from siwei.loading.quotes import (
    Mark,
    QuoteError,
    find_in_column,
    find_number,
    find_quote,
    refuse_cut_number,
)
from siwei.loading.schema import (
    CitationEntry,
    DatedEntry,
    IndicatorEntry,
    ReportedEntry,
    TargetEntry,
)
from siwei.loading.yaml_source import Source

_PLACE = re.compile(r"正文|附件|第[0-9]+条")


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """A plan that passed: its entries, its clauses, and where each citation's mark stands.

    `units`: for each indicator of the file, in its order, the symbol of the unit it is printed in.
    """

    source: Source
    file: PlanFile
    clauses: dict[str, ClauseText]
    units: list[str]
    marks: dict[Path, Mark] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file as people name it: plans/yangquan-2025.yaml."""
        return plan_file(self.file.plan.slug)


def _marked(quote: str, token: NumberToken, row: DatedEntry) -> Mark:
    """What the page marks of a quotation: the number, of a range both ends."""
    far = row.value_to if isinstance(row, TargetEntry) else None
    ends = [token, *(one for one in number_tokens(quote) if one.value == far)]
    return Mark(min(one.start for one in ends), max(one.end for one in ends))


def plan_file(slug: str) -> str:
    """The name of a plan's file below `fixtures/`."""
    return f"plans/{slug}.yaml"


class PlanCheck(NumberCheck):
    """Collects every problem of one plan, so that a colleague mends them in one go."""

    def run(self) -> CheckedPlan:
        """Fill `problems`; what is returned may be stored only where there are none."""
        head = self.plan.plan
        if head.slug != self.source.file.stem:
            self._say(("plan", "slug"), _("标识“%s”应与文件名相同") % head.slug)
        self._region(("plan", "region"), head.region)
        for key, message in head_faults(head, self.clauses):
            self._say(("plan", key), message)
        self._departments()
        self._indicators()
        self._regions_of_tables()
        self._years_of_rows()
        self._tasks()
        self._untracked()
        if not self.problems:
            self._check_numbers()
        return CheckedPlan(self.source, self.plan, self.clauses, self.units_of, self.marks)

    # Departments

    def _departments(self) -> None:
        owner: dict[str, str] = {}
        names = {entry.name for entry in self.plan.departments}
        for i, entry in enumerate(self.plan.departments):
            path: Path = ("departments", i)
            if entry.function not in self.functions:
                self._say((*path, "function"), _("未知的部门职能“%s”") % entry.function)
            self.spellings[entry.name] = {entry.name, *entry.aliases}
            for j, name in enumerate(entry.formerly):
                if name in names:
                    self._say((*path, "formerly", j), _("“%s”仍是部门表里的名称") % name)
            for name in (entry.name, *entry.aliases):
                if name in owner:
                    self._say(path, _("部门名称“%s”重复") % name)
                if name not in self.whole and (name != entry.name or not entry.aliases):
                    self._say(path, _("正文里没有部门“%s”") % name)
                owner[name] = entry.name

    # Indicators

    def _indicators(self) -> None:
        seen: set[tuple[str, str]] = set()
        for i, entry in enumerate(self.plan.indicators):
            path: Path = ("indicators", i)
            region = entry.region or self.plan.plan.region
            if (region, entry.indicator) in seen:
                self._say(path, _("指标“%s”重复") % entry.indicator)
            seen.add((region, entry.indicator))
            self._region((*path, "region"), entry.region)
            self._region_of_rows(path, entry)
            self.units_of.append(self._unit(path, entry))
            if not entry.targets and not entry.reported:
                self._say(path, _("指标“%s”既没有目标值，也没有报告值") % entry.indicator)
            self._responsible(path, entry)
            self._definition(path, entry.definition_note)
            for j, target in enumerate(entry.targets):
                self._definition((*path, "targets", j), target.definition_note)
                self._target((*path, "targets", j), entry, target)
                for citation in target.citations:
                    self._aim((*path, "targets", j), citation.quote, *strives(target))
            self._years(path, entry)
            self._values(path, entry, self.units_of[-1])
            for kind, rows in (("targets", entry.targets), ("reported", entry.reported)):
                for j, row in enumerate(rows):
                    self._dated((*path, kind, j), entry, row)

    def _responsible(self, path: Path, entry: IndicatorEntry) -> None:
        """The departments are those of the clause, or of the work that the plan assigns to it."""
        first = [*entry.targets, *entry.reported][:1]
        key = first[0].citations[0].clause if first else ""
        assigned = [
            one
            for task in self.plan.tasks
            for one in task.assignments
            if key in (task.clause, one.clause)
        ]
        here = (*path, "departments")
        pairs = entry.departments.in_order()
        if assigned and not pairs:
            words = _("条款“%(key)s”已有责任单位，指标“%(name)s”却没有写")
            self._say(path, words % {"key": key, "name": entry.name})
        named_in = [one.departments_in for one in self.plan.tables if key in one.rows]
        keys = (key, *filter(None, named_in), *(one.clause for one in assigned))
        places = [self.clauses.get(one) for one in keys]
        self._named(here, (name for name, _role in pairs), *places)
        duties = [pair for one in assigned for pair in one.in_order()]
        for pair in pairs:
            if pair not in duties and pair[0] in (name for name, _role in duties):
                self._say(here, _("“%s”的职责与条款的职责分工不一致") % pair[0])

    def _definition(self, path: Path, note: str) -> None:
        """Comparisons take two plans for alike whose notes have the same words."""
        if _PLACE.search(note):
            words = _("口径说明按文字比较，不要写条款号，出处写进 note：“%s”")
            self._say((*path, "definition_note"), words % note)

    def _dated(self, path: Path, entry: IndicatorEntry, row: DatedEntry) -> None:
        stated = False
        seen: set[tuple[str, Mark]] = set()
        for k, citation in enumerate(row.citations):
            here = (*path, "citations", k)
            stated |= self._citation(here, entry, row, citation, first=not stated)
            if here in self.marks:
                place = (citation.clause, self.marks[here])
                if place in seen:
                    self._say(here, _("同一处文字引用了两次"))
                seen.add(place)
        if row.value is not None and not stated:
            self._say(path, _("没有一条引文写明数值 %s") % row.value)
        if row.value is None and isinstance(row, ReportedEntry):
            self._say(path, _("报告值必须有数值"))

    def _citation(
        self,
        path: Path,
        entry: IndicatorEntry,
        row: DatedEntry,
        citation: CitationEntry,
        *,
        first: bool,
    ) -> bool:
        """Check one citation; true where it states the value that is adopted."""
        clause = self._clause((*path, "clause"), citation.clause)
        if clause is None:
            return False
        try:
            if citation.column:
                head = self.heads.get(clause.key)
                start = find_in_column(clause, head, citation.column, citation.quote)
            else:
                start = find_quote(clause, citation.quote)
            value = citation.value if citation.value is not None else row.value
            if citation.states == "base_year" and row.base_year is not None:
                find_number(citation.quote, Decimal(row.base_year))
            if citation.states in ("base_year", "words") or value is None:
                self._year_of_column(path, entry, row, citation, start)
                self.marks[path] = Mark(start, start + len(citation.quote))
                self._account_years(clause, start, citation.quote, row)
                return False
            token = find_number(citation.quote, value)
            self._year_of_column(path, entry, row, citation, start + token.start)
            refuse_cut_number(clause, start + token.start, start + token.end)
        except QuoteError as error:
            self._say((*path, "quote"), str(error))
            return False
        if first and citation.value is None and str(token.value) != str(value):
            self._say((*path, "quote"), _("原文写作 %s，请照写") % token.value)
        self.marks[path] = _marked(citation.quote, token, row).moved(start)
        self.accounting.account(clause.key, start + token.start, start + token.end)
        self._account_years(clause, start, citation.quote, row)
        if citation.column:
            self.accounting.account_column(clause.key, citation.column)
        return citation.value is None

    def _account_years(self, clause: ClauseText, start: int, quote: str, row: DatedEntry) -> None:
        told = {row.year, row.base_year, *further_numbers(row)}
        for token in number_tokens(quote):
            if token.value in told:
                self.accounting.account(clause.key, start + token.start, start + token.end)

    # Numbers

    def _untracked(self) -> None:
        for i, entry in enumerate(self.plan.untracked):
            path: Path = ("untracked", i)
            clause = self._clause((*path, "clause"), entry.clause)
            if clause is None:
                continue
            if not number_tokens(entry.quote):
                self._say((*path, "quote"), _("这段引文里没有数字，无须列出"))
            start = clause.text.find(entry.quote)
            if start < 0:
                self._say(
                    (*path, "quote"),
                    _("条款“%(key)s”里没有这句话：“%(quote)s”")
                    % {"key": clause.key, "quote": entry.quote},
                )
            while start >= 0:
                self.accounting.account(clause.key, start, start + len(entry.quote))
                start = clause.text.find(entry.quote, start + 1)

    def _check_numbers(self) -> None:
        for clause, token in self.accounting.left_over():
            around = clause.text[max(0, token.start - 10) : token.end + 10].replace("\n", " ")
            message = _(
                "条款“%(key)s”的数字 %(value)s 没有着落（引用它，或列入 untracked）：…%(around)s…"
            ) % {"key": clause.key, "value": token.value, "around": around}
            text = self.source.file.with_suffix(".txt")
            self.problems.append(problem(text, clause.line, message))
