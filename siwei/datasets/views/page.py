"""The page of the data sets, and the catalogue that describes them to other catalogues."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from common.addresses import base_url
from siwei.datasets.selectors.sets import SETS
from siwei.datasets.selectors.summaries import places, summaries
from siwei.datasets.viewmodels.dcat import dcat
from siwei.datasets.viewmodels.described import described_sets, folder
from siwei.datasets.viewmodels.publishing import publishing
from siwei.datasets.viewmodels.schema_org import schema_org

JSON_LD = "application/ld+json"
# No end of a script, nor any other tag, inside of one.
_NO_TAGS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def data(request: HttpRequest) -> HttpResponse:
    """What data sets there are, as everybody may see them."""
    found = summaries()
    said = publishing(base_url(request), demo=found["actuals"].demo)
    sets = described_sets(SETS, found, said, today=timezone.localdate())
    metadata = schema_org(sets, places(), said)
    context = {
        "sets": sets,
        "publishing": said,
        "contact": said.contact,
        "demo": said.demo,
        "folder": folder(),
        "last": max(filter(None, (one.changed_at for one in sets)), default=None),
        "metadata": json.dumps(metadata, ensure_ascii=False).translate(_NO_TAGS),
    }
    return render(request, "datasets/data.html", context)


def catalogue(request: HttpRequest) -> HttpResponse:
    """The same for other catalogues, in both languages."""
    found = summaries()
    said = publishing(base_url(request), demo=found["actuals"].demo)
    today = timezone.localdate()
    node = dcat(lambda: described_sets(SETS, found, said, today=today), places(), said)
    return HttpResponse(json.dumps(node, ensure_ascii=False), content_type=JSON_LD)
