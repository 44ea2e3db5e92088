"""The addresses of whole data sets."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request

from common.api.views import ReadView
from common.limits.middleware import expensive
from siwei.datasets.api.formats import FORMATS
from siwei.datasets.selectors.sets import open_set


@expensive()
class DataSetView(ReadView[Any]):
    """A whole list in one answer, in the format that `Accept` or `format` asks for."""

    set_name = ""
    pagination_class = None

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        if force or request.method not in ("GET", "HEAD"):  # that there is no such method, in JSON
            return super().perform_content_negotiation(request, force=True)
        return self.choose_format(request)

    def choose_format(self, request: Request) -> Any:
        negotiator: Any = self.get_content_negotiator()
        return negotiator.select_renderer(request, list(FORMATS.values()))

    def get(self, request: Request, **kwargs: str) -> HttpResponseBase:
        opened = open_set(self.set_name, request=request)
        answer = FORMATS[request.accepted_renderer.format].answer(opened, request)
        patch_vary_headers(answer, ["Accept"])
        return answer


class DataSetFileView(DataSetView):
    """The same by the ending of the address, whatever `Accept` says."""

    def choose_format(self, request: Request) -> Any:
        form = FORMATS[self.kwargs["extension"]]
        if "format" in request.query_params:
            negotiator: Any = self.get_content_negotiator()
            negotiator.filter_renderers([form], request.query_params["format"])
        return form, form.media_type
