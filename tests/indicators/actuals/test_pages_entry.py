"""The grid: who sees which rows, and that nothing typed is lost whatever is wrong."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from departments.models import Region
from departments.people import person_of
from indicators.actuals.forms.entry import FIELDS
from indicators.actuals.models import Actual, ReportingYear
from indicators.actuals.rules.keys import parse_key
from indicators.actuals.selectors.entry import grid
from indicators.plans.rules.limits import Limit
from tests import factories
from tests.people import editor, open_year, reviewer, viewer

pytestmark = pytest.mark.usefixtures("plans", "year_2025")

URL = "/entry/140300/2025/"
TOTAL = "140300.total_water_use.2025"
LEAKAGE = "140300.pipe_leakage_rate.2025"
REDUCTION = "140300.gdp_water_intensity_reduction.2020-2025"


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def alice(plans: None) -> Client:
    return logged_in(editor("alice"))


def form(key: str = TOTAL, *, seen: str = "", **cells: str) -> dict[str, str]:
    fields = {
        "value": "2.21",
        "status": "normal",
        "source": "公报",
        "note": "",
        "explanation": "",
    } | cells
    return {f"{name}:{key}": value for name, value in fields.items()} | {f"seen:{key}": seen}


def text(client: Client, url: str = URL) -> str:
    return client.get(url).content.decode()


def filled(page: str) -> int:
    """How many values the page says are filled."""
    found = re.search(r"<span>(\d+)</span>/1\d 已填", page)
    assert found
    return int(found[1])


def test_the_water_bureau_sees_every_required_value(alice: Client) -> None:
    page = text(alice)
    for key in (TOTAL, LEAKAGE, REDUCTION):
        assert f'name="value:{key}"' in page
    assert filled(page) == 0


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "已截止，仍可提交"), (0, "前提交"), (1, "前提交")],
    ids=["yesterday", "today", "tomorrow"],
)
def test_it_says_when_the_year_is_due(alice: Client, days: int, words: str) -> None:
    due = timezone.localdate() + timedelta(days=days)
    ReportingYear.objects.update(due_on=due)
    lead = text(alice).split('<p class="lead">')[1].split("</p>")[0]
    assert words in lead and due.isoformat() in lead


@pytest.mark.parametrize("year", ["1999", "2999", "9" * 20])
def test_a_year_that_nobody_reports_is_not_found(alice: Client, year: str) -> None:
    answer = alice.get(f"/entry/140300/{year}/")
    assert answer.status_code == 404
    assert "年份应在 2000 年至" in answer.content.decode()


def test_another_bureau_sees_its_own_rows_only(plans: None) -> None:
    page = text(logged_in(editor("bob", function="urban_management")))
    assert f'name="value:{LEAKAGE}"' in page
    assert TOTAL not in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda: viewer("vera"), 200),
        (lambda: reviewer("rui"), 200),
        (lambda: editor("charlie", "371500"), 403),
        (lambda: reviewer("charles", "370000"), 403),
    ],
)
def test_who_may_look(plans: None, who: Callable[[], User], status: int) -> None:
    client = logged_in(who())
    answer = client.get(URL)
    assert answer.status_code == status
    assert 'name="value:' not in answer.content.decode()
    assert client.post(URL, form()).status_code in (302, 403)
    assert not Actual.objects.filter(region="140300").exists()


def test_an_anonymous_caller_is_asked_to_log_in(plans: None, client: Client) -> None:
    assert client.get(URL)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("url", ["/entry/149999/2025/", "/entry/abc/2025/"])
def test_an_unknown_region(alice: Client, url: str) -> None:
    assert alice.get(url).status_code == 404


def test_saving_without_scripts(alice: Client) -> None:
    answer = alice.post(URL, form() | form(LEAKAGE, value="8.7"))
    assert answer.status_code == 302
    assert {str(actual.key) for actual in Actual.objects.filter(region="140300")} == {
        TOTAL,
        LEAKAGE,
    }
    page = text(alice)
    assert "已保存 2 项。" in page
    assert filled(page) == 2


def test_a_wrong_value_keeps_what_was_typed_and_saves_the_rest(alice: Client) -> None:
    answer = alice.post(URL, form(value="约2.2", source="年鉴") | form(LEAKAGE, value="8.7"))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'value="约2.2"' in page
    assert 'value="年鉴"' in page
    assert "不是数字" in page
    assert [str(actual.key) for actual in Actual.objects.filter(region="140300")] == [LEAKAGE]


def test_beside_a_refused_value_stands_what_is_still_stored(alice: Client) -> None:
    def answer(**cells: str) -> str:
        seen = str(Actual.objects.get(region="140300").version)
        sent = form(LEAKAGE, seen=seen, **cells) | {"row": LEAKAGE}
        return re.sub("<[^>]*>", "", alice.post(f"{URL}row/", sent).content.decode())

    empty = alice.post(f"{URL}row/", form(LEAKAGE, value="8,75") | {"row": LEAKAGE})
    assert "不是数字" in empty.content.decode() and "仍为" not in empty.content.decode()
    alice.post(URL, form(LEAKAGE, value="8.7"))
    assert re.search("“8,75”不是数字.*仍为 8.7 ?%", answer(value="8,75"), re.DOTALL)
    assert "仍为 8.7" in answer(value="", status="not_available")  # without a reason
    assert "仍为" not in answer(value="8.7", note="a\x00b")  # the cell says it
    assert "仍为" not in answer(value="8.8")


def test_a_note_that_cannot_be_kept_is_said_at_the_row(alice: Client) -> None:
    answer = alice.post(f"{URL}row/", form(note="a\x00b") | {"row": TOTAL})
    assert answer.status_code == 200
    assert "说明含有不可见的控制字符" in answer.content.decode()
    assert not Actual.objects.filter(region="140300").exists()


@pytest.mark.parametrize("public", [True, False])
def test_a_row_without_a_log_in_is_no_redirect(
    client: Client, settings: Settings, public: bool
) -> None:
    settings.PUBLIC_READ = public
    answer = client.post(f"{URL}row/", form() | {"row": TOTAL})
    assert answer.status_code == 401
    assert not Actual.objects.filter(region="140300").exists()


def test_an_untouched_row_is_not_written(alice: Client) -> None:
    alice.post(URL, form())
    alice.post(URL, form(seen="1"))
    assert Actual.objects.get(region="140300").version == 1


def test_a_row_saves_itself(alice: Client) -> None:
    answer = alice.post(f"{URL}row/", form() | {"row": TOTAL})
    assert "已保存" in answer.content.decode()
    assert f'name="seen:{TOTAL}" value="1"' in answer.content.decode()


def test_a_row_that_is_not_required(alice: Client) -> None:
    assert alice.post(f"{URL}row/", {"row": "140300.mine_water_use_rate.2025"}).status_code == 404


def test_a_stale_row_shows_both_values_and_a_choice(alice: Client) -> None:
    alice.post(URL, form())
    alice.post(URL, form(value="2.22", seen="1"))
    late = form(value="2.23", seen="1") | {"row": TOTAL}
    page = alice.post(f"{URL}row/", late).content.decode()
    assert "2.22" in page.replace('<span class="figure__fraction">', "").replace("</span>", "")
    assert f'name="choice:{TOTAL}"' in page
    assert Actual.objects.get(region="140300").printed_value.__str__() == "2.22"

    mine = late | {f"stored:{TOTAL}": "2", f"choice:{TOTAL}": "mine"}
    alice.post(f"{URL}row/", mine)
    assert str(Actual.objects.get(region="140300").printed_value) == "2.23"

    theirs = late | {f"stored:{TOTAL}": "3", f"choice:{TOTAL}": "theirs"}
    answer = alice.post(f"{URL}row/", theirs)
    assert answer["HX-Retarget"] == "closest tr"
    assert 'value="2.23"' in answer.content.decode()


def test_the_same_words_from_an_older_version_are_no_conflict(alice: Client) -> None:
    alice.post(URL, form())
    alice.post(URL, form(value="2.22", seen="1"))
    page = alice.post(f"{URL}row/", form(value="2.22", seen="1") | {"row": TOTAL})
    assert f"choice:{TOTAL}" not in page.content.decode()


def test_submitting_everything_that_is_filled(alice: Client) -> None:
    alice.post(URL, form() | form(LEAKAGE, value="8.7") | {"do": "submit_all"})
    states = Actual.objects.filter(region="140300").values_list("state", flat=True)
    assert list(states) == ["submitted", "submitted"]


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(form(value="", source=""), id="an empty row"),
        pytest.param(form(seen="1"), id="an older value"),
    ],
)
def test_what_a_colleague_changed_since_is_not_submitted_unseen(
    alice: Client, shown: dict[str, str]
) -> None:
    alice.post(URL, form())
    logged_in(editor("bob")).post(URL, form(seen="1", value="2.25"))
    as_shown = {f"was:{TOTAL}": "\x1f".join(shown[f"{name}:{TOTAL}"] for name in FIELDS)}
    answer = alice.post(URL, shown | as_shown | {"do": "submit_all"})
    assert Actual.objects.get(region="140300").state == "draft"
    assert (answer.status_code, "2.25" in answer.content.decode()) == (400, True)


def test_a_row_that_saved_itself_meanwhile_is_submitted(alice: Client) -> None:
    alice.post(URL, form())
    alice.post(URL, form(seen="") | {"do": "submit_all"})
    assert Actual.objects.get(region="140300").state == "submitted"


def test_an_earlier_explanation_is_offered_for_another_value(alice: Client) -> None:
    alice.post(URL, form(value="2.4", explanation="新增调水"))
    # The field still shows what explained 2.4, and is sent with the rest.
    changed = form(value="2.9", seen="1", explanation="新增调水") | {"do": "submit_all"}
    answer = alice.post(URL, changed)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert f'href="#explanation-{TOTAL}"' in page
    assert f'name="kept:{TOTAL}" value="新增调水"' in page
    assert "新增调水</textarea>" not in page
    stored = Actual.objects.get(region="140300")
    assert (str(stored.printed_value), stored.explanation, stored.state) == ("2.9", "", "draft")
    assert f'name="kept:{TOTAL}"' in text(alice)  # later too
    kept = form(value="2.9", seen="2") | {f"kept:{TOTAL}": "新增调水", "do": "submit_all"}
    alice.post(URL, kept)
    stored.refresh_from_db()
    assert (stored.explanation, stored.state) == ("新增调水", "submitted")


def test_what_is_typed_counts_more_than_what_is_kept(alice: Client) -> None:
    alice.post(URL, form(value="2.4", explanation="新增调水"))
    alice.post(URL, form(value="2.9", seen="1"))
    both = form(value="2.9", seen="2", explanation="公报订正") | {f"kept:{TOTAL}": "新增调水"}
    alice.post(URL, both)
    assert Actual.objects.get(region="140300").explanation == "公报订正"


def test_an_explanation_stays_with_a_value_that_stays(alice: Client) -> None:
    alice.post(URL, form(value="2.4", explanation="新增调水\n见附件"))
    alice.post(URL, form(value="2.4", seen="1", note="初步", explanation="新增调水\r\n见附件"))
    stored = Actual.objects.get(region="140300")
    assert (stored.note, stored.explanation) == ("初步", "新增调水\n见附件")


def test_a_warning_without_explanation_stops_the_submission(alice: Client) -> None:
    answer = alice.post(URL, form(value="2.4") | {"do": "submit_all"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert f'href="#explanation-{TOTAL}"' in page
    assert f'id="explanation-{TOTAL}"' in page
    assert f'name="explanation:{TOTAL}"' in page
    explained = form(value="2.4", seen="1", explanation="新增调水") | {"do": "submit_all"}
    assert alice.post(URL, explained).status_code == 302


def test_errors_and_missing_explanations_are_listed_together(alice: Client) -> None:
    sent = form(LEAKAGE, value="101") | form(REDUCTION, value="约9.6") | form(value="2.4")
    answer = alice.post(URL, sent | {"do": "submit_all"})
    box = answer.content.decode().split('id="problems"')[1].split("</div>")[0]
    assert answer.status_code == 400
    assert "没有提交任何一项。请先处理以下 3 行，其中 2 行没有保存" in box
    for anchor in (f"value-{LEAKAGE}", f"value-{REDUCTION}", f"explanation-{TOTAL}"):
        assert f'href="#{anchor}"' in box
    states = {str(one.key): one.state for one in Actual.objects.filter(region="140300")}
    assert states == {TOTAL: "draft"}


def test_a_blocked_submission_says_that_nothing_was_submitted(alice: Client) -> None:
    sent = form(LEAKAGE, value="8.7") | form(value="2.4")
    page = alice.post(URL, sent | {"do": "submit_all"}).content.decode()
    assert "没有提交任何一项。请先处理以下 1 行（已填内容均已保存）" in page
    assert {one.state for one in Actual.objects.filter(region="140300")} == {"draft"}


def test_a_row_that_is_not_chosen_need_not_be_explained(alice: Client) -> None:
    sent = form(LEAKAGE, value="101") | form(value="2.4") | {"do": "submit"}
    box = alice.post(URL, sent).content.decode().split('id="problems"')[1].split("</div>")[0]
    assert f"value-{LEAKAGE}" in box and f"explanation-{TOTAL}" not in box


def test_a_value_that_no_plan_requires_is_listed_apart(alice: Client) -> None:
    key = "140300.gdp_water_intensity.2025"
    alice.put(
        f"/api/v1/actuals/{key}/",
        {"value": 19.5},
        content_type="application/json",
        headers={"If-None-Match": "*"},
    )
    before, apart = text(alice).split("规划没有要求的数值")
    assert f'name="value:{key}"' not in before
    assert f'name="value:{key}"' in apart
    assert filled(before) == 0  # of the progress it is no part
    alice.post(URL, form(key, value="19.2", seen="1") | {"do": "submit_all"})
    row = Actual.objects.get(region="140300")
    assert (str(row.printed_value), row.state) == ("19.2", "submitted")
    assert key not in text(logged_in(editor("bob", function="urban_management")))


def test_the_level_behind_a_reduction_is_asked_for_apart(alice: Client) -> None:
    region = Region.objects.select_related("parent").get(code="140300")
    person = person_of(User.objects.get(username="alice"))
    for year in (2020, 2025):  # from which the reduction counts, and which it is reported for
        found = grid(region=region, year=year, person=person)
        level = f"140300.gdp_water_intensity.{year}"
        assert level in [str(row.key) for row in found.others]
        assert level not in [str(row.key) for row in found.rows]


def test_two_levels_give_a_reduction_beside_the_reported_one(alice: Client) -> None:
    open_year(2020)
    for year, value in ((2020, "30"), (2025, "24")):
        url = f"/entry/140300/{year}/"
        alice.post(url, form(f"140300.gdp_water_intensity.{year}", value=value))
    page = text(alice)
    row = page[page.index('id="row-140300.gdp_water_intensity_reduction.2020-2025"') :]
    assert "推算" in row[: row.index("</tr>")]
    assert "20.00" in row[: row.index("</tr>")]


def test_a_reopened_value_of_a_year_before_the_plan_is_corrected(alice: Client) -> None:
    """Its year is closed, and no plan requires it: the reviewer asked for it all the same."""
    key = "140300.total_water_use.2023"
    row = factories.actual(year=2023, state="reopened")
    factories.history_row(row, 1, "approve")
    url = "/entry/140300/2023/"
    assert f'name="value:{key}"' in alice.get(url).content.decode()
    sent = form(key, value="2.21", seen="1", explanation="公报订正") | {"do": "submit_all"}
    alice.post(url, sent)
    row.refresh_from_db()
    assert (str(row.printed_value), row.state) == ("2.21", "submitted")


def test_the_reason_of_a_return_stands_at_the_row(alice: Client) -> None:
    from django.utils import timezone

    from indicators.actuals.rules.enums import Action
    from tests.indicators.actuals.workflow import Seen, decide

    alice.post(URL, form() | {"do": "submit_all"})
    decide(
        action=Action.RETURN,
        values=[Seen(parse_key(TOTAL), 2)],
        actor=reviewer("rui"),
        now=timezone.now(),
        reason="与公报不符",
    )
    page = text(alice)
    assert "与公报不符" in page
    assert "保存后即可再次提交" in page
    assert f'class="entry__check" value="{TOTAL}"' not in page
    alice.post(URL, form(seen="3", note="公报已更正") | {"do": "submit_all"})
    assert Actual.objects.get(region="140300").state == "submitted"


def test_an_estimated_limit_has_one_decimal_more_than_its_points(alice: Client) -> None:
    """Of 4.02 in 2024 and the plan's 4.82 in 2030 the estimate is 4.153, not 4.153333."""
    factories.actual("efficient_irrigation_area", 2024, value="4.02", published="4.02")
    region = Region.objects.select_related("parent__parent").get(code="140300")
    person = person_of(User.objects.get(username="alice"))
    shown = grid(region=region, year=2025, person=person)
    row = next(one for one in shown.rows if one.key.indicator == "efficient_irrigation_area")
    assert isinstance(row.limit, Limit)
    assert str(row.limit.shown) == "4.153"


def test_a_closed_year_shows_values_without_cells(plans: None, alice: Client) -> None:
    open_year(2026, is_open=False)
    page = text(alice, "/entry/140300/2026/")
    assert "未开放填报" in page
    assert 'name="value:' not in page
    for words in ("可以直接粘贴", 'value="save"'):
        assert words not in page
        assert words in text(alice)


def test_a_closed_year_says_what_was_never_handed_in(alice: Client) -> None:
    alice.post(URL, form() | {"do": "submit_all"})
    sent = form(LEAKAGE, source="", note="省水文中心尚未发布", status="not_available", value="")
    alice.post(URL, sent | form(REDUCTION, value="9.6", explanation="核对"))
    ReportingYear.objects.update(is_open=False)
    page = text(alice)
    lead = re.sub(r"<[^>]*>", "", page.split('<p class="lead">')[1].split("</p>")[0])
    assert "待审核 1 项 · 草稿 2 项" in lead
    assert "；省水文中心" not in page and "省水文中心尚未发布" in page
    assert '解释：</span><span lang="zh-Hans">核对' in page


def test_a_closed_year_has_cells_for_what_a_reviewer_returned(alice: Client) -> None:
    alice.post(URL, form() | form(LEAKAGE, value="8.7"))
    alice.post(URL, {"do": "submit_all"})
    ReportingYear.objects.update(is_open=False)
    rui = logged_in(reviewer("rui"))
    rui.post(f"/actuals/{TOTAL}/", {"do": "return", "seen": "2", "reason": "请附公报"})
    page = text(alice)
    assert f'name="value:{TOTAL}"' in page
    assert f'name="value:{LEAKAGE}"' not in page
    alice.post(URL, form(seen="3", value="2.2"))
    assert f'name="submit" value="{TOTAL}"' in text(alice)
    alice.post(URL, {"do": "submit_all"})
    assert Actual.objects.get(region="140300", indicator="total_water_use").state == "submitted"


def test_the_number_of_queries_does_not_grow_with_the_rows(
    alice: Client, django_assert_num_queries: object
) -> None:
    empty = _queries(alice)
    alice.post(URL, form() | form(LEAKAGE, value="8.7"))
    assert _queries(alice) <= empty + 3  # evidence, reasons, explanations: once there is an actual


def _queries(client: Client) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get(URL)
    return len(captured)
