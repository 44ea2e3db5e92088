"""What members of enumerations are called: all of them, in both languages, each in its own."""

from enum import StrEnum

import pytest
from django.utils.translation import gettext_lazy, override

from common.labels import choices, label, options, register
from departments.rules.roles import RegionLevel, Role
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus
from indicators.assessments.rules.enums import ComparabilityLevel
from indicators.assessments.rules.statuses import Status
from indicators.assessments.rules.trend import Method, Pace
from indicators.plans.rules import enums as plans
from tasks.rules.status import MilestoneStatus, TaskStatus

ENUMERATIONS: list[type[StrEnum]] = [
    RegionLevel,
    Role,
    plans.Direction,
    plans.Nature,
    plans.Comparator,
    plans.Origin,
    plans.PlanStatus,
    plans.Theme,
    plans.DepartmentRole,
    plans.ClauseKind,
    plans.CitationKind,
    plans.LimitBasis,
    ObsStatus,
    ActualState,
    Action,
    ComparabilityLevel,
    Status,
    Pace,
    Method,
    MilestoneStatus,
    TaskStatus,
]


class Colour(StrEnum):
    RED = "none"
    BLUE = "blue"


@pytest.mark.parametrize("enumeration", ENUMERATIONS, ids=lambda each: each.__name__)
def test_every_member_is_called_something_in_both_languages(enumeration: type[StrEnum]) -> None:
    chinese = options(enumeration)
    assert [value for value, _text in chinese] == [member.value for member in enumeration]
    assert len({text for _value, text in chinese}) == len(enumeration)
    with override("en"):
        assert all(text.isascii() for _value, text in options(enumeration))
    assert not any(text.isascii() for _value, text in chinese)


def test_a_label_is_in_the_language_that_is_active_when_it_is_shown() -> None:
    shown = dict(choices(plans.Nature))[plans.Nature.CONSTRAINT.value]
    assert (str(shown), label(plans.Nature.CONSTRAINT)) == ("约束性", "约束性")
    with override("en"):
        assert (str(shown), label(plans.Nature.CONSTRAINT)) == ("binding", "binding")


def test_one_chinese_word_may_have_two_meanings() -> None:
    assert label(Status.NOT_DUE) == label(MilestoneStatus.UPCOMING) == "未到期"
    with override("en"):
        assert label(Status.NOT_DUE) == "not due"
        assert label(MilestoneStatus.UPCOMING) == "upcoming"


def test_members_of_two_enumerations_that_are_the_same_word_are_kept_apart() -> None:
    register(Colour, {Colour.RED: gettext_lazy("红"), Colour.BLUE: gettext_lazy("蓝")})
    assert Colour.RED.value == plans.Direction.NONE.value
    assert (label(Colour.RED), label(plans.Direction.NONE)) == ("红", "不评")


def test_a_member_without_a_label_is_refused() -> None:
    with pytest.raises(ValueError, match="Colour without a label: BLUE"):
        register(Colour, {Colour.RED: gettext_lazy("红")})
