"""The language of the pages: who is logged in keeps it, also on another device."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.i18n import LANGUAGE_QUERY_PARAMETER, set_language

from departments.selectors import account_of
from departments.services.preferences import remember_language


@login_not_required
def switch_language(request: HttpRequest) -> HttpResponseBase:
    """Django's view, which sets a cookie; the choice of a person is remembered, too."""
    response = set_language(request)
    chosen = request.POST.get(LANGUAGE_QUERY_PARAMETER)
    if isinstance(request.user, User) and chosen in dict(settings.LANGUAGES):
        remember_language(request.user, chosen)
    return response


def speak_the_language_of(user: User, request: HttpRequest, response: HttpResponse) -> None:
    """On a device on which nobody has chosen a language, set that of who has just logged in."""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return
    if language := account_of(user).language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            path=settings.LANGUAGE_COOKIE_PATH,
            domain=settings.LANGUAGE_COOKIE_DOMAIN,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
