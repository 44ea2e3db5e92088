"""The life of an actual: what may follow what, who may do it, and in which years."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.language import in_both
from departments.rules.permissions import EDIT, REVIEW
from indicators.actuals.rules.enums import Action, ActualState
from indicators.actuals.rules.workflow import (
    PERMISSION,
    SENDS_BACK,
    NextStep,
    next_state,
    next_step,
    open_for,
)
from indicators.actuals.wording import next_step_message

DRAFT, SUBMITTED = ActualState.DRAFT, ActualState.SUBMITTED
RETURNED, APPROVED, REOPENED = ActualState.RETURNED, ActualState.APPROVED, ActualState.REOPENED
WITHDRAWN = ActualState.WITHDRAWN
SAVE, SUBMIT, WITHDRAW = Action.SAVE, Action.SUBMIT, Action.WITHDRAW
APPROVE, RETURN, REOPEN = Action.APPROVE, Action.RETURN, Action.REOPEN
RETRACT = Action.RETRACT

# The picture of DESIGN.md, written down a second time.
ALLOWED: dict[tuple[ActualState | None, Action], ActualState] = {
    (None, SAVE): DRAFT,
    (DRAFT, SAVE): DRAFT,
    (DRAFT, SUBMIT): SUBMITTED,
    (SUBMITTED, WITHDRAW): DRAFT,
    (SUBMITTED, APPROVE): APPROVED,
    (SUBMITTED, RETURN): RETURNED,
    (RETURNED, SAVE): DRAFT,
    (APPROVED, REOPEN): REOPENED,
    (REOPENED, SAVE): REOPENED,
    (REOPENED, SUBMIT): SUBMITTED,
    (APPROVED, RETRACT): WITHDRAWN,
    (REOPENED, RETRACT): WITHDRAWN,
    (WITHDRAWN, SAVE): WITHDRAWN,
    (WITHDRAWN, SUBMIT): SUBMITTED,
    # A correction that is under way goes on.
    (DRAFT, RETRACT): DRAFT,
    (SUBMITTED, RETRACT): SUBMITTED,
    (RETURNED, RETRACT): RETURNED,
}


@pytest.mark.parametrize(
    ("state", "action"),
    list(product([None, *ActualState], Action)),
    ids=lambda each: "nothing" if each is None else each.value,
)
def test_every_action_in_every_state(state: ActualState | None, action: Action) -> None:
    following = ALLOWED.get((state, action))
    assert next_state(state, action, published=True) == following
    unpublished = None if action is RETRACT else following
    assert next_state(state, action, published=False) == unpublished


def test_editors_bring_reviewers_decide_and_the_system_alone_loads() -> None:
    assert {action for action, needed in PERMISSION.items() if needed == EDIT} == {
        SAVE,
        SUBMIT,
        WITHDRAW,
    }
    assert {action for action, needed in PERMISSION.items() if needed == REVIEW} == {
        APPROVE,
        RETURN,
        REOPEN,
        RETRACT,
    }
    assert Action.LOAD not in PERMISSION
    assert {RETURN, REOPEN, RETRACT} == SENDS_BACK


@pytest.mark.parametrize("action", [SAVE, SUBMIT, WITHDRAW])
def test_a_closed_year_takes_no_change_but_a_correction(action: Action) -> None:
    assert open_for(action, year_is_open=True, sent_back=False)
    assert not open_for(action, year_is_open=False, sent_back=False)
    assert open_for(action, year_is_open=False, sent_back=True)


# What a refusal advises, as the action that it names; opening the year is no action on a value.
ADVISED = {
    NextStep.REOPEN: REOPEN,
    NextStep.WITHDRAW: WITHDRAW,
    NextStep.RETURN: RETURN,
    NextStep.CORRECT: SAVE,
    NextStep.OPEN: None,
}


@pytest.mark.parametrize("unlocked", [True, False], ids=["open", "closed"])
@pytest.mark.parametrize(
    ("state", "action"),
    list(product([None, *ActualState], PERMISSION)),
    ids=lambda each: "nothing" if each is None else each.value,
)
def test_a_refusal_sends_to_somebody_who_can_act(
    state: ActualState | None, action: Action, unlocked: bool
) -> None:
    # What was sent back is never locked.
    unlocked = unlocked or state in (RETURNED, REOPENED, WITHDRAWN)
    published = state is APPROVED
    following = next_state(state, action, published=published)
    if following and open_for(action, year_is_open=unlocked, sent_back=False):
        return
    advice = next_step(state, action, unlocked=unlocked)
    if advice is None:
        assert (state, action) == (APPROVED, APPROVE) or action is RETRACT
        return
    advised = ADVISED[advice]
    if advised is None:
        assert not unlocked
        return
    assert next_state(state, advised, published=published)
    assert open_for(advised, year_is_open=unlocked, sent_back=False)


@given(st.lists(st.sampled_from(Action), max_size=40))
def test_nothing_is_approved_but_by_a_reviewer_after_a_submission(actions: list[Action]) -> None:
    state: ActualState | None = None
    published = False
    before: list[Action] = []
    for action in actions:
        following = next_state(state, action, published=published)
        if following is None:
            continue
        if action in (APPROVE, RETRACT):
            published = action is APPROVE
        before.append(action)
        if following is APPROVED:
            assert before[-2:] == [SUBMIT, APPROVE]
            assert PERMISSION[action] == REVIEW
        state = following


@pytest.mark.parametrize(
    ("step", "chinese", "english"),
    [
        (
            NextStep.REOPEN,
            "如需更正，请审核人员退回更正这个数值",
            "to correct it, ask a reviewer to reopen this value",
        ),
        (NextStep.WITHDRAW, "如需修改，请先撤回", "to change it, withdraw it first"),
        (
            NextStep.RETURN,
            "如需修改，请审核人员退回这个数值",
            "to change it, ask a reviewer to return this value",
        ),
        (
            NextStep.OPEN,
            "如需填报，请本省审核人员开放这一年度",
            "to enter it, ask a reviewer of the province to open the year",
        ),
        (
            NextStep.CORRECT,
            "填报人现在可以修改，再提交审核",
            "its editors can change it now and submit it for review",
        ),
    ],
    ids=lambda each: each.value if isinstance(each, NextStep) else "",
)
def test_the_way_on_in_words(step: NextStep, chinese: str, english: str) -> None:
    assert list(in_both(next_step_message, [step])) == [(chinese, english)]
