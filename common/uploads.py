"""How much of a request is read at all, and of whom: decided before its body is.

Django reads a whole form, files and all, to find its CSRF token, before a view has asked who is
there. So what a body may be is told by its view: none has files, unless it says who may send them.
"""

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from django.conf import settings
from django.core.exceptions import BadRequest, TooManyFieldsSent
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from common.api.problems import PREFIX
from common.middleware import refusal

V = TypeVar("V", bound=Callable[..., Any])

# What surrounds a file in its form: the other fields, and the boundaries between them.
FORM_AROUND_A_FILE = 64 * 1024
# The longest body of the API without files: one value with its texts is a hundredth of it.
API_BODY = 256 * 1024


class UnexpectedFile(BadRequest):
    """A file where none is asked for."""


def takes_files(*, at_most: int, admit: Callable[..., HttpResponseBase | None]) -> Callable[[V], V]:
    """Marks a view, or a class of the API, that files may be sent to, `at_most` so many bytes in
    one request.

    `admit(request, **kwargs)`, with what the address carries, answers whoever may not send one;
    None lets them in. It must not read `request.POST` or `request.FILES`.
    """

    def mark(view: V) -> V:
        view.files_admit = admit  # type: ignore[attr-defined]
        view.files_at_most = at_most + FORM_AROUND_A_FILE  # type: ignore[attr-defined]
        return view

    return mark


def without_files(request: HttpRequest) -> bool:
    """Whether the form of somebody who may send no file is read all the same, files left out.

    It is where it is no longer than any other form: what was typed in it isn't lost.
    """
    if body_length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return False
    request.upload_handlers = [DropFiles(request)]
    return True


class BodyMiddleware:
    """Refuses a body that is too large, or a file that nobody may send here, without reading it.

    Stands before the middleware that looks for the CSRF token.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if without_length(request):
            return refusal(request, 411, None)
        try:
            request.GET  # noqa: B018  (read only now, and again at each try)
        except TooManyFieldsSent as error:
            request.GET = QueryDict()
            return refusal(request, 413, error)
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        marked = getattr(view, "cls", view)  # the class, of a view of the API
        admit = getattr(marked, "files_admit", None)
        with_files = request.content_type == "multipart/form-data"
        if body_length(request) > _most(request, marked if with_files else None):
            return refusal(request, 413, None)
        if not with_files:
            return None
        if admit is None:
            request.upload_handlers = [NoFiles(request)]
            return None
        answer: HttpResponseBase | None = admit(request, *args, **kwargs)
        return answer


class NoFiles(FileUploadHandler):
    """Reads no file: who sends one where none is asked for is told so."""

    def new_file(self, *args: Any, **options: Any) -> NoReturn:
        raise UnexpectedFile(_("这里不接收文件。"))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None


class DropFiles(NoFiles):
    """Leaves files out, and reads the fields beside them."""

    def new_file(self, *args: Any, **options: Any) -> NoReturn:
        raise SkipFile


def body_length(request: HttpRequest) -> int:
    """How long the body claims to be; Django reads no further, and nothing without a claim."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def without_length(request: HttpRequest) -> bool:
    """Whether a body comes in pieces, of a length that nobody says: Django would take it as empty,
    and what was sent would be lost in silence."""
    in_pieces = request.META.get("HTTP_TRANSFER_ENCODING", "").strip().lower()
    return in_pieces not in ("", "identity")


def _most(request: HttpRequest, view: Callable[..., Any] | None) -> int:
    is_api = request.path_info.startswith(PREFIX)
    otherwise = API_BODY if is_api else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    most: int = getattr(view, "files_at_most", otherwise)
    return most
