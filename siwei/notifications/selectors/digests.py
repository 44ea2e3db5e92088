"""Who is to be mailed a digest, and of what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Max, Q
from django.utils import timezone

from departments.selectors import mailable
from siwei.notifications.models import SentDigest
from siwei.notifications.rules.digests import may_have_another
from siwei.notifications.rules.enums import DigestState
from siwei.notifications.rules.urgency import is_soon
from siwei.notifications.selectors.waiting import Waiting, waiting_for

# A digest that failed, or that nobody needed any more, keeps nobody from the next one.
_COUNTS = (DigestState.QUEUED.value, DigestState.SENT.value)


@dataclass(frozen=True, slots=True)
class Digest:
    """What a person is mailed about: what is late or due soon, and how much else waits."""

    user: User
    soon: list[Waiting]
    others: int


def readers(*, today: date) -> Iterator[User]:
    """Those who get mails and had no digest within a week, by their name. One query."""
    counts = Q(digests__state__in=_COUNTS)
    asked = mailable().annotate(last_digest=Max("digests__at", filter=counts))
    for user in asked.order_by("username"):
        last = timezone.localdate(user.last_digest) if user.last_digest else None
        if may_have_another(last, today):
            yield user


def last_digest_day(user_id: int) -> date | None:
    """The day of the last digest that counts."""
    last = SentDigest.objects.filter(user=user_id, state__in=_COUNTS).order_by("-at").first()
    return timezone.localdate(last.at) if last else None


def digest_of(user: User, *, today: date) -> Digest | None:
    """What `user` is mailed about; None where nothing is late or due soon."""
    waiting = waiting_for(user, today=today)
    soon = [one for one in waiting if is_soon(one.due_on, today)]
    return Digest(user, soon, len(waiting) - len(soon)) if soon else None


def failed(digests: Iterable[int]) -> int:
    """How many of these digests couldn't be sent."""
    return SentDigest.objects.filter(pk__in=digests, state=DigestState.FAILED.value).count()
