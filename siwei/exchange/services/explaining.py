"""Keeps what is typed beside the rows of a preview, before anything is written."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction

from common.texts import text_fault
from indicators.actuals.wording import field_name
from siwei.exchange.models import ImportBatch
from siwei.exchange.rules.enums import BatchState
from siwei.exchange.rules.kept import explained, kinds_in, rows_at


@transaction.atomic
def explain(*, batch: ImportBatch, explanations: Mapping[int, str], actor: User) -> dict[int, str]:
    """Keep the explanations of rows of `batch`, by their places; an empty one takes it away.

    A batch that is decided, or somebody else's, stays as it is: nothing of it is typed any more.
    Texts that no value takes aren't kept, the others are; what is said of them, by their places.
    """
    current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if current.state != BatchState.PREVIEWED or current.by_id != actor.pk:
        return {}
    wrong = {at: words for at, text in explanations.items() if (words := _fault(text))}
    number = len(kinds_in(current.rows))
    places = [at for at in explanations if at < number and at not in wrong]
    before = {place: row.explanation or "" for place, row in rows_at(current.rows, places)}
    if any(explanations[place] != text for place, text in before.items()):
        current.rows = explained(current.rows, {at: explanations[at] for at in places})
        current.save(update_fields=["rows"])
    batch.rows = current.rows
    return {at: words for at, words in wrong.items() if at < number}


def _fault(text: str) -> str:
    fault = text_fault(text, name=field_name("explanation"))
    return fault[1] if fault else ""
