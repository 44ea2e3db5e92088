"""What the history says against a change: somebody was quicker, or nothing was corrected."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from common.labels import label
from common.refusals import Fault, Invalid, Stale
from departments.people import name_of
from indicators.actuals.rules.enums import Action
from indicators.actuals.selectors.history import last_changes, unchanged_since_sent_back
from indicators.actuals.services.work import Work


def name_who_was_quicker(works: Sequence[Work], *, actor: User) -> None:
    """Say in every refusal of a stale version who changed the value, what they did, and when; of
    what `actor` changed elsewhere, that it was their own change.

    One query, none where nobody was quicker. Whoever gets this refusal may read the value.
    """
    stale = [one.refusal for one in works if isinstance(one.refusal, Stale)]
    changed = {one.current.pk: one for one in stale if one.current is not None and one.was_older}
    last = last_changes(changed)
    for pk, refusal in changed.items():
        row = last.get(pk)
        if row is None:  # without a history, which `verify_history` reports
            continue
        words = (
            _("您已在另一处于 %(at)s 变更这个数值（%(action)s），与这里显示的不同，请核对")
            if row.by_id == actor.pk
            else _("这个数值已由%(who)s在 %(at)s 变更（%(action)s），与您看到的不同，请核对")
        )
        refusal.message = words % {
            "who": name_of(row.by) or _("系统"),
            "at": f"{timezone.localtime(row.at):%Y-%m-%d %H:%M}",
            "action": label(Action(row.action)),
        }


def refuse_unchanged(works: Sequence[Work]) -> None:
    """Refuse what a reviewer sent back and nobody changed since, unless its submission says why.

    One query, none where nothing is submitted without a comment.
    """
    submitted = {
        one.actual.pk: one
        for one in works
        if one.refusal is None
        and one.change.action is Action.SUBMIT
        and one.actual is not None
        and not one.change.reason.strip()
    }
    actuals = [one.actual for one in submitted.values() if one.actual is not None]
    for pk in unchanged_since_sent_back(actuals):
        work = submitted[pk]
        words = _("退回后没有修改：请修改数值或补充佐证；数值无误的，请在“说明”中写明理由，再提交")
        work.refusal = Invalid(words, [Fault("reason", "unchanged", words, str(work.key))])
