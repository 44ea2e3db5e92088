"""Where the pages of imports are, for whoever comes from the history of a value."""

from collections.abc import Collection, Mapping

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse

from common.numbers import ID_DIGITS, whole_number
from siwei.exchange.selectors.batches import batches_of


def batch_addresses(
    numbers: Collection[str], reader: AbstractBaseUser | AnonymousUser
) -> Mapping[str, str]:
    """The addresses of the batches that `reader` may look at, by their numbers. One query."""
    asked = (whole_number(number, digits=ID_DIGITS) for number in numbers)
    found = batches_of(reader).filter(pk__in=[pk for pk in asked if pk is not None])
    seen = found.values_list("pk", flat=True)
    return {str(pk): reverse("import_batch", args=[pk]) for pk in seen}
