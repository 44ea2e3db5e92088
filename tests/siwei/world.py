"""A city with a plan, three values in three states, and a person in each role.

The content `world` (tests/contents.py) holds it, built once a process; a test has it as the fixture
of that name.
"""

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.records.models import Evidence
from common.records.rules.doors import BY_PAGE
from common.spreadsheets.cells import BookCells, SheetCells
from departments.models import ApiKey, Department, Region
from indicators.actuals.models import Actual
from indicators.actuals.rules.keys import parse_key
from indicators.plans.models import PlanIndicator, PlanIndicatorDepartment
from siwei.calendar.models import Feed
from siwei.calendar.services.feeds import make_feed
from siwei.exchange.models import ImportBatch
from siwei.exchange.services.staging import stage
from tasks.models import Statement
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.statements import Draft
from tasks.services.saying import say
from tests import factories
from tests.evidence_files import pdf
from tests.people import editor, open_year, person, reviewer, viewer
from tests.siwei.exchange.files import HEADS
from tests.siwei.routes import (
    BATCH,
    DEPARTMENT,
    DRAFT,
    EVIDENCE,
    FEED,
    KEY,
    PROOF,
    REPORT,
    SECRET,
    SUBMITTED,
    Route,
)

BOOK_HEADS, BOOK_ROW = HEADS[:4], ("阳泉市", "irrigation_efficiency", 2025)
# Who comes in each role.
NAMES = {
    "viewer": "vera",
    "editor": "alice",
    "bureau": "bob",
    "reviewer": "rui",
    "stranger": "charlie",
    "administrator": "admin",
    "provincial": "paul",
    "county_bureau": "cora",
}


class World:
    """What `build` made, as it stands in the database."""

    def __init__(self) -> None:
        people = {user.username: user for user in User.objects.all()}
        self.people: dict[str, User | None] = {
            "anonymous": None,
            **{role: people[name] for role, name in NAMES.items()},
        }
        self.water = Department.objects.get(region="140300", function="water")
        self.report = Statement.objects.get()
        self.key = ApiKey.objects.get()
        self.evidence = Evidence.objects.get(name="公报.pdf")
        self.batch = ImportBatch.objects.get()
        self.feed = Feed.objects.get()

    def address(self, route: Route) -> str:
        known = {
            **{DEPARTMENT: self.water.pk, EVIDENCE: self.evidence.pk},
            KEY: self.key.prefix,
            PROOF: self.report.record.evidence.get().pk,
            **{FEED: self.feed.pk, SECRET: self.feed.secret},
            **{REPORT: self.report.pk, BATCH: self.batch.pk},
        }
        at = {
            name: known.get(value, value) if isinstance(value, str) else value
            for name, value in route.at.items()
        }
        return reverse(route.name, kwargs=at) + route.query.format(report=self.report.pk)


def build() -> None:
    factories.mini_plan()
    Department.objects.create(region_id="140000", name="省水利厅", function_id="water")
    agriculture = Department.objects.create(
        region_id="140300", name="市农业农村局", function_id="agriculture"
    )
    Region.objects.create(code="370000", name="山东省", name_en="Shandong", level="province")
    open_year(2025)
    viewer("vera")
    alice = editor("alice")
    bob = editor("bob", function="urban_management")
    reviewer("rui")
    reviewer("charlie", "370000")
    admin = person("admin", superuser=True)
    admin.is_staff = True
    admin.save()
    editor("paul", "140000")
    editor("cora", function="agriculture")
    _county(agriculture)
    _values(alice)
    say(
        draft=Draft(
            *(StatementKind.REPORT, "yangquan-2025", "2.1", "已验收"),
            milestone=1,
            state=WorkState.DONE,
        ),
        actor=bob,
        now=factories.NOW,
        door=BY_PAGE,
        files=[SimpleUploadedFile("proof.pdf", pdf())],
    )
    ApiKey.objects.create_key(name="of alice", user=alice)
    stage(
        book=BookCells([SheetCells("填报", [BOOK_HEADS, (*BOOK_ROW, 0.625)])]),
        name="填报.xlsx",
        sha256="0" * 64,
        size=8,
        actor=alice,
        now=factories.NOW,
    )
    make_feed(region=None, department=None, actor=alice, now=factories.NOW)


def _county(agriculture: Department) -> None:
    """A plan of a county, one indicator of which a department of its city answers for."""
    factories.mini_plan("pingding-2025", "140321")
    promise = PlanIndicator.objects.get(region="140321", indicator="total_water_use")
    PlanIndicatorDepartment.objects.create(
        plan_indicator=promise, department=agriculture, role="lead", order=3
    )
    row = factories.actual("total_water_use", 2025, region="140321", state="draft", published=None)
    row.explanation = "如实填报"
    row.save()


def _values(alice: User) -> None:
    factories.actual()
    for key, state in ((DRAFT, "draft"), (SUBMITTED, "submitted")):
        one = parse_key(key)
        row = factories.actual(
            one.indicator,
            one.year,
            base_year=one.base_year,
            value="0.624" if state == "draft" else "9.5",
            state=state,
            published=None,
        )
        row.explanation = "如实填报"
        row.submitted_by = alice if state == "submitted" else None
        row.save()
    Evidence.objects.create(
        record=Actual.objects.get(region="140300", state="draft").record,
        file=ContentFile(b"%PDF-1.4", name="bulletin.pdf"),
        name="公报.pdf",
        content_type="application/pdf",
        size=8,
        sha256="0" * 64,
        uploaded_by=alice,
        uploaded_at=factories.NOW,
    )
