"""The formats of SDMX's REST interface, and how its parameters are described."""

from itertools import chain
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from common.api.renderers import ExactJSONRenderer
from common.labels import Label
from siwei.datasets.api.sdmx_parameters import AS_IT_IS
from siwei.datasets.rules import sdmx_csv, structures
from siwei.datasets.rules.designs import AGENCY, DESIGNS, VERSION
from siwei.datasets.rules.structures import Kind, References

DETAILS = ("full", "raw", "referencepartial", "allstubs", "allcompletestubs")


class SdmxCsvRenderer(ExactJSONRenderer):
    """Names the format; what is streamed in it no renderer writes."""

    media_type = sdmx_csv.MEDIA_TYPE
    format = "sdmx.csv"


class PlainCsvRenderer(SdmxCsvRenderer):
    """The same for who asks for any CSV."""

    media_type = "text/csv"
    format = "csv"


class StructureRenderer(ExactJSONRenderer):
    """JSON whose first line is a bracket alone: pysdmx takes a first line with commas for CSV."""

    media_type = structures.MEDIA_TYPE
    format = "sdmx.json"
    charset = None

    def render(self, data: Any, *args: Any, **options: Any) -> bytes:
        return b"{\n" + super().render(data, *args, **options).removeprefix(b"{")


def in_path(name: str, description: Label) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.PATH, description=description)


def in_query(name: str, description: Label) -> OpenApiParameter:
    return OpenApiParameter(name, str, description=description)


FLOW = [
    in_path("context", _("资源的种类：`dataflow`。")),
    in_path("agency", format_lazy(_("机构：`{agency}`。"), agency=AGENCY)),
    in_path("flow", _("数据流：`ACTUALS` 或 `TARGETS`。")),
    in_path("version", format_lazy(_("版本：`{version}`；`~` 和 `+` 为最新的。"), version=VERSION)),
    in_path("key", _("每个维度一个代码，以点分隔：`140300.*._Z`；`*` 为全部。")),
]
ASKED = [
    *(
        in_query(
            f"c[{one.id}]",
            _("代码，可有多个；年份也可写 `ge:2020+le:2025`。两个数据流都有。")
            if one in DESIGNS["actuals"].dimensions
            else _("代码，可有多个；年份也可写 `ge:2020+le:2025`。只有 `TARGETS` 有。"),
        )
        for one in dict.fromkeys(chain(*(design.dimensions for design in DESIGNS.values())))
    ),
    in_query("updatedAfter", _("只有 `ACTUALS` 有：那时或以后更新的（ISO 8601）。")),
    in_query("asOf", _("那一天或那一刻的内容。")),
    *(
        OpenApiParameter(name, str, enum=list(words), description=_("本来就是如此。"))
        for name, words in AS_IT_IS.items()
    ),
]
COMPONENT = in_path("component", _("一个维度的标识；`*` 为全部。"))
ARTEFACT = [
    in_path(
        "kind",
        format_lazy(
            _("资源的种类：{kinds}，或 `*`。"), kinds="、".join(f"`{one}`" for one in Kind)
        ),
    ),
    in_path("agency", format_lazy(_("机构：`{agency}`，或 `*`。"), agency=AGENCY)),
    in_path("id", _("`ACTUALS`、`TARGETS`、`CONCEPTS`、代码表的标识，或 `*`。")),
    in_path("version", format_lazy(_("版本：`{version}`，或 `~`、`+`、`*`。"), version=VERSION)),
    OpenApiParameter(
        "references",
        str,
        enum=[*References, *Kind],
        description=_("另外回答什么：它所引用的，或引用它的。"),
    ),
    OpenApiParameter("detail", str, enum=list(DETAILS), description=_("`…stubs`：只要名称。")),
]
STRUCTURES: dict[Any, Any] = {
    (200, one.media_type): OpenApiTypes.OBJECT for one in (StructureRenderer, ExactJSONRenderer)
}
