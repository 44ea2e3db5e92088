"""Where an import begins: templates to fill in, a file to send, and what was sent before."""

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.numbers import whole_number
from common.records.rules.files import MEGABYTE
from common.refusals import Invalid, Refused
from common.spreadsheets.faults import NotRead
from common.spreadsheets.limits import Limits
from common.spreadsheets.reading import read_book
from common.spreadsheets.wording import read_fault
from common.uploads import takes_files
from departments.people import actor_of, person_of
from departments.rules.permissions import EDIT, IMPORT, scope_of
from siwei.exchange.forms.uploading import UploadForm
from siwei.exchange.models import ImportBatch
from siwei.exchange.selectors.batches import batches_of
from siwei.exchange.selectors.offered import offered_templates
from siwei.exchange.services.staging import stage

LAST = 20  # batches that the page lists
# So many rows are looked at, and written, well within the half minute after which a web server
# gives up a request. Larger files are for `manage.py import_actuals`.
MOST_ROWS = 20_000


def _may_send(request: HttpRequest) -> HttpResponse | None:
    """The answer to who may not send a file; nothing of it is read for them."""
    if not request.user.is_authenticated:
        messages.warning(request, _("登录已过期，文件没有上传。登录后请重新选择文件。"))
        return redirect_to_login(reverse("import_home"))
    if not scope_of(person_of(request.user), IMPORT):
        raise PermissionDenied(_("只有填报、审核人员和管理员可以导入。"))
    return None


@takes_files(at_most=settings.IMPORT_FILE_SIZE, admit=_may_send)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_home(request: HttpRequest) -> HttpResponse:
    """`?year=` says of which year templates are offered."""
    if not scope_of(person_of(request.user), IMPORT):
        raise PermissionDenied(_("只有填报、审核人员和管理员可以导入。"))
    if request.method != "POST":
        return _page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        batch = _staged(request, form.cleaned_data["file"])
    except NotRead as fault:
        form.add_error("file", read_fault(fault.fault, fault.numbers))
        return _page(request, form, status=400)
    except Refused as refusal:
        form.add_error("file", refusal.message)
        return _page(request, form, status=400 if isinstance(refusal, Invalid) else 409)
    return redirect("import_batch", batch.pk)


def _staged(request: HttpRequest, file: "UploadedFile[bytes]") -> ImportBatch:
    content, name = file.read(), file.name or ""
    book = read_book(content, name, Limits(size=settings.IMPORT_FILE_SIZE, rows=MOST_ROWS))
    return stage(
        book=book,
        name=name,
        sha256=sha256(content).hexdigest(),
        size=len(content),
        actor=actor_of(request.user),
        now=timezone.now(),
    )


def _page(request: HttpRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    person = person_of(request.user)
    offered = offered_templates(
        person,
        asked=whole_number(request.GET.get("year", "")),
        this_year=timezone.localdate().year,
    )
    context = {
        "form": form,
        "enters": bool(scope_of(person, EDIT)),
        "offered": offered,
        "batches": list(batches_of(request.user)[:LAST]),
        "most": settings.IMPORT_FILE_SIZE // MEGABYTE,
    }
    return render(request, "exchange/home.html", context, status=status)
