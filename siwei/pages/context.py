"""What every page knows."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from departments.people import person_of
from departments.rules.roles import Role


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the main navigation; `current` on it and on the pages below it."""

    label: str
    url: str
    current: bool


def site(request: HttpRequest) -> dict[str, object]:
    """The main navigation, and where one logs in and out (empty where there is no such page)."""
    return {
        "navigation": _navigation(request),
        "login_url": reverse("login"),
        "logout_url": reverse("logout"),
    }


def _navigation(request: HttpRequest) -> list[NavigationItem]:
    labels = {
        "overview": _("总览"),
        "cities": pgettext("plural", "城市"),
        "indicators": pgettext("plural", "指标"),
        "compare": _("比较"),
        "plans": pgettext("plural", "规划"),
        "tasks": pgettext("plural", "任务"),
        "departments": pgettext("plural", "部门"),
        "conflicts": pgettext("plural", "文本矛盾"),
    }
    labels |= _work(request)
    items = [(label, reverse(name)) for name, label in labels.items()]
    return [NavigationItem(label, url, _is_within(request.path, url)) for label, url in items]


def _work(request: HttpRequest) -> dict[str, str]:
    """Where this person works, beside what everybody reads."""
    user = getattr(request, "user", None)
    roles = {grant.role for grant in person_of(user).grants} if user is not None else set()
    work = {Role.EDITOR: ("entry_home", _("填报")), Role.REVIEWER: ("review", _("审核"))}
    return {name: label for role, (name, label) in work.items() if role in roles}


def _is_within(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
