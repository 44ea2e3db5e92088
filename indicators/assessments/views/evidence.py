"""One file that proves several values: to which others of its region and year it is added."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.numbers import whole_number
from common.records.models import Evidence
from common.records.rules.doors import BY_PAGE
from common.refusals import Invalid, Refused
from departments.forms.after_login import login_keeps_form
from departments.people import actor_of
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.selectors.record import provable
from indicators.actuals.services.errors import refusals_by_key
from indicators.actuals.services.evidence import attach_also
from indicators.actuals.wording import attached_words
from indicators.assessments.views.actual import find_actual, find_evidence


@login_keeps_form
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_values(request: HttpRequest, pk: int) -> HttpResponse:
    one = find_evidence(request, pk)
    if request.method != "POST":
        return _page(request, one)
    seen = _chosen(request)
    if not seen:
        messages.warning(request, _("请先勾选要证明的数值。"))
        return redirect("evidence_values", pk)
    try:
        attach_also(
            evidence=one,
            seen=seen,
            actor=actor_of(request.user),
            now=timezone.now(),
            door=BY_PAGE,
        )
    except Refused as refusal:
        return _page(request, one, refusal)
    messages.success(request, attached_words(len(seen), one.name))
    return redirect("actual", one.record.key)


def _page(request: HttpRequest, one: Evidence, refusal: Refused | None = None) -> HttpResponse:
    rows = provable(user=request.user, evidence=one)
    chosen = request.POST.getlist("to")
    refused: dict[str, str] = {}
    if refusal is not None:
        by_key = refusals_by_key(refusal, parse_key(chosen[0]))
        refused = {str(key): why.message for key, why in by_key.items()}
    context = {
        "one": one,
        "seen": find_actual(request, one.record.key),
        "rows": [(row, refused.pop(str(row.seen.key), "")) for row in rows],
        "elsewhere": refused,
        "chosen": chosen,
        "refused": refusal is not None,
    }
    status = 200 if refusal is None else 400 if isinstance(refusal, Invalid) else 409
    return render(request, "assessments/evidence_values.html", context, status=status)


def _chosen(request: HttpRequest) -> dict[ActualKey, int]:
    """The values that were ticked, each in the version that the page showed."""
    try:
        keys = {key: parse_key(key) for key in request.POST.getlist("to")}
    except ValueError:
        raise BadRequest(_("不认识的数值。")) from None
    return {
        key: whole_number(request.POST.get(f"seen:{text}", "")) or 0 for text, key in keys.items()
    }
