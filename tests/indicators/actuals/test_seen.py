"""What each reader gets of a value: the public's type has nowhere to hold a secret."""

from dataclasses import fields
from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.template import Context, Template
from pytest_django import DjangoAssertNumQueries

from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import ActualState
from indicators.actuals.rules.history import PublishedChange, WorkingChange
from indicators.actuals.rules.keys import parse_key
from indicators.actuals.selectors.actuals import (
    PublishedView,
    WorkingView,
    actual,
    published,
    visible_to,
)
from indicators.actuals.selectors.history import history, sent_back
from indicators.actuals.selectors.permitted import permitted
from indicators.actuals.selectors.record import findings
from tests import factories, people

KEY = parse_key("140300.total_water_use.2024")
SECRETS = {
    *("note", "explanation", "by", "reason", "submitted_by", "submitted_at"),
    *("door", "door_name"),
}


@pytest.fixture
def corrected(db: None) -> Actual:
    """Published as 2.10, and corrected since: reopened, saved as 2.30 and submitted."""
    factories.mini_plan()
    row = factories.actual(value="2.30", state="submitted")
    row.explanation, row.version = "内部的解释", 5
    row.submitted_by, row.submitted_at = people.editor("alice"), factories.NOW
    row.save()
    for number, action in enumerate(("save", "approve", "reopen", "save", "submit"), start=1):
        factories.history_row(row, number, action, by=row.submitted_by, note="内部的说明")
    return row


def names(view: type[Any]) -> set[str]:
    return {field.name for field in fields(view)}


def test_the_types_of_the_public_have_no_secret() -> None:
    assert SECRETS & names(PublishedView) == {"note"}  # the published reason
    assert not SECRETS & names(PublishedChange)
    assert names(WorkingChange) - names(PublishedChange) == SECRETS & names(WorkingChange)
    assert not any(issubclass(view, Actual) for view in (PublishedView, WorkingView))


@pytest.mark.parametrize("who", [AnonymousUser, lambda: people.viewer("vera", "140100")])
def test_a_stranger_gets_what_is_published(corrected: Actual, who: Any) -> None:
    user: AbstractBaseUser | AnonymousUser = who()
    seen = actual(user=user, key=KEY)
    assert isinstance(seen, PublishedView)
    assert (str(seen.value), seen.note, seen.source) == ("2.10", "", "水资源公报")
    assert (seen.state, seen.version) == (ActualState.APPROVED, 2)
    assert [one.number for one in history(seen)] == [2]
    assert not any(isinstance(one, WorkingChange) for one in history(seen))
    assert permitted(user=user, rows=[seen]) == {corrected.pk: []}
    assert findings([seen]) == {corrected.pk: []}
    assert list(published()) == [seen]
    for secret in SECRETS - {"note"}:
        assert not hasattr(seen, secret)
        assert Template("{{ seen." + secret + " }}").render(Context({"seen": seen})) == ""


def test_a_member_gets_the_value_in_work_beside_what_is_published(corrected: Actual) -> None:
    seen = actual(user=people.reviewer("rui"), key=KEY)
    assert isinstance(seen, WorkingView)
    assert (str(seen.value), seen.note) == ("2.30", "工作中的说明")
    assert (seen.explanation, seen.submitted_by) == ("内部的解释", "alice")
    assert (seen.state, seen.version, seen.in_work) == (ActualState.SUBMITTED, 5, True)
    assert seen.published == actual(user=AnonymousUser(), key=KEY)
    assert [one.number for one in history(seen)] == [1, 2, 3, 4, 5]
    last = sent_back(seen)
    assert last is not None and (last.number, last.by, last.reason) == (3, "alice", "内部的理由")


def test_what_was_never_published_is_nothing_to_a_stranger(corrected: Actual) -> None:
    factories.actual(year=2025, state="draft", published=None)
    key = parse_key("140300.total_water_use.2025")
    with pytest.raises(Actual.DoesNotExist):
        actual(user=AnonymousUser(), key=key)
    seen = actual(user=people.viewer("vera"), key=key)
    assert isinstance(seen, WorkingView) and seen.published is None


def test_an_approved_value_is_published_in_its_version(db: None) -> None:
    factories.mini_plan()
    factories.actual()
    Actual.objects.update(version=7, published_version=7)
    (shown,) = published()
    seen = actual(user=User.objects.create_superuser("root"), key=KEY)
    assert isinstance(seen, WorkingView)
    assert (shown.version, seen.version, seen.in_work) == (7, 7, False)
    assert seen.published == shown


def test_the_rows_cost_one_query_however_many(
    corrected: Actual, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for year in range(2015, 2020):
        row = factories.actual(year=year, state="submitted")
        row.submitted_by = corrected.submitted_by
        row.save()
    rui = people.reviewer("rui")
    for user, queries in ((AnonymousUser(), 1), (rui, 2)):
        with django_assert_num_queries(queries):
            seen = list(visible_to(user))
            assert len({(one.region.name, one.indicator.name, one.key) for one in seen}) == 6
