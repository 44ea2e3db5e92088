"""What became public, and what ceased to be."""

from datetime import datetime

from django.db.models import Q, QuerySet

from common.records.models import Publication


def published_between(kind: str, since: datetime, until: datetime) -> QuerySet[Publication]:
    """The publications of a kind that began or ended after `since` and up to `until`, by time.

    Each with its `record`, whose key names the thing. What replaced another one began when that
    ended (`ended_by` is `replaced`); what was withdrawn or removed only ends.
    """
    began = Q(published_at__gt=since, published_at__lte=until)
    ended = Q(ended_at__gt=since, ended_at__lte=until)
    rows = Publication.objects.filter(began | ended, record__kind=kind)
    return rows.select_related("record").order_by("published_at", "record_id", "version")
