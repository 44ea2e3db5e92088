"""What the reviewer's form says of each value, and the decisions that it asks for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from common.numbers import whole_number
from common.signs import tidy
from indicators.actuals.rules.changes import Change
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import is_key, parse_key

# The buttons of the form; the last approves what was asked about.
CONFIRM = "confirm"
BUTTONS = {"approve": Action.APPROVE, "return": Action.RETURN, CONFIRM: Action.APPROVE}


@dataclass(frozen=True, slots=True)
class TypedDecision:
    """One value of the form. `seen` is the version that the page showed; `checked` the one
    that the person looked at after a refusal named it; `asked` the codes of the warnings that the
    page asked about."""

    picked: bool = False
    reason: str = ""
    seen: int | None = None
    checked: int | None = None
    asked: tuple[str, ...] = ()

    @property
    def version(self) -> int:
        """The version to decide on; 0, which no value has, where the form doesn't say."""
        return self.checked or self.seen or 0


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """What the form asks for: one decision on one value, or on every picked one.

    `warned`: of `shown` those that the page asked about. `confirms`: an approval in spite of the
    warnings that were asked about.
    """

    action: Action | None
    keys: Sequence[str]
    shown: Sequence[str]
    typed: dict[str, TypedDecision]
    reason: str
    many: bool  # the reason is for every picked one
    confirms: bool = False

    @property
    def warned(self) -> frozenset[str]:
        return frozenset(key for key, typed in self.typed.items() if typed.asked)

    def reason_of(self, key: str) -> str:
        """A value's own reason, or the one for all picked."""
        return tidy(self.typed[key].reason) or tidy(self.reason)


def read_request(data: QueryDict) -> ReviewRequest:
    """The posted form; `shown` are the values of the page, in its order.

    What isn't the key of a value never came from the page, and is passed over.
    """
    names = (name.removeprefix("seen:") for name in data if name.startswith("seen:"))
    shown = [name for name in names if is_key(name)]
    picked = set(data.getlist("pick"))
    typed = {
        key: TypedDecision(
            picked=key in picked,
            reason=data.get(f"reason:{key}", ""),
            seen=whole_number(data.get(f"seen:{key}", "")),
            checked=whole_number(data.get(f"checked:{key}", "")),
            asked=tuple(data.get(f"asked:{key}", "").split()),
        )
        for key in shown
    }
    reason = data.get("reason", "")
    for button, action in BUTTONS.items():
        key, confirms = data.get(button, ""), button == CONFIRM
        if key in typed:
            return ReviewRequest(action, [key], shown, typed, reason, many=False, confirms=confirms)
    button = data.get("picked", "")
    keys = [key for key in shown if key in picked]
    return ReviewRequest(
        BUTTONS.get(button), keys, shown, typed, reason, many=True, confirms=button == CONFIRM
    )


def left_over(
    review_request: ReviewRequest, besides: Collection[str], *, reason: bool = False
) -> str:
    """What is written and ticked beside other values than `besides`, as a form for `read_request`.

    `reason`: with the one for all picked, unless it was used. Empty where there is nothing.
    """
    fields = QueryDict(mutable=True)
    for key in review_request.shown:
        typed = review_request.typed[key]
        if key in besides or not (typed.picked or tidy(typed.reason)):
            continue
        fields[f"seen:{key}"] = str(typed.seen or "")
        fields[f"reason:{key}"] = typed.reason
        if typed.picked:
            fields.appendlist("pick", key)
    if reason and tidy(review_request.reason) and not review_request.many:
        fields["reason"] = review_request.reason
    return fields.urlencode()


def changes_of(review_request: ReviewRequest) -> list[Change]:
    """The decisions that the form asks for, one for each value."""
    if review_request.action is None:
        return []
    return [
        Change(
            parse_key(key),
            review_request.action,
            review_request.typed[key].version,
            reason=review_request.reason_of(key),
            confirmed=review_request.typed[key].asked if review_request.confirms else (),
        )
        for key in review_request.keys
    ]
