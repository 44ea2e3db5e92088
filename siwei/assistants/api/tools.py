"""What an assistant can ask: each tool is a list of the API, with the sentence that promised and
the organ that approved beside every number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from common.moments import asked_moment
from common.past import reading
from departments.api import RegionViewSet
from indicators.actuals.api.actuals import ActualViewSet
from indicators.assessments.api import AssessmentViewSet, ComparisonViewSet
from indicators.plans.api.plans import IndicatorViewSet, PlanViewSet, TargetViewSet
from siwei.assistants.api import citing, comparing
from siwei.assistants.api.lists import Answer, Asker
from siwei.assistants.selectors.clauses import clauses_with

Arguments = Mapping[str, str]
Sent = Mapping[str, str | int]  # as an assistant writes them: 2025 or "2025"
Result = dict[str, Any]
# As many rows as an assistant reads at once.
MOST = 200
CLAUSES = 50

_REGION = "GB/T 2260 codes, a comma list: 140300,140100. find_codes knows them."
_INDICATOR = "Codes of the catalogue, a comma list: total_water_use. find_codes knows them."
_YEAR = "2025, or a range: 2023:2030."
_AS_OF = "A day or time: the answer as it would have been then. Left out: now."


@dataclass(frozen=True, slots=True)
class Tool:
    """`parameters`: what each means, by name. `run` raises what the list of the API raises."""

    name: str
    title: str
    description: str
    parameters: Mapping[str, str]
    run: Callable[[Asker, Arguments], Result]
    required: tuple[str, ...] = ()

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {
                name: {
                    "type": ["string", "integer"],
                    "minLength": 1,
                    "maxLength": 500,
                    "description": said,
                }
                for name, said in self.parameters.items()
            },
            "required": list(self.required),
            "additionalProperties": False,
        }


def run(tool: Tool, asker: Asker, arguments: Sent) -> Result:
    """The answer of a tool, of now or of the moment that is asked for."""
    asked = {name: str(said) for name, said in arguments.items()}
    with reading(asked_moment(asked)):
        return tool.run(asker, asked)


def find_codes(asker: Asker, arguments: Arguments) -> Result:
    asked = {"search": arguments["search"]}
    regions = asker.ask(RegionViewSet, asked, size=MOST)
    indicators = asker.ask(IndicatorViewSet, asked, size=MOST)
    return {
        "regions": [_some(row, "code", "name", "name_en", "level") for row in regions.rows],
        "indicators": [
            _some(row, "code", "name", "name_en", "unit", "direction", "definition")
            for row in indicators.rows
        ],
        "more": regions.more or indicators.more,
    }


def search_plans(asker: Asker, arguments: Arguments) -> Result:
    words, narrowed = arguments["words"].split(), {**arguments}
    narrowed.pop("words")
    within = [row["slug"] for row in asker.ask(PlanViewSet, narrowed).rows] if narrowed else None
    found = list(clauses_with(words, plans=within)[: CLAUSES + 1])
    clauses = found[:CLAUSES]
    plans = citing.documents(asker, {one.plan.slug for one in clauses})
    return {
        "clauses": [
            {
                "plan": one.plan.slug,
                "clause": one.key,
                "heading": one.heading,
                "text": one.text,
                "address": citing.clause_address(asker, one.plan.slug, one.key),
            }
            for one in clauses
        ],
        "plans": list(plans.values()),
        "more": len(found) > len(clauses),
    }


def promises(asker: Asker, arguments: Arguments) -> Result:
    answer = asker.ask(TargetViewSet, arguments, size=MOST)
    rows = [
        {name: said for name, said in row.items() if name != "citations"}
        | {"sentences": citing.sentences(asker, row)}
        for row in answer.rows
    ]
    return _listed(asker, answer, rows)


def values(asker: Asker, arguments: Arguments) -> Result:
    answer = asker.ask(ActualViewSet, {**arguments, "published": "true"}, size=MOST)
    working = ("may", "warnings", "remarks", "explanation")
    rows = [
        {name: said for name, said in row.items() if name not in working}
        for row in citing.with_approvals(asker, answer.rows)
    ]
    return {"results": rows, "more": answer.more}


def verdicts(asker: Asker, arguments: Arguments) -> Result:
    answer = asker.ask(AssessmentViewSet, arguments, size=MOST)
    return _listed(asker, answer, _judged(asker, answer.rows))


def compare(asker: Asker, arguments: Arguments) -> Result:
    """Raises `ValidationError` with the reasons of the rules where regions were named of which
    nothing may be compared."""
    answer = asker.ask(ComparisonViewSet, arguments, size=MOST)
    moment = asked_moment(arguments)
    year = int(arguments.get("year") or moment.today.year - 1)
    known = {"indicator": arguments["indicator"], "year": year}
    rows = _judged(asker, [known | row for row in answer.rows])
    named = [one for one in arguments.get("region", "").split(",") if one]
    compared = comparing.compared(rows, indicator=arguments["indicator"], named=named)
    return _listed(asker, answer, rows) | compared


def _judged(asker: Asker, rows: list[Result]) -> list[Result]:
    """Each with its sentences and its approval."""
    bound = [
        row | {"set_by": (row.get("limit") or row.get("target") or {}).get("set_by")}
        for row in rows
    ]
    targets = citing.cited_targets(asker, bound)
    approved = citing.approvals_of_verdicts(asker, rows)
    return [
        row
        | {
            "promised": [
                one
                for slug in dict.fromkeys((row["plan"], with_set_by["set_by"]))
                for one in targets.get((slug, row["indicator"]), [])
            ],
            "approval": approval,
        }
        for row, with_set_by, approval in zip(rows, bound, approved, strict=True)
    ]


def _listed(asker: Asker, answer: Answer, rows: list[Result]) -> Result:
    plans = citing.documents(asker, {row["plan"] for row in rows})
    return {"results": rows, "plans": list(plans.values()), "more": answer.more}


def _some(row: Result, *names: str) -> Result:
    return {name: row[name] for name in names}


TOOLS = (
    Tool(
        "find_codes",
        "Codes of regions and indicators",
        "The codes by which every other tool names regions and indicators. Begin here.",
        {"search": "A part of a name, in Chinese or English: 阳泉, 用水总量, leakage."},
        find_codes,
        ("search",),
    ),
    Tool(
        "search_plans",
        "Search the texts of the plans",
        "The clauses of the plans that hold all of the words, as printed, with their addresses.",
        {"words": "Chinese words, blanks between them: 再生水 利用率.", "region": _REGION},
        search_plans,
        ("words",),
    ),
    Tool(
        "get_promises",
        "What cities promise",
        "Targets with the sentence that promises each, in the unit that the plan prints "
        "(printed_unit). nature: constraint (binding) or expected. conflict: the plan, or another "
        "document, states another value as well.",
        {"region": _REGION, "indicator": _INDICATOR, "year": _YEAR, "as_of": _AS_OF},
        promises,
    ),
    Tool(
        "get_values",
        "What happened",
        "Published annual values in the unit of the catalogue, each with the organ that approved "
        "it. A value that is null isn't zero: obs_status and withdrawn say why there is none. "
        "approval.action `load`: the plan itself reports it. demo: invented, never cite it.",
        {"region": _REGION, "indicator": _INDICATOR, "year": _YEAR, "as_of": _AS_OF},
        values,
    ),
    Tool(
        "get_verdicts",
        "Is each promise kept",
        "The verdict on each promise in each year, with its reason, the sentences of the promise "
        "and who approved the value. A limit whose basis is `interpolated` or `carried` is an "
        "estimate, not the plan's word.",
        {
            "region": _REGION,
            "indicator": _INDICATOR,
            "year": _YEAR,
            "status": "met, near_limit, breached, missed, on_track, behind, no_data, not_due, "
            "not_assessable.",
            "as_of": _AS_OF,
        },
        verdicts,
    ),
    Tool(
        "compare",
        "One indicator across cities",
        "Targets and values of one indicator in one year side by side. `ranking` holds only what "
        "may be compared; of the others `not_comparable` says why not: repeat that reason, don't "
        "rank them yourself.",
        {
            "indicator": "One code of the catalogue.",
            "year": "One year; left out: last year.",
            "region": _REGION,
            "province": "The code of a province: all its cities.",
            "as_of": _AS_OF,
        },
        compare,
        ("indicator",),
    ),
)
