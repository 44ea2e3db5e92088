"""Which tables are watched: every one, unless its app says here what of it is seen, or why none.

A table belongs to an app, so the app says it when it starts (`watch`, `leave_out`). What nobody
speaks of is watched whole: a table that is forgotten costs some work, and no wrong answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Watch:
    """How a table is watched.

    `unseen`: columns that no answer tells of; a change of these alone is none. `public`: what the
    public can see of a row, as SQL expressions of both databases in which `{row}` stands for the
    row; None: all of it, and empty: nothing. What changes nothing of that changes the stamp of
    those alone who have logged in.

    `part`: of which part of the country a row tells, as such an expression (the code of a region,
    NULL for none); None: of every part, empty: of none. What is kept for each region
    (`common.kept`) is made anew by that, so a table of none says nothing on which a
    verdict rests.
    """

    unseen: tuple[str, ...] = ()
    public: tuple[str, ...] | None = None
    part: str | None = None


NO_PART = ""
WHOLE = Watch()
NOT_PUBLIC = Watch(public=(), part=NO_PART)

_WATCHED: dict[str, Watch] = {}
_LEFT_OUT: dict[str, str] = {}


def watch(label: str, how: Watch) -> None:
    """Watch a model (`departments.apikey`) in another way than whole."""
    _WATCHED[label] = how


def leave_out(reasons: Mapping[str, str]) -> None:
    """Don't watch models, each for its reason."""
    _LEFT_OUT.update(reasons)


def watch_of(label: str) -> Watch | None:
    """How a model is watched; None for one that is left out."""
    return None if label in _LEFT_OUT else _WATCHED.get(label, WHOLE)


def left_out() -> Mapping[str, str]:
    """The models that aren't watched, with the reasons."""
    return _LEFT_OUT
