"""Keeps what is typed beside the rows of a preview, before anything is written."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction

from siwei.exchange.models import ImportBatch
from siwei.exchange.rules.enums import BatchState
from siwei.exchange.rules.kept import explained, kinds_in, rows_at


@transaction.atomic
def explain(*, batch: ImportBatch, explanations: Mapping[int, str], actor: User) -> None:
    """Keep the explanations of rows of `batch`, by their places; an empty one takes it away.

    A batch that is decided, or somebody else's, stays as it is: nothing of it is typed any more.
    """
    current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if current.state != BatchState.PREVIEWED or current.by_id != actor.pk:
        return
    number = len(kinds_in(current.rows))
    places = [place for place in explanations if place < number]
    before = {place: row.explanation or "" for place, row in rows_at(current.rows, places)}
    if any(explanations[place] != text for place, text in before.items()):
        current.rows = explained(current.rows, explanations)
        current.save(update_fields=["rows"])
    batch.rows = current.rows
