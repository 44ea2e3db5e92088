"""The mails that tell people what is late or due soon: asked for here, sent by a job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from common.jobs import enqueue
from common.labels import label
from common.mail import send
from departments.people import language_of, name_of
from departments.selectors import mailable
from siwei.notifications.models import SentDigest
from siwei.notifications.rules.digests import may_have_another
from siwei.notifications.rules.enums import DigestState, Urgency
from siwei.notifications.rules.urgency import urgency
from siwei.notifications.selectors.digests import Digest, digest_of, last_digest_day
from siwei.notifications.selectors.waiting import Waiting
from siwei.notifications.wording import lateness, subject_of

TEMPLATE = "notifications/mail/digest.txt"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits, in the words of the mail."""

    due: date | None
    lateness: str
    kind: str
    subject: str
    count: int
    path: str


@transaction.atomic
def ask_for_digest(*, user_id: int, now: datetime) -> SentDigest | None:
    """Have a digest mailed, unless another run asked for one meanwhile.

    The person is locked while that is looked up, so of two runs at the same moment one waits and
    then finds the digest of the other. The job is stored in the same transaction (`enqueue`).
    """
    User.objects.select_for_update(no_key=True).get(pk=user_id)
    if not may_have_another(last_digest_day(user_id), timezone.localdate(now)):
        return None
    digest = SentDigest.objects.create(user_id=user_id, at=now)
    enqueue(mail_digest, digest.pk)
    return digest


@task()
def mail_digest(digest_id: int) -> str:
    """The job: mails what waits now, which may be less than when it was asked for.

    What fails is kept as failed, so that the next run asks again, and raised for the log.
    """
    asked = SentDigest.objects.filter(pk=digest_id, state=DigestState.QUEUED.value)
    digest = asked.first()
    if digest is None:
        return ""
    try:
        matters = _mail(digest.user_id, today=timezone.localdate())
    except Exception:
        _end(digest, DigestState.FAILED)
        raise
    state = DigestState.SENT if matters else DigestState.SKIPPED
    _end(digest, state, matters)
    return state.value


def _mail(user_id: int, *, today: date) -> int:
    """Mails the digest of a person; returns how many things it names, none where none was sent."""
    user = mailable().filter(pk=user_id).first()
    digest = digest_of(user, today=today) if user else None
    if user is None or digest is None:
        return 0
    language = language_of(user)
    with translation.override(language):
        context = _context(digest, today)
    send(TEMPLATE, context, to=user.email, language=language)
    return len(digest.soon)


def _end(digest: SentDigest, state: DigestState, matters: int = 0) -> None:
    digest.state, digest.matters, digest.done_at = state.value, matters, timezone.now()
    digest.save(update_fields=["state", "matters", "done_at"])


def _context(digest: Digest, today: date) -> dict[str, object]:
    late = [one for one in digest.soon if urgency(one.due_on, today) == Urgency.LATE]
    coming = digest.soon[len(late) :]  # the late ones come first
    return {
        "reader": name_of(digest.user),
        "late": _lines(late, today),
        "coming": _lines(coming, today),
        "others": digest.others,
    }


def _lines(waiting: Sequence[Waiting], today: date) -> list[Line]:
    return [
        Line(
            due=one.due_on,
            lateness=lateness(one.due_on, today),
            kind=label(one.kind),
            subject=subject_of(one),
            count=one.count,
            path=one.path,
        )
        for one in waiting
    ]
