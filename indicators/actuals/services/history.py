"""Writes the revision of a change, in the transaction of the change."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User

from indicators.actuals.models import Actual, Revision
from indicators.actuals.rules.history import RevisionContent, digest


@dataclass(frozen=True, slots=True)
class Before:
    """What an actual said before a change; the default is that it wasn't there."""

    state: str = ""
    value: Decimal | None = None
    places: int | None = None
    obs_status: str = ""

    @classmethod
    def of(cls, actual: Actual) -> "Before":
        return cls(actual.state, actual.value, actual.value_places, actual.obs_status)


def record(
    *,
    actual: Actual,
    before: Before,
    action: str,
    actor: User | None,
    now: datetime,
    reason: str = "",
) -> Revision:
    """Append the revision that says how `actual` came to its present `version`.

    The caller holds the row's lock; the revision's number is the actual's version.
    """
    last = actual.revisions.order_by("-number").first()
    revision = Revision(
        actual=actual,
        number=actual.version,
        at=now,
        by=actor,
        action=action,
        from_state=before.state,
        to_state=actual.state,
        from_value=before.value,
        from_places=before.places,
        to_value=actual.value,
        to_places=actual.value_places,
        from_obs_status=before.obs_status,
        to_obs_status=actual.obs_status,
        source=actual.source,
        note=actual.note,
        explanation=actual.explanation,
        reason=reason,
        previous_hash=last.hash if last else "",
    )
    revision.hash = digest(content_of(revision, str(actual.key)), revision.previous_hash)
    revision.save(force_insert=True)
    return revision


def content_of(revision: Revision, key: str) -> RevisionContent:
    """What the hash of a stored revision covers; `key` is that of its actual."""
    return RevisionContent(
        key=key,
        number=revision.number,
        at=revision.at,
        by=revision.by_id,
        action=revision.action,
        from_state=revision.from_state,
        to_state=revision.to_state,
        from_value=revision.printed_from,
        to_value=revision.printed_to,
        from_obs_status=revision.from_obs_status,
        to_obs_status=revision.to_obs_status,
        source=revision.source,
        note=revision.note,
        explanation=revision.explanation,
        reason=revision.reason,
    )
