"""How often somebody is mailed a digest."""

from datetime import date, timedelta

PAUSE = timedelta(days=7)


def may_have_another(last: date | None, today: date) -> bool:
    """Whether a person whose last digest is of the day `last` may get another `today`.

    By days and not by hours: a timer runs each Monday at eight, give or take some seconds, and
    would otherwise leave out every other week.
    """
    return last is None or today >= last + PAUSE
