"""The reviewer's queue: who sees it, what it says, and what its form does."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from departments.models import Membership, Region
from departments.people import person_of
from departments.rules.permissions import Scope
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.entry import grid
from indicators.actuals.selectors.progress import progress
from indicators.assessments.viewmodels.review import quietness
from tests.indicators.actuals.workflow import (
    LEAKAGE,
    NOW,
    REDUCTION,
    TOTAL,
    approved,
    do,
    enter,
    history,
    page,
    signed_in,
    submitted,
)
from tests.people import editor, open_year, person, reviewer, viewer

pytestmark = pytest.mark.usefixtures("plans", "year_2025")

URL = "/review/"
OF_SHANXI = Scope(whole=frozenset({"140000"}))


@pytest.fixture
def queue(rui: User) -> Client:
    return signed_in(rui)


def form(*actuals: Actual, **fields: str) -> dict[str, str]:
    return {f"seen:{actual.key}": str(actual.version) for actual in actuals} | fields


def state(actual: Actual) -> str:
    actual.refresh_from_db()
    return actual.state


@pytest.mark.parametrize(
    ("who", "status"),
    [
        pytest.param(lambda: reviewer("rita"), 200, id="a reviewer"),
        pytest.param(lambda: editor("erin"), 403, id="a clerk"),
        pytest.param(lambda: viewer("vera"), 403, id="a viewer"),
        pytest.param(lambda: person("nemo"), 403, id="nobody in particular"),
        pytest.param(lambda: person("root", superuser=True), 403, id="an administrator"),
    ],
)
def test_who_may_open_the_queue(alice: User, who: Callable[[], User], status: int) -> None:
    actual = submitted(alice)
    client = signed_in(who())
    assert client.get(URL).status_code == status
    if status == 403:
        assert "只有审核人员" in page(client, URL)
        assert client.post(URL, form(actual, approve=str(TOTAL))).status_code == 403
        assert state(actual) == "submitted"


def test_an_anonymous_caller_is_asked_to_log_in(client: Client) -> None:
    assert client.get(URL)["Location"].startswith("/accounts/login/")


def test_each_reviewer_sees_their_own_province(alice: User, queue: Client) -> None:
    submitted(alice)
    assert str(TOTAL) in page(queue, URL)
    other = signed_in(reviewer("charles", "370000"))
    assert str(TOTAL) not in page(other, URL)
    assert "没有待审核的数值" in page(other, URL)


def test_a_row_says_what_a_decision_needs(alice: User, rui: User, queue: Client) -> None:
    open_year(2024)
    last = enter(alice, "2.00", key=type(TOTAL)("140300", "total_water_use", 2024))
    do(Action.APPROVE, rui, do(Action.SUBMIT, alice, last))
    submitted(alice, "2.41", explanation="新增工业用水", note="初步数")
    text = page(queue, URL)
    for words in ("2.00", "2.41", "+20.5%", "2.27", "规划目标", "突破约束性目标", "新增工业用水"):
        assert words in text, words
    for words in ("初步数", "水资源公报", "alice 2026-03-01", "突破红线"):
        assert words in text, words


@pytest.mark.parametrize(
    ("key", "before", "value", "far"),
    [
        pytest.param(TOTAL, "2.00", "2.20", "", id="a tenth of a total"),
        pytest.param(TOTAL, "1.70", "2.20", "▲", id="far up"),
        pytest.param(TOTAL, "3.00", "2.20", "▼", id="far down"),
        pytest.param(TOTAL, "0.00022", "2.20", "▲", id="a slip of the unit"),
        pytest.param(TOTAL, None, "2.20", "", id="nothing before"),
        pytest.param(LEAKAGE, "9.0", "8.7", "", id="points"),
    ],
)
def test_a_change_beyond_what_is_usual_is_marked(
    alice: User,
    rui: User,
    queue: Client,
    key: ActualKey,
    before: str | None,
    value: str,
    far: str,
) -> None:
    open_year(2024)
    if before:
        last = replace(key, year=2024)
        do(Action.APPROVE, rui, submitted(alice, before, last, explanation="如实"))
    submitted(alice, value, key, explanation="如实")
    text = page(queue, URL)
    assert ("queue__far" in text) is bool(far)
    assert [sign for sign in "▲▼" if sign in text] == list(far)


def test_what_has_warnings_stands_before_every_city(alice: User, queue: Client) -> None:
    """Loud, whichever city it is of; below it the cities as they wait."""
    chang = editor("chang", "140400")
    key = type(TOTAL)("140400", "pipe_leakage_rate", 2025)
    do(Action.SUBMIT, chang, enter(chang, "8.7", key), now=NOW)
    do(Action.SUBMIT, alice, enter(alice, "8.7", LEAKAGE), now=NOW + timedelta(days=1))
    breach = enter(alice, "2.41", explanation="新增工业用水")
    do(Action.SUBMIT, alice, breach, now=NOW + timedelta(days=2))
    text = page(queue, URL)
    order = [
        "有提示（1）",
        f'id="row-{TOTAL}"',
        "无提示（2）",
        f'id="row-{key}"',
        f'id="row-{LEAKAGE}"',
    ]
    assert sorted(order, key=text.index) == order
    assert text.count("阳泉市 2025 年</a>") == 2 and text.count("长治市 2025 年</a>") == 1


def test_the_years_before_are_drawn_and_said(alice: User, rui: User, queue: Client) -> None:
    for year, value in ((2022, "2.10"), (2023, "2.15")):
        open_year(year)
        last = replace(TOTAL, year=year)
        do(Action.APPROVE, rui, submitted(alice, value, last, explanation="如实"))
    submitted(alice, "2.20")
    text = page(queue, URL)
    said = re.search(r'class="trail"[^>]*aria-label="([^"]*)"', text)
    assert said and said[1].endswith("2022 年 2.10，2023 年 2.15，2025 年 2.20")
    assert text.count("trail__dot--submitted") == 1
    drawn = [line.split() for line in re.findall(r'trail__line" points="([^"]*)"', text)]
    assert len(drawn[-1]) == 1  # nothing leads over 2024, of which nothing is known


def test_percentages_change_in_points(alice: User, rui: User, queue: Client) -> None:
    open_year(2024)
    approved(alice, rui, "9.0", type(LEAKAGE)("140300", "pipe_leakage_rate", 2024))
    submitted(alice, "8.4", LEAKAGE)
    assert "−0.6个百分点" in page(queue, URL)


def test_a_correction_says_what_is_published(alice: User, rui: User, queue: Client) -> None:
    actual = do(Action.REOPEN, rui, approved(alice, rui), "公报更正")
    do(Action.SUBMIT, alice, enter(alice, "2.19", seen=actual.version))
    text = page(queue, URL)
    assert "现发布 2.21" in text
    assert "公报更正" in text


def test_the_city_that_waits_longest_comes_first(alice: User, queue: Client) -> None:
    late, early = NOW + timedelta(days=2), NOW + timedelta(days=1)
    do(Action.SUBMIT, alice, enter(alice), now=late)
    changzhi = editor("chang", "140400")
    key = type(TOTAL)("140400", "total_water_use", 2025)
    do(Action.SUBMIT, changzhi, enter(changzhi, "6.1", key, explanation="核对"), now=early)
    do(Action.SUBMIT, alice, enter(alice, "8.7", LEAKAGE), now=NOW)
    text = page(queue, URL)
    order = [str(LEAKAGE), str(TOTAL), str(key)]
    assert sorted(order, key=lambda key: text.index(f'id="row-{key}"')) == order


@pytest.mark.parametrize(
    ("codes", "place"),
    [
        (["change", "year_not_over"], 0),
        (["change"], 0),
        (["year_not_over"], 1),
        ([], 2),
    ],
)
def test_what_is_asked_of_every_value_of_a_year_is_less_loud(codes: list[str], place: int) -> None:
    assert quietness(codes) == place


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("region=140300", True),
        ("region=140400", False),
        ("year=2025", True),
        ("year=2024", False),
        ("indicator=total_water_use", True),
        ("indicator=pipe_leakage_rate", False),
    ],
)
def test_filters(alice: User, queue: Client, query: str, there: bool) -> None:
    submitted(alice)
    assert (f"row-{TOTAL}" in page(queue, f"{URL}?{query}")) is there


@pytest.mark.parametrize("query", ["region=999999", "colour=blue", "page=7"])
def test_an_address_that_nobody_understands(queue: Client, query: str) -> None:
    assert queue.get(f"{URL}?{query}").status_code == 400


def test_approving_one_leads_to_the_next(alice: User, queue: Client) -> None:
    first, second = submitted(alice), submitted(alice, "8.7", LEAKAGE)
    answer = queue.post(f"{URL}?region=140300", form(first, second, approve=str(TOTAL)))
    assert answer.status_code == 302
    assert answer["Location"] == f"/review/?region=140300#row-{LEAKAGE}"
    assert (state(first), state(second)) == ("approved", "submitted")


def test_the_last_decision_leads_to_the_first_page(alice: User, queue: Client) -> None:
    actual = submitted(alice)
    answer = queue.post(f"{URL}?page=1&year=2025", form(actual, approve=str(TOTAL)))
    assert answer["Location"] == "/review/?year=2025"


def test_what_comes_next_is_next_as_the_page_now_stands(alice: User, queue: Client) -> None:
    """A city whose oldest value is decided moves down: its later ones are no longer next."""
    chang = editor("chang", "140400")
    keys = [type(TOTAL)("140400", name, 2025) for name in ("total_water_use", "pipe_leakage_rate")]
    values = zip(("6.1", "8.7"), keys, (0, 3), strict=True)
    changzhi = [
        do(
            Action.SUBMIT,
            chang,
            enter(chang, value, key, explanation="核对"),
            now=NOW + timedelta(days=day),
        )
        for value, key, day in values
    ]
    first = do(Action.SUBMIT, alice, enter(alice), now=NOW + timedelta(days=1))
    second = do(Action.SUBMIT, alice, enter(alice, "8.7", LEAKAGE), now=NOW + timedelta(days=2))
    shown = form(*changzhi, first, second)
    answer = queue.post(URL, shown | {"approve": str(keys[0])})
    assert answer["Location"] == f"/review/#row-{TOTAL}"
    # What was passed over stays so: from the second value the page goes on, not back.
    answer = queue.post(URL, form(first, second, changzhi[1], approve=str(LEAKAGE)))
    assert answer["Location"] == f"/review/#row-{keys[1]}"


def test_a_decision_names_its_value(alice: User, queue: Client) -> None:
    first, second = submitted(alice), submitted(alice, "8.7", LEAKAGE)
    queue.post(URL, form(first, second, approve=str(TOTAL)))
    assert "已通过：阳泉市 2025 年用水总量，数值已发布。" in page(queue, URL)
    fields = form(second, **{"return": str(LEAKAGE), f"reason:{LEAKAGE}": "请附公报"})
    queue.post(URL, fields)
    assert "已退回：阳泉市 2025 年城镇公共供水管网漏损率。" in page(queue, URL)


def test_a_decision_keeps_what_is_written_beside_the_others(alice: User, queue: Client) -> None:
    first, second = submitted(alice), submitted(alice, "8.7", LEAKAGE)
    third = submitted(alice, "9.9", REDUCTION)
    typed = {f"reason:{LEAKAGE}": "请附公报", "pick": str(REDUCTION), "reason": "统一理由"}
    queue.post(URL, form(first, second, third, approve=str(TOTAL)) | typed)
    text = page(queue, URL)
    assert re.search(f'name="reason:{re.escape(str(LEAKAGE))}"[^>]*>请附公报<', text)
    assert re.search(f'value="{re.escape(str(REDUCTION))}" class="queue__pick"[^>]* checked', text)
    assert ">统一理由</textarea>" in text
    again = page(queue, URL)  # a later visit begins from scratch
    assert "请附公报" not in again and " checked" not in again


def test_what_is_written_for_another_page_waits_for_it(alice: User, queue: Client) -> None:
    first, second = submitted(alice), submitted(alice, "8.7", LEAKAGE)
    typed = {f"reason:{LEAKAGE}": "请附公报"}
    queue.post(f"{URL}?indicator=total_water_use", form(first, second, approve=str(TOTAL)) | typed)
    assert "请附公报" not in page(queue, f"{URL}?indicator=total_water_use")
    assert "请附公报" in page(queue, URL)


def test_a_reason_that_was_used_is_not_kept(alice: User, queue: Client) -> None:
    first, second = submitted(alice), submitted(alice, "8.7", LEAKAGE)
    fields = form(first, second, picked="return", reason="请统一附公报", pick=str(TOTAL))
    queue.post(URL, fields)
    assert "请统一附公报" not in page(queue, URL)


def test_a_tick_does_not_pass_to_a_value_that_changed(alice: User, queue: Client) -> None:
    first, second = submitted(alice), submitted(alice, "8.7", LEAKAGE)
    shown = form(first, second, approve=str(TOTAL), pick=str(LEAKAGE))
    draft = do(Action.WITHDRAW, alice, second)
    do(Action.SUBMIT, alice, enter(alice, "8.8", LEAKAGE, seen=draft.version))
    queue.post(URL, shown)
    assert " checked" not in page(queue, URL)


def test_picked_values_are_decided_each_for_itself(alice: User, queue: Client) -> None:
    first, second = submitted(alice), submitted(alice, "8.7", LEAKAGE)
    third = submitted(alice, "9.9", REDUCTION)
    queue.post(URL, form(first, second, third, picked="approve") | {"pick": [TOTAL, LEAKAGE]})
    assert [state(one) for one in (first, second, third)] == ["approved", "approved", "submitted"]
    assert history(first)[-1].action == history(second)[-1].action == "approve"


def test_returning_needs_a_reason_and_keeps_what_was_typed(alice: User, queue: Client) -> None:
    first, second = submitted(alice), submitted(alice, "8.7", LEAKAGE)
    fields = form(first, second, picked="return") | {f"reason:{LEAKAGE}": "请附公报原件"}
    answer = queue.post(URL, fields | {"pick": [str(TOTAL), str(LEAKAGE)]})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert f'href="#row-{TOTAL}"' in text
    assert "请写明退回的理由" in text
    assert (state(first), state(second)) == ("submitted", "returned")
    assert history(second)[-1].reason == "请附公报原件"


def test_one_reason_for_all_picked(alice: User, queue: Client) -> None:
    first, second = submitted(alice), submitted(alice, "8.7", LEAKAGE)
    fields = form(first, second, picked="return", reason="请统一附公报")
    queue.post(URL, fields | {"pick": [str(TOTAL), str(LEAKAGE)], f"reason:{TOTAL}": "数值有误"})
    assert history(first)[-1].reason == "数值有误"
    assert history(second)[-1].reason == "请统一附公报"


def test_nothing_picked_decides_nothing(alice: User, queue: Client) -> None:
    actual = submitted(alice)
    for fields in ({"picked": "approve"}, {"picked": ""}, {}):
        answer = queue.post(URL, form(actual) | {f"reason:{TOTAL}": "写了一半"} | fields)
        assert answer.status_code == 200
        assert "写了一半" in answer.content.decode()
    assert state(actual) == "submitted"


def test_a_stale_decision_shows_both_values_and_a_choice(alice: User, queue: Client) -> None:
    seen = submitted(alice)
    fields = form(seen, approve=str(TOTAL))
    draft = do(Action.WITHDRAW, alice, seen)
    now = do(Action.SUBMIT, alice, enter(alice, "2.25", seen=draft.version))
    answer = queue.post(URL, fields)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert state(seen) == "submitted"
    both = text[text.index("您看到的") :]
    assert "2.21" in both
    assert "2.25" in both
    assert f'name="checked:{TOTAL}" value="{now.version}"' in text

    assert queue.post(URL, fields).status_code == 409  # without the choice, still refused
    queue.post(URL, fields | {f"checked:{TOTAL}": str(now.version)})
    assert state(seen) == "approved"
    assert str(Actual.objects.get(pk=seen.pk).printed_published_value) == "2.25"


def test_what_somebody_else_decided_meanwhile(alice: User, rui: User, queue: Client) -> None:
    seen = submitted(alice)
    fields = form(seen, approve=str(TOTAL))
    do(Action.RETURN, reviewer("rita"), seen, "数值有误")
    answer = queue.post(f"{URL}?page=1", fields)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert f'href="/actuals/{TOTAL}/"' in text
    assert "已退回" in text


def test_nobody_approves_what_they_last_changed(alice: User) -> None:
    Membership.objects.create(user=alice, region_id="140000", role="reviewer")
    do(Action.SUBMIT, editor("carol"), enter(alice))
    text = page(signed_in(alice), URL)
    assert "您自己最后修改的" in text
    assert f'name="approve" value="{TOTAL}"' not in text


def test_nobody_approves_their_own(alice: User) -> None:
    Membership.objects.create(user=alice, region_id="140000", role="reviewer")
    actual = submitted(alice)
    client = signed_in(alice)
    text = page(client, URL)
    assert "您自己提交的" in text
    assert f'name="approve" value="{TOTAL}"' not in text
    answer = client.post(URL, form(actual, approve=str(TOTAL)))
    assert "不能审核自己提交的数值" in answer.content.decode()
    assert state(actual) == "submitted"


def test_a_reason_typed_for_what_is_decided_meanwhile_comes_back(
    alice: User, queue: Client
) -> None:
    seen = submitted(alice)
    do(Action.APPROVE, reviewer("rita"), seen)
    fields = form(seen, **{"return": str(TOTAL), f"reason:{TOTAL}": "与公报<不符>"})
    answer = queue.post(URL, fields)
    assert answer.status_code == 409
    problems = answer.content.decode().split('id="problems"')[1].split("</ul>")[0]
    assert "与公报&lt;不符&gt;" in problems


def test_the_head_says_since_when_its_own_year_waits(alice: User, queue: Client) -> None:
    open_year(2024)
    of_2024 = replace(TOTAL, year=2024)
    old, new = submitted(alice, "2.3", of_2024), submitted(alice)
    Actual.objects.filter(pk=old.pk).update(submitted_at=NOW - timedelta(days=300))
    Actual.objects.filter(pk=new.pk).update(submitted_at=NOW)
    heads = page(queue, URL).split("queue__head")
    (head,) = [one for one in heads if "/entry/140300/2025/" in one]
    assert f"最早提交于 {NOW:%Y-%m-%d}" in head


@pytest.mark.parametrize("key", ["nonsense", "140300.no_such_indicator.2025", ""])
def test_a_key_that_names_nothing(queue: Client, key: str) -> None:
    answer = queue.post(URL, {f"seen:{key}": "1", "approve": key})
    assert answer.status_code in (200, 409)


def test_progress_counts_what_is_required(alice: User, rui: User, queue: Client) -> None:
    open_year(2024)
    approved(alice, rui)
    submitted(alice, "8.7", LEAKAGE)
    do(Action.RETURN, rui, submitted(alice, "9.9", REDUCTION), "核对")
    rows = {one.region.code: one for one in progress(scope=OF_SHANXI, years=[2025])}
    yangquan = rows["140300"]
    assert (yangquan.approved, yangquan.submitted, yangquan.returned) == (1, 1, 1)
    assert yangquan.in_work == 0
    assert yangquan.missing == yangquan.required - 3
    assert "371500" not in rows
    assert "2025 年各市进度" in page(queue, URL)


def test_progress_marks_what_is_corrected_and_what_was_withdrawn(
    alice: User, rui: User, queue: Client
) -> None:
    do(Action.RETRACT, rui, approved(alice, rui), "单位有误")
    do(Action.REOPEN, rui, approved(alice, rui, "8.7", LEAKAGE), "再核")
    rows = {one.region.code: one for one in progress(scope=OF_SHANXI, years=[2025])}
    yangquan = rows["140300"]
    assert (yangquan.in_work, yangquan.withdrawn, yangquan.in_correction) == (2, 1, 1)
    text = page(queue, URL)
    assert "已撤回发布 1" in text and "更正中 1" in text


@pytest.mark.parametrize("year", [2024, 2025, 2027, 2030])
def test_the_grid_and_the_progress_require_the_same(rui: User, year: int) -> None:
    required = {one.region: one.required for one in progress(scope=OF_SHANXI, years=[year])}
    regions = Region.objects.filter(code__startswith="14").select_related("parent__parent")
    for region in regions:
        rows = grid(region=region, year=year, person=person_of(rui)).rows
        assert len(rows) == required.get(region, 0), region


def test_the_cost_of_the_page_does_not_grow(
    alice: User, queue: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    submitted(alice)
    queue.get(URL)
    with django_assert_num_queries(50):
        queue.get(URL)
    submitted(alice, "8.7", LEAKAGE)
    submitted(alice, "9.9", REDUCTION)
    chang = editor("chang", "140400")
    key = type(TOTAL)("140400", "total_water_use", 2025)
    do(Action.SUBMIT, chang, enter(chang, "6.1", key, explanation="核对"))
    with django_assert_num_queries(50):
        queue.get(URL)


def test_of_many_cities_it_has_a_page_of_its_own(
    queue: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = queue.get(URL, {"year": "2025"})
    monkeypatch.setattr("indicators.assessments.views.review.MOST_BELOW", 3)
    alone = queue.get(URL, {"year": "2025"})
    address = f"{URL}progress/?year=2025"
    assert alone.context["progress"] is None
    assert f'href="{address}"' in alone.content.decode()
    assert address not in below.content.decode()
    assert queue.get(address).context["progress"] == below.context["progress"]
