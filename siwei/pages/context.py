"""What every page knows."""

from dataclasses import dataclass

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import uri_to_iri
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.as_of import Past, moment_of
from common.listing import PAGE
from common.moments import AS_OF, FIRST, now
from departments.people import ANYONE, person_of
from departments.receivers import AUDITOR
from departments.rules.permissions import EDIT, REVIEW, Permission, Person, administers, scope_of


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the main navigation; `current` on it and on the pages below it."""

    label: str
    url: str
    current: bool


def site(request: HttpRequest) -> dict[str, object]:
    """The main navigation, whether there is an administration or an audit log for this person,
    where one logs in and out (empty where there is no such page), and the address of the page,
    which is said on paper; whether that address can be shared."""
    user = getattr(request, "user", None)
    person = ANYONE if user is None else person_of(user)
    return {
        "navigation": _navigation(request, person),
        "administers": administers(person),
        "audits": _audits(request),
        "login_url": reverse("login"),
        "logout_url": reverse("logout"),
        "printed_from": uri_to_iri(_address(request)),
        "past": _past(request),
        "shared": _is_shared(request),
    }


# What these show is of whoever is logged in, or is a form to fill in: their address says nothing
# to anybody else.
_PERSONAL = {
    *("mine", "keys", "key_revoke", "calendar_feeds", "reminders", "audit", "set_language"),
    *("login", "password_change", "password_change_done", "entry_home", "say", "verify"),
    *("import_home", "import_batch", "evidence_add"),
}


def _is_shared(request: HttpRequest) -> bool:
    """Whether the address says what the page shows, so that somebody else would see the same."""
    found = request.resolver_match
    return request.method == "GET" and found is not None and (found.url_name not in _PERSONAL)


def _past(request: HttpRequest) -> Past | None:
    """None on a page that shows only today."""
    if not hasattr(request, "moment"):
        return None
    moment, address = moment_of(request), request.GET.copy()
    for name in (AS_OF, PAGE):
        address.pop(name, None)
    return Past(
        asked=moment.asked,
        day=moment.today.isoformat(),
        first_day=FIRST.isoformat(),
        last_day=now().today.isoformat(),
        now_url=f"{request.path}?{address.urlencode()}",
        kept=[(name, value) for name, values in address.lists() for value in values],
    )


def _address(request: HttpRequest) -> str:
    """The whole address; without the host where that is none of ours, and is refused for it."""
    try:
        return request.build_absolute_uri()
    except DisallowedHost:
        return request.get_full_path()


def _audits(request: HttpRequest) -> bool:
    """Whether there is an audit log for this person: as the log-in found it. The log asks anew."""
    session = getattr(request, "session", None)
    user = getattr(request, "user", None)
    return bool(
        session is not None and user is not None and user.is_authenticated and session.get(AUDITOR)
    )


def _navigation(request: HttpRequest, person: Person) -> list[NavigationItem]:
    labels = {
        "overview": _("总览"),
        "cities": pgettext("plural", "城市"),
        "indicators": pgettext("plural", "指标"),
        "compare": _("比较"),
        "briefing": _("简报"),
        "plans": pgettext("plural", "规划"),
        "tasks": pgettext("plural", "任务"),
        "calendar": _("日历"),
        "departments": pgettext("plural", "部门"),
        "conflicts": pgettext("plural", "文本矛盾"),
        "changes": pgettext("plural", "变化"),
    }
    labels |= _work(person)
    items = [(label, reverse(name)) for name, label in labels.items()]
    return [NavigationItem(label, url, _is_within(request.path, url)) for label, url in items]


def _work(person: Person) -> dict[str, str]:
    """Where this person works, beside what everybody reads."""
    work: dict[str, tuple[Permission, str]] = {
        "entry_home": (EDIT, _("填报")),
        "review": (REVIEW, _("审核")),
    }
    return {
        name: label for name, (permission, label) in work.items() if scope_of(person, permission)
    }


def _is_within(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
