"""Checks what plans say of one another: amendments, targets set elsewhere, supersession."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from indicators.plans.rules.enums import PlanStatus
from siwei.loading.check import CheckedPlan
from siwei.loading.check_document import early_fault, in_force_fault, late_fault
from siwei.loading.check_stored_links import contradictions
from siwei.loading.checking import Path
from siwei.loading.clauses import whole_text
from siwei.loading.links import Amending, KnownPlan, TargetKey, amending_of, targets_of
from siwei.loading.problems import FileProblem, FixtureError


def check_links(
    plans: Sequence[CheckedPlan], stored: Iterable[KnownPlan] | None = None
) -> Mapping[TargetKey, TargetKey]:
    """Whom each amending target of `plans` amends.

    `stored`: the plans of the database that no file of this load brings; None where there is no
    database to ask, and a plan that isn't among the files is left unchecked. Raises
    `FixtureError` with every problem.
    """
    check = LinkCheck(plans, stored)
    links = check.run()
    if check.problems:
        raise FixtureError(check.problems)
    return links


class LinkCheck:
    """Collects every problem of every file."""

    def __init__(
        self, plans: Sequence[CheckedPlan], stored: Iterable[KnownPlan] | None = None
    ) -> None:
        self.plans = plans
        self.asks_database = stored is not None
        self.stored = {one.slug: one for one in stored or ()}
        self.known = self.stored | {one.slug: one for one in map(_known, plans)}
        self.problems: list[FileProblem] = []
        self._links: dict[TargetKey, TargetKey] = {}
        self._amended_by: dict[TargetKey, str] = {
            amended: one.slug for one in self.stored.values() for amended in one.amends.values()
        }

    def run(self) -> Mapping[TargetKey, TargetKey]:
        """Fill `problems`; the links hold only where there are none."""
        for checked in self.plans:
            for one in amending_of(checked):
                self._amending(checked, one)
            self._superseding(checked)
            for path, message in contradictions(checked, self.stored.values()):
                self._say(checked, path, message)
        for checked in self.plans:
            for one in amending_of(checked):
                self._circle(checked, one)
        return self._links

    def _say(self, checked: CheckedPlan, path: Path, message: str) -> None:
        self.problems.append(checked.source.problem(path, message))

    # Amendments

    def _amending(self, checked: CheckedPlan, one: Amending) -> None:
        path: Path = (*one.path, "amends")
        if self._is_draft(checked, path):
            return
        plan = self._plan(checked, (*path, "plan"), one.amends.plan, one.key.plan)
        if plan is None:
            return
        wanted = self._amended(checked, path, one, plan)
        if wanted is None:
            return
        other = self._amended_by.setdefault(wanted, one.key.plan)
        if other != one.key.plan or wanted in self._links.values():
            words = _("规划“%(plan)s”的这个目标已由“%(other)s”修订；再次修订的，请写修订后的目标")
            self._say(checked, path, words % {"plan": plan.slug, "other": other})
        self._links[one.key] = wanted
        self._year(checked, one)
        self._day(checked, one, plan, plan.days[wanted] or plan.issued_on)

    def _amended(
        self, checked: CheckedPlan, path: Path, one: Amending, plan: KnownPlan
    ) -> TargetKey | None:
        """The target of `plan` that is meant: of the same region and indicator."""
        pair = (one.key.region, one.key.indicator)
        alike = [key for key in plan.days if (key.region, key.indicator) == pair]
        if not alike:
            words = _("规划“%(plan)s”里没有行政区%(region)s的指标“%(indicator)s”")
            self._say(checked, path, words % {"plan": plan.slug, **_pair(one.key)})
            return None
        period = (one.amends.year, one.amends.base_year)
        found = [key for key in alike if (key.year, key.base_year) == period]
        if len(found) > 1:  # a standing limit and a goal without a year
            found = [key for key in found if key.goal is one.key.goal]
        if found:
            return found[0]
        words = _("规划“%(plan)s”的指标“%(indicator)s”没有这个目标：年份%(year)s，基期年%(base)s")
        known = {
            "plan": plan.slug,
            "indicator": one.key.indicator,
            "year": one.amends.year or _("（不限）"),
            "base": one.amends.base_year or _("（无）"),
        }
        self._say(checked, path, words % known)
        return None

    def _day(
        self, checked: CheckedPlan, one: Amending, plan: KnownPlan, begins: date | None
    ) -> None:
        if one.day is None:
            words = _("修订须写明从哪一天起（effective_on），或规划有 issued_on")
            self._say(checked, one.path, words)
            return
        path: Path = (*one.path, "effective_on")
        if begins is not None and one.day < begins:
            words = _("修订的生效日期%(day)s早于被修订目标的日期%(begins)s")
            self._say(checked, path, words % {"day": one.day, "begins": begins})
        elif fault := (
            early_fault(one.day, checked.file.plan, checked.clauses, one.note)
            or in_force_fault(one.day, _cited(checked, one), one.note)
        ):
            self._say(checked, path, fault)
        if fault := late_fault(one.day, one.amends.year, checked.file.plan):
            self._say(checked, path, fault)
        head = checked.file.plan
        if head.supersedes == plan.slug:
            words = _("本规划已代替“%s”，不必再修订它的目标")
            self._say(checked, (*one.path, "amends"), words % plan.slug)
        for later in self.known.values():
            ended = later.supersedes_on if later.supersedes == plan.slug else None
            if later.slug != head.slug and ended is not None and ended <= one.day:
                words = _("规划“%(plan)s”自%(day)s起已由“%(other)s”代替，不能再修订")
                known = {"plan": plan.slug, "day": ended, "other": later.slug}
                self._say(checked, (*one.path, "amends"), words % known)

    def _year(self, checked: CheckedPlan, one: Amending) -> None:
        """The same year is amended, unless the sentence moves the target to another one."""
        years = (one.amends.year, one.target.year)
        words = [citation.quote for citation in one.target.citations]
        if None in years or years[0] == years[1]:
            return
        if all(any(f"{year}年" in quote for quote in words) for year in years):
            return
        message = _(
            "修订的是%(old)s年的目标，这里写的却是%(year)s年；推迟或提前的，引文须写明这两年"
        )
        self._say(checked, (*one.path, "year"), message % {"old": years[0], "year": years[1]})

    def _circle(self, checked: CheckedPlan, one: Amending) -> None:
        links = {key: to for plan in self.stored.values() for key, to in plan.amends.items()}
        links |= self._links
        seen, key = {one.key}, links.get(one.key)
        while key is not None and key not in seen:
            seen.add(key)
            key = links.get(key)
        if key == one.key:
            self._say(checked, (*one.path, "amends"), _("修订关系绕成了一圈"))

    # Supersession

    def _superseding(self, checked: CheckedPlan) -> None:
        head = checked.file.plan
        path: Path = ("plan", "supersedes")
        if head.supersedes is None or self._is_draft(checked, path):
            return
        plan = self._plan(checked, path, head.supersedes, head.slug)
        if plan is None:
            return
        if plan.region != head.region:
            words = _("只能代替同一行政区的规划：“%(plan)s”是%(region)s的")
            self._say(checked, path, words % {"plan": plan.slug, "region": plan.region})
        day = head.superseding_day
        if day is not None and plan.issued_on is not None and day < plan.issued_on:
            words = _("代替的日期%(day)s早于“%(plan)s”的印发日期%(issued)s")
            known = {"day": day, "plan": plan.slug, "issued": plan.issued_on}
            self._say(checked, ("plan", "supersedes_on"), words % known)
        elif day is not None and (fault := early_fault(day, head, checked.clauses, head.note)):
            self._say(checked, ("plan", "supersedes_on"), fault)
        others = [
            one.slug
            for one in self.known.values()
            if one.supersedes == plan.slug and one.slug != head.slug
        ]
        if others:
            words = _("规划“%(plan)s”已由“%(other)s”代替")
            self._say(checked, path, words % {"plan": plan.slug, "other": others[0]})
        seen, slug = {head.slug}, plan.slug
        while slug not in seen and slug in self.known and self.known[slug].supersedes:
            seen.add(slug)
            slug = self.known[slug].supersedes or ""
        if slug == head.slug:
            self._say(checked, path, _("代替关系绕成了一圈"))

    def _is_draft(self, checked: CheckedPlan, path: Path) -> bool:
        """Says so of a draft, which changes nothing of what other plans say."""
        draft = checked.file.plan.status is PlanStatus.DRAFT
        if draft:
            self._say(checked, path, _("征求意见稿还不作数，不能修订或代替别的规划"))
        return draft

    def _plan(self, checked: CheckedPlan, path: Path, slug: str, own: str) -> KnownPlan | None:
        """The plan of that slug, or None; says so where there is none."""
        if slug == own:
            self._say(checked, path, _("规划不能修订或代替它自己"))
            return None
        plan = self.known.get(slug)
        if plan is None and self.asks_database:
            words = _("没有规划“%s”：所给文件里没有，数据库里也没有；请一并载入")
            self._say(checked, path, words % slug)
        return plan


def _known(checked: CheckedPlan) -> KnownPlan:
    head = checked.file.plan
    amending = {one.key: one.day for one in amending_of(checked)}
    return KnownPlan(
        slug=head.slug,
        region=head.region,
        issued_on=head.issued_on,
        supersedes=head.supersedes,
        supersedes_on=head.superseding_day,
        days={key: amending.get(key) for _path, key, _target in targets_of(checked)},
        amends={},
    )


def _cited(checked: CheckedPlan, one: Amending) -> str:
    """The clauses that an amendment cites."""
    return whole_text(
        {cited.clause: checked.clauses[cited.clause] for cited in one.target.citations}
    )


def _pair(key: TargetKey) -> dict[str, str]:
    return {"region": key.region, "indicator": key.indicator}
