"""Why there is no value: published with the approval, wherever the public reads of the value."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from common.records.services.verification import verify
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Entry
from indicators.actuals.rules.enums import Action, ObsStatus
from tests.indicators.actuals.workflow import NOW, TOTAL, do, enter, page, save
from tests.people import editor, open_year

pytestmark = pytest.mark.usefixtures("plans")

WHY = "统计局六月发布。"


@pytest.fixture
def alice(plans: None) -> User:
    open_year(2025)
    return editor("alice")


def without_value(actor: User, status: ObsStatus, why: str, seen: int | None = None) -> Actual:
    entry = Entry(obs_status=status, note=why)
    return save(key=TOTAL, entry=entry, seen_version=seen, actor=actor, now=NOW).stored


def published(alice: User, rui: User, status: ObsStatus) -> Actual:
    return do(Action.APPROVE, rui, do(Action.SUBMIT, alice, without_value(alice, status, WHY)))


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (ObsStatus.NOT_AVAILABLE, "2025年的数值尚未发布：统计局六月发布。"),
        (ObsStatus.NOT_APPLICABLE, "2025年填报为“不适用”：统计局六月发布。"),
    ],
)
def test_the_public_reads_why_there_is_no_value(
    alice: User, rui: User, client: Client, status: ObsStatus, sentence: str
) -> None:
    published(alice, rui, status)
    row = client.get(f"/api/v1/actuals/{TOTAL}/").json()
    assert (row["value"], row["obs_status"], row["note"]) == (None, status, WHY)
    text = page(client, f"/actuals/{TOTAL}/")
    assert f'<dd lang="zh-Hans">{WHY}</dd>' in text
    assert sentence in text
    query = "region=140300&indicator=total_water_use&year=2025"
    (verdict,) = client.get(f"/api/v1/assessments/?{query}").json()["results"]
    assert verdict["reason"].startswith(sentence)


def test_a_reason_that_is_worked_on_is_not_public(alice: User, rui: User, client: Client) -> None:
    actual = do(Action.REOPEN, rui, published(alice, rui, ObsStatus.NOT_AVAILABLE), "再核对")
    without_value(alice, ObsStatus.NOT_AVAILABLE, "改到八月", seen=actual.version)
    assert client.get(f"/api/v1/actuals/{TOTAL}/").json()["note"] == WHY
    assert "改到八月" not in page(client, f"/actuals/{TOTAL}/")


def test_the_note_of_a_value_stays_inside(alice: User, rui: User, client: Client) -> None:
    actual = do(Action.SUBMIT, alice, enter(alice, note="请审核人员核对"))
    assert do(Action.APPROVE, rui, actual).published_note == ""
    assert client.get(f"/api/v1/actuals/{TOTAL}/").json()["note"] == ""
    assert "请审核人员核对" not in page(client, f"/actuals/{TOTAL}/")


def test_a_value_takes_the_place_of_the_reason(alice: User, rui: User) -> None:
    actual = do(Action.REOPEN, rui, published(alice, rui, ObsStatus.NOT_AVAILABLE), "已发布")
    actual = do(Action.SUBMIT, alice, enter(alice, seen=actual.version, note=WHY))
    assert do(Action.APPROVE, rui, actual).published_note == ""


def test_a_reason_changed_behind_the_services_back_is_found(alice: User, rui: User) -> None:
    published(alice, rui, ObsStatus.NOT_APPLICABLE)
    assert not any(one.faults for one in verify(region="140300"))
    Actual.objects.filter(year=2025, region="140300").update(published_note="无此水源")
    (found,) = [one for one in verify(region="140300") if one.faults]
    assert found.key == str(TOTAL)
