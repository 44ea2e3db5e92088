"""Takes back what somebody has just saved: each value as it stood before, by the one service."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from common.records.rules.doors import Door
from common.refusals import NotAllowed, NotThere, Refused, Stale
from indicators.actuals.models import Actual
from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.content import ActualContent
from indicators.actuals.rules.enums import Action, ObsStatus
from indicators.actuals.rules.keys import ActualKey
from indicators.actuals.selectors.facts import Facts
from indicators.actuals.selectors.history import Version, versions
from indicators.actuals.selectors.surroundings import Surroundings
from indicators.actuals.services.storing import content_of
from indicators.actuals.services.work import Outcome
from indicators.actuals.services.writing import write


def undo(
    *,
    saved: Mapping[ActualKey, int],
    actuals: Mapping[ActualKey, Actual],
    actor: User,
    now: datetime,
    door: Door,
    facts: Facts | None = None,
    around: Surroundings | None = None,
) -> list[Outcome]:
    """Save again what stood before the version that `actor` saved, of each value in `saved`.

    `actuals` are those values as they were read. A value that says something else by now than
    after that version is left alone (`Stale`), as is what somebody else did (`NotAllowed`). The
    state isn't brought back: what was returned and changed is a draft. One query, and `write`.
    """
    known = {actuals[key].pk: number for key, number in saved.items() if key in actuals}
    found = versions(known)
    changes: list[Change] = []
    refused: dict[ActualKey, Refused] = {}
    for key, number in saved.items():
        actual = actuals.get(key)
        one = None if actual is None else found.get(actual.pk)
        try:
            changes.append(_change(key, number, actual, one, actor))
        except Refused as refusal:
            refused[key] = refusal
    outcomes = write(changes=changes, actor=actor, now=now, door=door, facts=facts, around=around)
    done = {outcome.key: outcome for outcome in outcomes}
    done |= {key: Outcome(key, None, refusal=refusal) for key, refusal in refused.items()}
    return [done[key] for key in saved]


def _change(
    key: ActualKey, number: int, actual: Actual | None, one: Version | None, actor: User
) -> Change:
    if actual is None or one is None:
        raise NotThere(_("这个数值还没有填报，或已不存在"))
    if one.row.action != Action.SAVE or one.row.by_id != actor.pk:
        raise NotAllowed(_("只能撤销自己保存的修改"))
    if _says(content_of(actual)) != _says(one.after):
        raise Stale(_("保存之后这个数值又改过，没有撤销"), actual)
    return Change(key, Action.SAVE, actual.version, _entry(one.before))


def _says(content: ActualContent) -> tuple[str, ...]:
    """What a person enters, as it is printed: 9.0 is not 9."""
    value = "" if content.value is None else str(content.value)
    return (value, content.obs_status, content.source, content.note, content.explanation)


def _entry(before: ActualContent) -> Entry:
    """What stood before; nothing at all before the first version."""
    status = ObsStatus(before.obs_status) if before.obs_status else ObsStatus.MISSING
    return Entry(
        value=before.value,
        obs_status=status,
        source=before.source,
        note=before.note,
        explanation=before.explanation,
        demo=before.demo,
    )
