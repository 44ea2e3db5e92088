"""All files that prove the values of a region in a year, as one zip."""

from datetime import datetime
from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from common.audit.middleware import downloads
from common.audit.rules import Event
from common.language import local_name
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
    values = proved_values(user=request.user, region=region, year=year, lineage=known)
    content = evidence_volume(
        values,
        index=partial(evidence_index, values, region=local_name(region), year=year, at=now),
        missing=partial(missing_list, values),
        now=now,
    )
    answer = FileResponse(
        content, as_attachment=True, filename=_filename(region.name, year, now), content_type=_TYPE
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _filename(region: str, year: int, now: datetime) -> str:
    day = timezone.localtime(now).strftime("%Y%m%d")
    return _("%(region)s%(year)d年佐证材料-%(day)s.zip") % {
        "region": region,
        "year": year,
        "day": day,
    }
