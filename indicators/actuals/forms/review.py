"""What the reviewer's form says of each value, and what came of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.http import QueryDict

from common.numbers import whole_number
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action
from indicators.actuals.rules.keys import is_key, parse_key
from indicators.actuals.services.decisions import Seen, decide
from indicators.actuals.services.errors import Refused, Stale

DECISIONS = (Action.APPROVE, Action.RETURN)


@dataclass(frozen=True, slots=True)
class Typed:
    """One value of the form. `seen` is the version that the page showed; `checked` the one
    that the person looked at after a refusal named it."""

    picked: bool = False
    reason: str = ""
    seen: int | None = None
    checked: int | None = None

    @property
    def version(self) -> int:
        """The version to decide on; 0, which no value has, where the form doesn't say."""
        return self.checked or self.seen or 0


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that was not decided: why, and where it is stale, what was seen and what is."""

    key: str
    refusal: Refused
    seen: int | None = None

    @property
    def current(self) -> Actual | None:
        return self.refusal.current if isinstance(self.refusal, Stale) else None


@dataclass(frozen=True, slots=True)
class Wish:
    """What the form asks for: one decision on one value, or on every picked one."""

    action: Action | None
    keys: Sequence[str]
    shown: Sequence[str]
    typed: dict[str, Typed]
    reason: str
    many: bool  # the reason is for every picked one

    def reason_of(self, key: str) -> str:
        """A value's own reason, or the one for all picked."""
        return self.typed[key].reason.strip() or self.reason.strip()


@dataclass(slots=True)
class Decided:
    """What came of one form: the values decided, each for itself, and those that were not."""

    done: list[Actual] = field(default_factory=list)
    problems: dict[str, Problem] = field(default_factory=dict)

    @property
    def keys(self) -> list[str]:
        """The keys of those that were decided, in the order of the page."""
        return [str(actual.key) for actual in self.done]


def read_wish(data: QueryDict) -> Wish:
    """The posted form; `shown` are the values of the page, in its order.

    What isn't the key of a value never came from the page, and is passed over.
    """
    names = (name.removeprefix("seen:") for name in data if name.startswith("seen:"))
    shown = [name for name in names if is_key(name)]
    picked = set(data.getlist("pick"))
    typed = {
        key: Typed(
            picked=key in picked,
            reason=data.get(f"reason:{key}", ""),
            seen=whole_number(data.get(f"seen:{key}", "")),
            checked=whole_number(data.get(f"checked:{key}", "")),
        )
        for key in shown
    }
    reason = data.get("reason", "")
    for action in DECISIONS:
        key = data.get(action.value, "")
        if key in typed:
            return Wish(action, [key], shown, typed, reason, many=False)
    many = next((action for action in DECISIONS if data.get("picked") == action.value), None)
    keys = [key for key in shown if key in picked]
    return Wish(many, keys, shown, typed, reason, many=True)


def left_over(wish: Wish, besides: Collection[str], *, reason: bool = False) -> str:
    """What is written and ticked beside other values than `besides`, as a form for `read_wish`.

    `reason`: with the one for all picked, unless it was used. Empty where there is nothing.
    """
    fields = QueryDict(mutable=True)
    for key in wish.shown:
        typed = wish.typed[key]
        if key in besides or not (typed.picked or typed.reason.strip()):
            continue
        fields[f"seen:{key}"] = str(typed.seen or "")
        fields[f"reason:{key}"] = typed.reason
        if typed.picked:
            fields.appendlist("pick", key)
    if reason and wish.reason.strip() and not wish.many:
        fields["reason"] = wish.reason
    return fields.urlencode()


def decide_each(wish: Wish, *, actor: User, now: datetime) -> Decided:
    """Decide every value that the form asks for; one that is refused stops no other."""
    result = Decided()
    if wish.action is None:
        return result
    for key in wish.keys:
        typed = wish.typed[key]
        reason = wish.reason_of(key)
        try:
            values = [Seen(parse_key(key), typed.version)]
            done = decide(action=wish.action, values=values, actor=actor, now=now, reason=reason)
        except Refused as refusal:
            result.problems[key] = Problem(key, refusal, typed.version)
        else:
            result.done.extend(done)
    return result
