"""What people choose for themselves: their language, and whether they get mails."""

from django.contrib.auth.models import User

from departments.models import Account


def remember_language(user: User, language: str) -> None:
    """`user` reads Siwei in `language` from now on, in mails and on a new device, too."""
    Account.objects.update_or_create(user=user, defaults={"language": language})


def choose_reminders(user: User, *, wanted: bool) -> None:
    """Whether `user` gets mails: what is due, and when somebody urges them."""
    Account.objects.update_or_create(user=user, defaults={"reminders": wanted})
