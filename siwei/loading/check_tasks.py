"""Checks the work of a transcribed plan: tasks, items, assignments and milestones."""

import re

from django.utils.translation import gettext as _

from siwei.loading.checking import Checking, Path
from siwei.loading.clauses import ClauseText
from siwei.loading.schema import AssignmentEntry, MilestoneEntry, TaskEntry
from tasks.rules.due_words import due_day

# 2027年前 may end with the year before.
# What a day can be told by, if only with a year from a heading.
_TIME = re.compile("[0-9〇○零一二三四五六七八九十]|年|月|季|末|底")
FIRST_YEAR, LAST_YEAR = 2000, 2100
_YEAR = re.compile("([0-9]{4})(?!年(?:以|之)?前)")
# 7. or （七） or 七、 before the words of a heading
_NUMBERED = re.compile(r"^[（(]?[0-9一二三四五六七八九十]+[）).．、]\s*")
_HEADS = ("section", "subsection")
_EVERY_COUNTY = re.compile(r"(各|每个)县")


class TaskCheck(Checking):
    """Says what is wrong with the tasks."""

    def _tasks(self) -> None:
        keys: set[str] = set()
        for i, task in enumerate(self.plan.tasks):
            path: Path = ("tasks", i)
            if task.key in keys:
                self._say(path, _("任务“%s”重复") % task.key)
            keys.add(task.key)
            clause = self._clause((*path, "clause"), task.clause)
            if clause is not None:
                self._headings(path, task, clause)
            self._items(path, task)
            for j, assignment in enumerate(task.assignments):
                self._assignment((*path, "assignments", j), task, assignment)
            for j, milestone in enumerate(task.milestones):
                self._milestone((*path, "milestones", j), milestone)

    def _headings(self, path: Path, task: TaskEntry, clause: ClauseText) -> None:
        """Title and group are those of the body, whatever an annex calls them."""
        title = _NUMBERED.sub("", clause.heading).rstrip("。")
        if title and task.title != title:
            self._say((*path, "title"), _("正文的标题是“%s”，任务照写") % title)
        group = ""
        for one in self.clauses.values():
            if one.key == clause.key:
                break
            if one.kind in _HEADS and one.kind != clause.kind:
                group = one.heading.rstrip("。")
        if group and task.group.label != group:
            self._say((*path, "group", "label"), _("正文里这一组的标题是“%s”，照写") % group)

    def _items(self, path: Path, task: TaskEntry) -> None:
        numbers: set[int] = set()
        for j, item in enumerate(task.items):
            here = (*path, "items", j)
            if item.number in numbers:
                self._say(here, _("具体任务 %s 重复") % item.number)
            numbers.add(item.number)
            clause = self._clause((*here, "clause"), item.clause)
            if clause is not None and item.text not in clause.text:
                self._say((*here, "text"), _("条款“%s”里没有这项具体任务的原话") % clause.key)

    def _assignment(self, path: Path, task: TaskEntry, assignment: AssignmentEntry) -> None:
        clause = self._clause((*path, "clause"), assignment.clause)
        pairs = assignment.in_order()
        if not pairs:
            self._say(path, _("这项分工没有部门"))
        self._named(path, (name for name, _role in pairs), clause)
        missing = set(assignment.items) - {item.number for item in task.items}
        if missing:
            self._say(
                (*path, "items"), _("任务里没有具体任务 %s") % "、".join(map(str, sorted(missing)))
            )

    def _milestone(self, path: Path, milestone: MilestoneEntry) -> None:
        for code in milestone.regions:
            self._region((*path, "regions"), code)
        self._counties(path, milestone)
        self._aim((*path, "text"), milestone.quote, milestone.due_text, milestone.text)
        self._account_quote((*path, "quote"), milestone.clause, milestone.quote)
        clause = self.clauses.get(milestone.clause)
        if clause is not None and milestone.due_text not in f"{clause.heading}\n{clause.text}":
            self._say(
                (*path, "due_text"),
                _("条款“%(key)s”里没有这句话：“%(quote)s”")
                % {"key": clause.key, "quote": milestone.due_text},
            )
        self._due((*path, "due_on"), milestone)

    def _due(self, path: Path, milestone: MilestoneEntry) -> None:
        """A day that is written agrees with the words; where they tell none by themselves, with
        what they tell once their year is known, or at least with that year."""
        written, told = milestone.due_on, due_day(milestone.due_text)
        if written is None:
            return
        if told is None and not _TIME.search(milestone.due_text):
            words = _("原文“%(due_text)s”没有说哪一天，不写 due_on")
            self._say(path, words % {"due_text": milestone.due_text})
            return
        if told is None and not _YEAR.search(milestone.due_text):
            told = due_day(f"{written.year}年{milestone.due_text.removeprefix('年')}")
        if not FIRST_YEAR <= written.year <= LAST_YEAR:
            self._say(path, _("到期日 %s 不在规划所及的年份里") % written)
        elif told is None:
            years = {int(year) for year in _YEAR.findall(milestone.due_text)}
            if years and written.year not in years:
                words = _("到期日 %(due_on)s 与原文“%(due_text)s”不是同一年")
                self._say(path, words % {"due_on": written, "due_text": milestone.due_text})
        elif written != told:
            words = _("原文“%(due_text)s”的到期日是 %(told)s，不是 %(due_on)s；可以不写 due_on")
            values = {"due_on": written, "told": told, "due_text": milestone.due_text}
            self._say(path, words % values)

    def _counties(self, path: Path, milestone: MilestoneEntry) -> None:
        """A milestone of counties has them: those that its words name, or all of the region."""
        every = _EVERY_COUNTY.search(milestone.text) is not None
        missing = [
            f"{region.name} {code}"
            for code, region in self.regions.items()
            if region.parent == self.plan.plan.region and code not in milestone.regions
            if every or region.name in milestone.text
        ]
        if missing:
            self._say((*path, "regions"), _("时限节点说到的县没有列出：%s") % "、".join(missing))
