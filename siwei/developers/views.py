"""The documentation to read."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.addresses import base_url
from siwei.developers.viewmodels import documentation


def developers(request: HttpRequest) -> HttpResponse:
    """How to begin, and docs/api.md, whose examples ask this installation."""
    address = base_url(request)
    text = str(settings.SPECTACULAR_SETTINGS["DESCRIPTION"])
    context = {
        "address": address,
        "public_read": settings.PUBLIC_READ,
        "contact": settings.CONTACT,
        "documentation": documentation(text, address=address),
    }
    return render(request, "developers/developers.html", context)
