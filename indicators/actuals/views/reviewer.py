"""Who may open the pages of review."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from departments.people import person_of
from departments.rules.permissions import REVIEW, Person, scope_of


def reviewer(request: HttpRequest) -> Person:
    """Who asks. Raises `PermissionDenied` with words where they review nothing."""
    person = person_of(request.user)
    if not scope_of(person, REVIEW):
        raise PermissionDenied(_("只有审核人员可以打开审核页面。"))
    return person
