"""All files that prove the values of a region in a year, as one zip."""

from datetime import datetime
from functools import partial
from typing import IO

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from common.audit.middleware import downloads
from common.audit.rules import Event
from common.downloads import file_head
from common.language import local_name
from departments.models import Region
from departments.rules.successions import Lineage
from departments.selectors import lineage
from indicators.actuals.services.faults import year_fault
from indicators.actuals.views.grid import readable_region
from siwei.reports.selectors.evidence_volume import proved_values
from siwei.reports.services.evidence_volume import evidence_volume
from siwei.reports.viewmodels.evidence_index import evidence_index, missing_list

_TYPE = "application/zip"


@login_required
@downloads(Event.EVIDENCE)
def evidence_zip(request: HttpRequest, code: str, year: int) -> HttpResponseBase:
    """For who may read the working values of the region, as each of its files is."""
    region, now = readable_region(request, code), timezone.now()
    if fault := year_fault(year, now=now):
        raise Http404(fault.message)
    known = lineage()
    if (other := known.in_year(code, year)) != code:
        return redirect("evidence_volume", other, year)
    name = _filename(region.name, year, now)
    answer: HttpResponseBase
    if request.method == "HEAD":
        disposition = content_disposition_header(as_attachment=True, filename=name)
        answer = file_head(_TYPE, disposition or "attachment")
    else:
        content = _volume(request, region, year, known, now)
        answer = FileResponse(content, as_attachment=True, filename=name, content_type=_TYPE)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _volume(
    request: HttpRequest, region: Region, year: int, known: Lineage, now: datetime
) -> IO[bytes]:
    values = proved_values(user=request.user, region=region, year=year, lineage=known)
    return evidence_volume(
        values,
        index=partial(evidence_index, values, region=local_name(region), year=year, at=now),
        missing=partial(missing_list, values),
        now=now,
    )


def _filename(region: str, year: int, now: datetime) -> str:
    day = timezone.localtime(now).strftime("%Y%m%d")
    return _("%(region)s%(year)d年佐证材料-%(day)s.zip") % {
        "region": region,
        "year": year,
        "day": day,
    }
