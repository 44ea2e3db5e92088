"""Every address of the product, what is sent to it, and what each role gets: the table.

A new route stands here under its name; without it tests/siwei/test_routes.py fails. What a role
gets: `ok` (a page or data), `done` (something was changed), `nothing` (an answer, but nothing was
changed), `refused` (nothing was changed, and why), `login` (asked to log in), `forbidden`,
`missing`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

ROLES = (
    *("anonymous", "viewer", "editor", "bureau", "reviewer", "stranger", "administrator"),
    *("provincial", "county_bureau"),
)

# The values of the test, of Yangquan: `PUBLISHED` is approved, `DRAFT` is a draft of the water
# bureau alone, `SUBMITTED` waits for the reviewer. `bureau` is the urban management's clerk,
# `stranger` the reviewer of another province, `provincial` the clerk of the province's water
# department. `COUNTY_DRAFT` is of a county of Yangquan, and `county_bureau` the clerk of that
# department of Yangquan which answers for it, and for nothing of the city. On the task 2.1, which
# is a part of the bureau's work alone, that has reported a milestone as met (`{report}`).
PUBLISHED = "140300.total_water_use.2024"
DRAFT = "140300.irrigation_efficiency.2025"
SUBMITTED = "140300.gdp_water_intensity_reduction.2020-2025"
COUNTY_DRAFT = "140321.total_water_use.2025"
DEPARTMENT = "the water bureau"
EVIDENCE = "a file of the draft"
PROOF = "a file of the report"
PDF = "a file to send"
KEY = "an API key of the editor"
FEED = "a calendar feed of the editor"
SECRET = "the secret of its address"
REPORT = "a report of the bureau"
BATCH = "an import of the editor, of which nothing is written"
BOOK = "a workbook of values to send"

Access = dict[str, str]


def access(otherwise: str, **roles: str) -> Access:
    """The same for everybody but those who are named."""
    return {role: roles.get(role, otherwise) for role in ROLES}


@dataclass(frozen=True)
class Route:
    """A request to the route `name`: who gets what. `sent` is a form or, to the API, JSON."""

    name: str
    access: Access
    at: Mapping[str, object] = field(default_factory=dict)
    method: str = "GET"
    query: str = ""
    sent: Mapping[str, object] = field(default_factory=dict)
    case: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.case}".strip()


OPEN = access("ok")
PERSON = access("ok", anonymous="login")
EVERYWHERE: Mapping[str, object] = {}
REVIEWERS = access("forbidden", anonymous="login", reviewer="ok", stranger="ok")


def open_to_all(*names: str) -> list[Route]:
    return [Route(name, OPEN) for name in names]


def table(
    page: str, at: Mapping[str, object] = EVERYWHERE, access: Access = OPEN, query: str = ""
) -> Route:
    """The table of a page as a file, which has the rights of its page."""
    return Route(f"{page}_table", access, {**at, "kind": "csv"}, query=query)


YANGQUAN = {"code": "140300"}
SDMX_FLOW = {
    **{"context": "dataflow", "agency": "SIWEI", "flow": "ACTUALS"},
    **{"version": "1.0.0", "key": "140300"},
}
SDMX_STRUCTURE = {"kind": "dataflow", "agency": "SIWEI", "id": "ACTUALS", "version": "1.0.0"}
GRID = {"code": "140300", "year": 2025}
COUNTY_GRID = {"code": "140321", "year": 2025}
SAID = {"plan": "yangquan-2025", "task": "2.1", "text": "已完成六成"}
CHART = {"code": "total_water_use", "chart": "trajectory"}
COMPARED = "?indicator=total_water_use&year=2025"
OPENED = {"do": "open", "province": "140000", "year": "2024", "due_on": "2025-04-30"}
TYPED = {f"value:{DRAFT}": "0.625", f"seen:{DRAFT}": "1"}
PASSWORDS = {
    "old_password": "siwei-test",
    "new_password1": "four-waters-2027",
    "new_password2": "four-waters-2027",
}

DATA_SETS = ("actuals", "targets", "assessments", "tasks")

WORK = {"plan": "yangquan-2025", "key": "2.1"}
WORDS = {"text": "请尽快"}
OVERSEES = access(
    "forbidden", anonymous="login", **dict.fromkeys(("editor", "reviewer", "provincial"), "done")
)

PAGES = [
    *open_to_all(
        *("overview", "cities", "changes", "departments", "plans", "indicators", "conflicts"),
        *("tasks", "tasks_matrix_xlsx", "calendar", "reports"),
        *("developers", "data", "data_catalogue"),
    ),
    Route("report_city", OPEN, YANGQUAN | {"year": 2025}),
    Route("report_province", OPEN, {"code": "140000", "year": 2025}),
    Route("report_briefing", OPEN, YANGQUAN | {"year": 2025}),
    Route("briefing", OPEN, query="?region=140300&year=2025"),
    table("briefing", query="?region=140300&year=2025"),
    Route("city", OPEN, YANGQUAN),
    Route("city_plan", OPEN, YANGQUAN),
    Route("city_tasks", OPEN, YANGQUAN),
    Route("city_departments", OPEN, YANGQUAN),
    Route("city_changes", OPEN, YANGQUAN),
    Route("city_verdicts", OPEN, YANGQUAN),
    Route("province", OPEN, {"code": "140000"}),
    table("province", {"code": "140000"}),
    Route("department", OPEN, {"pk": DEPARTMENT}),
    Route("plan", OPEN, {"slug": "yangquan-2025"}),
    Route("indicator", OPEN, {"code": "total_water_use"}),
    Route("task", OPEN, {"plan": "yangquan-2025", "key": "1"}),
    Route("task_evidence", access("ok", anonymous="login", stranger="missing"), {"pk": PROOF}),
    Route("say", access("forbidden", anonymous="login", bureau="ok"), WORK, query="?kind=report"),
    Route(
        "say",
        access("forbidden", anonymous="login", bureau="done"),
        WORK,
        "POST",
        query="?kind=report",
        sent={"state": "in_progress", "text": "已完成一半"},
        case="report",
    ),
    Route("say", OVERSEES, WORK, "POST", query="?kind=urging", sent=WORDS, case="urge"),
    Route(
        "say",
        OVERSEES | {"stranger": "missing"},
        WORK,
        "POST",
        query="?kind=confirmation&about={report}",
        sent=WORDS,
        case="confirm",
    ),
    Route("compare", OPEN, query=COMPARED),
    table("compare", query=COMPARED),
    Route("compare_chart", OPEN, {"chart": "trajectory", "kind": "svg"}, query=COMPARED),
    Route("compare_chart_file", OPEN, {"chart": "trajectory", "kind": "csv"}, query=COMPARED),
    Route("compare_embed", OPEN, {"chart": "trajectory"}, query=COMPARED),
    Route("indicator_chart", OPEN, CHART | {"kind": "json"}),
    Route("indicator_chart_file", OPEN, CHART | {"kind": "csv"}),
    Route("indicator_embed", OPEN, CHART),
    *map(table, ("overview", "cities", "changes", "departments", "plans", "indicators", "tasks")),
    *map(table, ("conflicts", "calendar")),
    table("city", YANGQUAN),
    table("department", {"pk": DEPARTMENT}),
    table("plan", {"slug": "yangquan-2025"}),
    table("indicator", {"code": "total_water_use"}),
    Route("login", OPEN),
    Route(
        "login", access("nothing"), {}, "POST", sent={"username": "rui", "password": "siwei-test"}
    ),
    Route("logout", access("nothing"), {}, "POST"),
    Route("password_change", PERSON),
    Route("password_change", access("done", anonymous="login"), {}, "POST", sent=PASSWORDS),
    Route("password_change_done", PERSON),
    Route("keys", PERSON),
    Route(
        "keys",
        access("done", anonymous="login"),
        {},
        "POST",
        sent={"name": "nightly", "period": "30", "password": "siwei-test"},
    ),
    Route(
        "key_revoke",
        access("missing", anonymous="login", editor="done"),
        {"prefix": KEY},
        "POST",
    ),
    Route("calendar_feeds", PERSON),
    Route(
        "calendar_feeds",
        access("done", anonymous="login", editor="refused", administrator="refused"),
        {},
        "POST",
        case="of one's own work",
    ),
    Route(
        "calendar_feeds",
        access("done", anonymous="login", stranger="refused"),
        {},
        "POST",
        sent={"region": "140300"},
        case="of a city",
    ),
    *(
        Route(name, access("missing", anonymous="login", editor="done"), {"pk": FEED}, "POST")
        for name in ("calendar_feed_renew", "calendar_feed_remove")
    ),
    Route("calendar_feed", OPEN, {"secret": SECRET}),  # whoever knows it needs no log-in
    Route("reminders", PERSON),
    Route("reminders", access("done", anonymous="login"), {}, "POST", sent={"reminders": "off"}),
    Route("audit", access("forbidden", anonymous="login")),  # of whom nobody is an auditor
    Route("audit_csv", access("forbidden", anonymous="login")),
    Route("set_language", OPEN),
    # Of an anonymous reader the browser keeps it, of a person their account.
    Route("set_language", access("done", anonymous="nothing"), {}, "POST", sent={"language": "en"}),
    *open_to_all("healthz", "readyz", "verify"),
    Route(
        "api:assistants",
        access("nothing"),
        method="POST",
        sent={"jsonrpc": "2.0", "id": 1, "method": "tools/list"},
    ),
    # Nothing is kept of the file; a PDF has no passports (tests/siwei/reports/test_verify.py).
    Route("verify", access("refused"), {}, "POST", sent={"file": PDF}),
]

FILLS = access("nothing", anonymous="login", editor="done", provincial="done", stranger="forbidden")
# Only who saved a value takes that back.
UNDOES = access("nothing", anonymous="login", stranger="forbidden")

TEMPLATES = [
    # Nobody gets one with no row for them.
    Route(
        "import_template_city",
        access("ok", anonymous="login", stranger="forbidden", county_bureau="missing"),
        GRID,
    ),
    Route(
        "import_template_province",
        access(
            "forbidden",
            anonymous="login",
            **dict.fromkeys(("reviewer", "administrator", "provincial"), "ok"),
        ),
        {"code": "140000", "year": 2025},
    ),
]

ENTRY_AND_REVIEW = [
    Route("entry_home", PERSON),
    Route("mine", PERSON),
    table("mine", access=PERSON),
    table("entry", GRID, access("ok", anonymous="login", stranger="forbidden")),
    Route("entry", access("ok", anonymous="login", stranger="forbidden"), GRID),
    Route(
        "entry",
        access(
            "nothing", anonymous="login", editor="done", provincial="done", stranger="forbidden"
        ),
        GRID,
        "POST",
        sent=TYPED,
    ),
    Route(
        "entry_row",
        access(
            "nothing",
            anonymous="login",
            editor="done",
            provincial="done",
            stranger="forbidden",
            bureau="missing",
            county_bureau="missing",
        ),
        GRID,
        "POST",
        sent={"row": DRAFT, **TYPED},
    ),
    Route(
        "entry",
        access(
            "forbidden",
            anonymous="login",
            **dict.fromkeys(("editor", "bureau", "viewer"), "ok"),
            **dict.fromkeys(("reviewer", "administrator", "provincial", "county_bureau"), "ok"),
        ),
        COUNTY_GRID,
        case="of a county",
    ),
    Route(
        "entry_row",
        access(
            "nothing",
            anonymous="login",
            stranger="forbidden",
            bureau="missing",
            **dict.fromkeys(("editor", "provincial", "county_bureau"), "done"),
        ),
        COUNTY_GRID,
        "POST",
        sent={"row": COUNTY_DRAFT, f"value:{COUNTY_DRAFT}": "2.2", f"seen:{COUNTY_DRAFT}": "1"},
        case="of a county",
    ),
    Route(
        "entry_paste",
        access("nothing", anonymous="login", stranger="forbidden"),
        GRID,
        "POST",
        sent={"table": '[["0.625"]]', "first": DRAFT, "column": "value", "shown": DRAFT, **TYPED},
    ),
    Route("entry_fill", FILLS, GRID, "POST", sent={"take": DRAFT, **TYPED}),
    Route("entry_undo", UNDOES, GRID, "POST", sent={"undo": f"{DRAFT}@1"}),
    Route("review", REVIEWERS),
    Route(
        "review",
        access("forbidden", anonymous="login", reviewer="done", stranger="refused"),
        {},
        "POST",
        sent={"approve": SUBMITTED, f"seen:{SUBMITTED}": "1"},
    ),
    table("review", access=REVIEWERS),
    Route("review_progress", REVIEWERS),
    Route("reporting_years", REVIEWERS),
    table("reporting_years", access=REVIEWERS),
    Route(
        "reporting_years",
        access("forbidden", anonymous="login", reviewer="done"),
        {},
        "POST",
        sent=OPENED,
    ),
    Route("actual", OPEN, {"key": PUBLISHED}, case="published"),
    Route(
        "actual",
        access("ok", anonymous="missing", stranger="missing"),
        {"key": DRAFT},
        case="draft",
    ),
    Route(
        "actual",
        access("refused", anonymous="login", editor="done", provincial="done", stranger="missing"),
        {"key": DRAFT},
        "POST",
        sent={"do": "submit", "seen": "1"},
        case="submit",
    ),
    Route(
        "actual",
        access("refused", anonymous="login", reviewer="done", stranger="missing"),
        {"key": SUBMITTED},
        "POST",
        sent={"do": "approve", "seen": "1"},
        case="approve",
    ),
    Route(
        "actual",
        access("refused", anonymous="login", reviewer="done"),
        {"key": PUBLISHED},
        "POST",
        sent={"do": "reopen", "seen": "1", "reason": "公报更正"},
        case="reopen",
    ),
    Route(
        "evidence_add",
        access("refused", anonymous="login", editor="done", provincial="done", stranger="missing"),
        {"key": DRAFT},
        "POST",
        sent={"file": PDF, "seen": "1"},
    ),
    Route("evidence", access("ok", anonymous="login", stranger="missing"), {"pk": EVIDENCE}),
    Route(
        "evidence_values",
        access("ok", anonymous="login", stranger="missing"),
        {"pk": EVIDENCE},
    ),
    Route(
        "evidence_values",
        access("refused", anonymous="login", stranger="missing")
        | dict.fromkeys(("editor", "provincial", "county_bureau"), "done"),
        {"pk": EVIDENCE},
        "POST",
        sent={"to": COUNTY_DRAFT, f"seen:{COUNTY_DRAFT}": "1"},
    ),
    Route("evidence_volume", access("ok", anonymous="login", stranger="forbidden"), GRID),
    Route(
        "evidence_remove",
        access("refused", anonymous="login", editor="done", provincial="done", stranger="missing"),
        {"key": DRAFT, "pk": EVIDENCE},
        "POST",
        sent={"seen": "1"},
    ),
]


def decision(name: str, key: str, *, case: str = "", **roles: str) -> Route:
    """An action of the API on a value that only the working state shows."""
    allowed = access("forbidden", anonymous="login", stranger="missing") | roles
    sent = {"reason": "理由"}
    return Route(f"api:actuals-{name}", allowed, {"key": key}, "POST", sent=sent, case=case)


# Before it is written, nobody but who sent it sees an import.
SENDERS = access("missing", anonymous="login", editor="ok")
SENDS = access("done", anonymous="login", viewer="forbidden")
IMPORTED = {"pk": BATCH}

IMPORT = [
    Route("import_home", access("ok", anonymous="login", viewer="forbidden")),
    Route("import_home", SENDS, {}, "POST", sent={"file": BOOK}),
    Route("import_batch", SENDERS, IMPORTED),
    Route("import_batch", SENDERS | {"editor": "nothing"}, IMPORTED, "POST"),
    Route("import_rows", SENDERS, IMPORTED),
    Route("import_commit", SENDERS | {"editor": "done"}, IMPORTED, "POST"),
    Route("import_discard", SENDERS | {"editor": "done"}, IMPORTED, "POST"),
    Route("import_take_back", SENDERS | {"editor": "refused"}, IMPORTED, "POST"),
]

API = [
    *open_to_all(
        "api:api-root",
        *(f"api:{name}-list" for name in ("regions", "departments", "plans", "indicators")),
        *(f"api:{name}-list" for name in ("plan-indicators", "targets", "conflicts", "actuals")),
        *(f"api:{name}-list" for name in ("assessments", "completeness", "tasks", "milestones")),
        "api:series-breaks-list",
        "api:datapackage",
        "api:changes-list",
        "schema",
        "api-docs",
    ),
    *open_to_all(
        *(f"api:datasets-{name}-jsonstat.json" for name in ("actuals", "targets")),
        *(f"api:datasets-{name}-sdmx.csv" for name in ("actuals", "targets")),
    ),
    Route("api:sdmx-data", OPEN, SDMX_FLOW),
    Route("api:sdmx-data-any", OPEN, {"context": "dataflow", "agency": "SIWEI", "flow": "TARGETS"}),
    Route("api:sdmx-availability", OPEN, SDMX_FLOW | {"component": "*"}),
    Route("api:sdmx-availability-any", OPEN, SDMX_FLOW),
    *(
        Route(f"api:sdmx-{name}", OPEN, SDMX_STRUCTURE)
        for name in ("structure", "structure-any", "schema", "schema-any")
    ),
    Route("api:comparison-list", OPEN, query=COMPARED),
    Route("api:regions-detail", OPEN, YANGQUAN),
    Route("api:departments-detail", OPEN, {"id": DEPARTMENT}),
    Route("api:plans-detail", OPEN, {"slug": "yangquan-2025"}),
    Route("api:clauses-list", OPEN, {"slug": "yangquan-2025"}),
    Route("api:indicators-detail", OPEN, {"code": "total_water_use"}),
    Route("api:tasks-detail", OPEN, {"plan": "yangquan-2025", "key": "1"}),
    Route("api:actuals-detail", OPEN, {"key": PUBLISHED}, case="published"),
    Route(
        "api:actuals-detail",
        access("ok", anonymous="missing", stranger="missing"),
        {"key": DRAFT},
        case="draft",
    ),
    Route("api:revisions-list", OPEN, {"key": PUBLISHED}, case="published"),
    Route(
        "api:revisions-list",
        access("ok", anonymous="missing", stranger="missing"),
        {"key": DRAFT},
        case="draft",
    ),
    Route(
        "api:actuals-detail",
        access(
            "forbidden", anonymous="login", editor="done", provincial="done", stranger="missing"
        ),
        {"key": DRAFT},
        "PUT",
        sent={"value": "0.625"},
    ),
    Route("api:progress-list", OPEN),
    *open_to_all(*(f"api:datasets-{name}" for name in DATA_SETS)),
    *(Route(f"api:datasets-{name}-file", OPEN, {"extension": "csv"}) for name in DATA_SETS),
    Route(
        "api:progress-detail", access("ok", anonymous="missing", stranger="missing"), {"id": REPORT}
    ),
    Route(
        "api:progress-list",
        access("forbidden", anonymous="login", bureau="done"),
        {},
        "POST",
        sent={**SAID, "status": "in_progress"},
    ),
    Route(
        "api:progress-list",
        access(
            "forbidden",
            anonymous="login",
            **dict.fromkeys(("editor", "provincial", "reviewer"), "done"),
        ),
        {},
        "POST",
        sent={**SAID, "kind": "question"},
        case="asks",
    ),
    decision(
        "submit",
        COUNTY_DRAFT,
        case="of a county",
        **dict.fromkeys(("editor", "provincial", "county_bureau"), "done"),
    ),
    decision("submit", DRAFT, editor="done", provincial="done"),
    decision("withdraw", SUBMITTED, editor="done", provincial="done"),
    decision("approve", SUBMITTED, reviewer="done"),
    decision("send-back", SUBMITTED, reviewer="done"),
    decision("reopen", PUBLISHED, reviewer="done", stranger="forbidden"),
    decision("retract", PUBLISHED, reviewer="done", stranger="forbidden"),
]

TABLE = [*PAGES, *TEMPLATES, *ENTRY_AND_REVIEW, *IMPORT, *API]
