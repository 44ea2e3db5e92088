"""Takes a report or a workbook back, and says which of its numbers are still what is published."""

from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from common.limits.rules import Limit
from common.limits.services.tries import spend
from common.proxies import client_address
from common.records.rules.files import MEGABYTE
from common.refusals import Invalid
from common.signs import shown
from common.uploads import takes_files
from departments.rules.log_in_limits import network
from siwei.reports.rules.read_back import passported
from siwei.reports.rules.verifying import checked
from siwei.reports.selectors.published import indicator_codes, named_values, published_versions
from siwei.reports.services.read_back import read_back
from siwei.reports.viewmodels.verifying import Verified, verified

# To open a file of ten megabytes takes a second or two, and anybody may send one.
FILES = Limit("verify", 30, timedelta(minutes=10))


def _may_send(request: HttpRequest) -> HttpResponse | None:
    """The answer to who may not send a file, or sends too many; nothing of it is read then."""
    user = request.user
    if not user.is_authenticated and not settings.PUBLIC_READ:
        return redirect_to_login(request.path)
    subject = f"user {user.pk}" if user.is_authenticated else network(client_address(request) or "")
    over = spend(FILES, subject, now=timezone.now())
    if over is None:
        return None
    minutes = -(-over.seconds // 60)
    words = ngettext(
        "核对得太频繁，这个文件没有打开。请过 %(minutes)d 分钟再试。",
        "核对得太频繁，这个文件没有打开。请过 %(minutes)d 分钟再试。",
        minutes,
    )
    fault = words % {"minutes": minutes}
    page = _page(request, fault=fault, status=HTTPStatus.TOO_MANY_REQUESTS)
    page["Retry-After"] = str(over.seconds)
    return page


@takes_files(at_most=settings.EVIDENCE_FILE_SIZE, admit=_may_send)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """What it says is public, and nothing of the file is kept."""
    if request.method != "POST":
        return _page(request)
    upload = request.FILES.get("file")
    if upload is None:
        return _page(request, fault=_("请先选择文件。"), status=HTTPStatus.BAD_REQUEST)
    try:
        result = _verified(upload)
    except Invalid as refusal:
        return _page(request, fault=refusal.message, status=HTTPStatus.BAD_REQUEST)
    return _page(request, result)


def _verified(upload: "UploadedFile[bytes]") -> Verified:
    """Raises `Invalid`."""
    read = read_back(upload)
    numbers = passported(read.numbers, indicator_codes())
    keys = {one.key for one in numbers if one.key is not None}
    published = published_versions(keys)
    return verified(
        [checked(one, published.versions.get(one.key, ()) if one.key else ()) for one in numbers],
        named_values(keys),
        name=shown(upload.name or ""),
        unchecked=read.unchecked,
        unreadable=read.unreadable,
        demo=bool(published.demo),
    )


def _page(
    request: HttpRequest,
    result: Verified | None = None,
    *,
    fault: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    megabytes = settings.EVIDENCE_FILE_SIZE // MEGABYTE
    context = {"result": result, "fault": fault, "megabytes": megabytes}
    return render(request, "reports/verify.html", context, status=status)
