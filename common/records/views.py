"""How an evidence file is served."""

from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from common.records.models import Evidence


def evidence_download(evidence: Evidence) -> FileResponse:
    """A file as a download, never shown in the browser: what people upload isn't trusted.

    Raises `Http404` where its file is gone. Who may have it has been asked before.
    """
    try:
        content = evidence.file.open("rb")
    except FileNotFoundError:
        raise Http404(_("服务器上找不到这份材料的文件。")) from None
    answer = FileResponse(
        content, as_attachment=True, filename=evidence.name, content_type=evidence.content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
