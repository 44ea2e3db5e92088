"""Puts beside each number the sentence that promised it and who approved it."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from django.utils.timezone import localtime

from common.tables import Passport, Stamped
from indicators.actuals.selectors.passports import passports
from indicators.plans.api.plans import TargetViewSet
from indicators.plans.selectors.plans import plans
from siwei.assistants.api.lists import Asker
from siwei.assistants.selectors.approvals import Approval, approvals

Row = dict[str, Any]


def documents(asker: Asker, slugs: Collection[str]) -> dict[str, Row]:
    """What identifies each of these plans in a citation. One query."""
    return {
        plan.slug: {
            "plan": plan.slug,
            "title": plan.title,
            "doc_number": plan.doc_number,
            "issuer": plan.issuer,
            "issued_on": plan.issued_on,
            "address": asker.address(f"/plans/{plan.slug}/"),
        }
        for plan in plans().filter(slug__in=slugs)
    }


def clause_address(asker: Asker, plan: str, clause: str) -> str:
    return asker.address(f"/plans/{plan}/") + f"#{quote(clause)}"


def sentences(asker: Asker, target: Row) -> list[Row]:
    """The words that promise a target: a row of `targets/`."""
    return [
        {
            "quote": one["quote"],
            "stated_value": one["stated_value"],
            "clause": one["clause"],
            "address": clause_address(asker, target["plan"], one["clause"]),
        }
        for one in target["citations"]
    ]


def cited_targets(asker: Asker, rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    """The targets of the promises that `rows` (with `plan`, `indicator`, `set_by`) rest on, each
    with its sentences, by plan and indicator; with those of the documents that amend them."""
    known = list(rows)
    slugs = {slug for row in known for slug in (row["plan"], row.get("set_by")) if slug}
    if not slugs:
        return {}
    asked = {
        "plan": ",".join(sorted(slugs)),
        "indicator": ",".join(sorted({row["indicator"] for row in known})),
    }
    found: dict[tuple[str, str], list[Row]] = {}
    for target in asker.ask(TargetViewSet, asked).rows:
        said = {name: target[name] for name in ("year", "base_year", "value", "printed_unit")}
        one = said | {"wording": target["wording"], "sentences": sentences(asker, target)}
        found.setdefault((target["plan"], target["indicator"]), []).append(one)
    return found


def approval_row(asker: Asker, passport: Passport, approval: Approval | None) -> Row | None:
    if approval is None:
        return None
    return {
        "action": approval.action.value,
        "organ": approval.organ,
        "by": approval.by,
        "at": localtime(approval.at),
        "version": passport.version,
        "hash": approval.hash,
        "address": asker.address(f"/actuals/{passport.key}/"),
    }


def with_approvals(asker: Asker, rows: list[Row]) -> list[Row]:
    """Rows of `actuals/` as they were published, each with who approved it."""
    of_rows = [Passport(row["key"], row["version"]) for row in rows]
    found = approvals(passports=frozenset(of_rows), user=asker.request.user)
    return [
        row | {"approval": approval_row(asker, passport, found.get(passport))}
        for row, passport in zip(rows, of_rows, strict=True)
    ]


def approvals_of_verdicts(asker: Asker, rows: list[Row]) -> list[Row | None]:
    """Of each row (with `region`, `indicator`, `year`, `actual`) who approved its value; None where
    there is none, and of a number that was computed."""
    known = passports(
        regions={row["region"] for row in rows},
        indicators={row["indicator"] for row in rows},
        years={row["year"] for row in rows},
    )
    published: dict[tuple[str, str, int], list[Stamped]] = {}
    for key, stamped in known.values.items():
        published.setdefault((key.region, key.indicator, key.year), []).append(stamped)
    of_rows = [_passport(row, published) for row in rows]
    wanted = frozenset(one for one in of_rows if one is not None)
    found = approvals(passports=wanted, user=asker.request.user)
    return [None if one is None else approval_row(asker, one, found.get(one)) for one in of_rows]


def _passport(row: Row, published: Mapping[tuple[str, str, int], list[Stamped]]) -> Passport | None:
    """A reduction may have values of several base years: the one that was judged is meant."""
    values = published.get((row["region"], row["indicator"], row["year"]), [])
    return next((one.passport for one in values if one.value == row["actual"]), None)
