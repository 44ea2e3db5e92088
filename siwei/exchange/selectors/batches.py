"""Which import batches somebody may look at."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from common.refusals import NotThere
from departments.models import Membership
from departments.people import person_of
from departments.rules.permissions import REVIEW, scope_of
from departments.selectors import reached
from siwei.exchange.models import ImportBatch
from siwei.exchange.rules.enums import BatchState

# Nobody but the person who uploaded it is concerned by what was never written.
_WRITTEN = (BatchState.COMMITTED.value, BatchState.TAKEN_BACK.value)


def batches_of(user: AbstractBaseUser | AnonymousUser) -> QuerySet[ImportBatch]:
    """The batches that `user` may look at, the latest first, without their rows.

    Their own; for an administrator, and for a reviewer where everybody who imported works in the
    regions that they review, those that were written, too.
    """
    person = person_of(user)
    if person.id is None:
        return ImportBatch.objects.none()
    seen = Q(by=person.id)
    if person.is_administrator:
        seen |= Q(state__in=_WRITTEN)
    elif scope := scope_of(person, REVIEW):
        of_whom = Membership.objects.filter(user=OuterRef("by"))
        here = reached(scope)
        seen |= Q(Exists(of_whom.filter(here)), ~Exists(of_whom.exclude(here)), state__in=_WRITTEN)
    return ImportBatch.objects.filter(seen).select_related("by").defer("rows", "result")


def batch_of(pk: int, user: AbstractBaseUser | AnonymousUser) -> ImportBatch:
    """The batch with its rows. Raises `NotThere` where there is none that `user` may look at."""
    batch = batches_of(user).defer(None).filter(pk=pk).first()
    if batch is None:
        raise NotThere(_("没有这个导入批次，或您无权查看"))
    return batch
