"""The API of the change feed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import (
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.fields import WordField
from common.api.filters import StrictFilterBackend
from common.api.pagination import DEFAULT_SIZE, MAX_SIZE, asked_size
from common.api.renderers import ExactJSONRenderer
from common.api.views import ListViewSet
from common.records.models import HistoryRow
from common.records.rules.public_changes import PublicChangeKind
from indicators.actuals.api.actuals import ActualSerializer
from indicators.plans.api.serializers import FlatTargetSerializer, PlanSerializer
from siwei.change_feed.filters import ChangeFilter
from siwei.change_feed.rules.cursors import BEGINNING
from siwei.change_feed.rules.enums import PublicSubject
from siwei.change_feed.selectors.feed import (
    Asked,
    FeedPage,
    NotOfThisHistory,
    feed_page,
    latest_page,
    place_of,
)
from tasks.api.tasks import MilestoneSerializer, TaskSerializer

LATEST = "latest"


class CursorTooOld(APIException):
    """A cursor that this database doesn't know: whoever sent it begins anew."""

    status_code = 410
    default_code = "cursor_too_old"


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="ChangeRow",
        serializers=[
            ActualSerializer,
            FlatTargetSerializer,
            TaskSerializer,
            MilestoneSerializer,
            PlanSerializer,
        ],
        resource_type_field_name=None,
    )
)
class ChangeRowField(serializers.JSONField):
    """A row of the list of its subject, which is written already."""

    def to_representation(self, value: Any) -> Any:
        return value


class ChangeSerializer(serializers.Serializer[Any]):
    """What became of one thing that is public."""

    cursor = serializers.CharField(
        read_only=True, help_text=gettext_lazy("这个变化之后的位置，用于 `after`。")
    )
    kind = WordField(
        PublicChangeKind,
        help_text=gettext_lazy(
            "`published` 发布；`corrected` 更正：内容有变；"
            "`withdrawn` 撤回：仍在列表中，注明已撤回；"
            "`amended` 修订或延期：后来的文件或决定改变了所适用的内容；`removed` 移除：不再有。"
        ),
    )
    subject = WordField(PublicSubject, help_text=gettext_lazy("`row` 属于哪个列表。"))
    key = serializers.CharField(
        read_only=True,
        help_text=gettext_lazy(
            "实际值和规划的同其列表所给；目标为 `<规划>/<行政区>.<指标>.<年份>`，"
            "任务为 `<规划>/<键>`，"
            "时限节点为 `<规划>/<任务>/<编号>`。"
        ),
    )
    at = serializers.DateTimeField(
        read_only=True,
        help_text=gettext_lazy("何时所做。变更流按提交的次序，可能与此不同。"),
    )
    row = ChangeRowField(
        read_only=True,
        allow_null=True,
        help_text=gettext_lazy(
            "未登录者在列表中所见的这一行：实际值为这个变化所发布的，其他为现在的。null：因这个变化或在此"
            "之后已移除。"
        ),
    )


class ChangePages(BasePagination):
    """`{"next", "previous", "results", "cursor"}`: a page follows the place of a cursor."""

    parameters = ("after", "page_size")

    def page_of(self, request: Request, asked: Mapping[str, Any]) -> FeedPage:
        """The page that an address asks for. Raises `ValidationError` and `CursorTooOld`."""
        self.request = request
        wanted = Asked(
            regions=asked["region"],
            indicators=asked["indicator"],
            kinds=asked["kind"],
            subjects=asked["subject"],
        )
        size = asked_size(request.query_params.get("page_size"))
        after = request.query_params.get("after")
        if after == LATEST:
            return latest_page()
        try:
            place = BEGINNING if after is None else place_of(after)
        except ValueError:
            words = _("“%s”不是变更流中的位置；请用先前得到的 cursor，或 latest。") % after
            raise ValidationError({"after": [words]}) from None
        except NotOfThisHistory:
            words = _("本库没有这个位置：数据库已恢复或重建，或密钥已更换。请重新取得全部数据。")
            raise CursorTooOld(words) from None
        return feed_page(place, wanted, limit=size)

    def response(self, page: FeedPage, data: Any) -> Response:
        body = {
            "next": self._next(page) if page.more else None,
            "previous": None,
            "results": data,
            "cursor": page.cursor,
        }
        return Response(body)

    def _next(self, page: FeedPage) -> str:
        wanted = self.request.query_params.copy()
        wanted["after"] = page.cursor
        return f"{self.request.build_absolute_uri(self.request.path)}?{wanted.urlencode()}"

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["next", "previous", "results", "cursor"],
            "properties": {
                "next": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": _("下一页的地址；null：目前没有更多。"),
                },
                "previous": {"type": "null", "description": _("没有：变更流只向后读。")},
                "results": schema | {"description": _("这一页的变化。")},
                "cursor": {
                    "type": "string",
                    "description": _("从哪里继续，空页之后也有：下次的 `after`。"),
                },
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        after = _(
            "这个 `cursor` 之后的变化；不写：从头开始的全部。"
            "`latest`：不要变化，只要最后一个之后的 `cursor`。"
        )
        sizes = {"most": MAX_SIZE, "usual": DEFAULT_SIZE}
        size = _("每页至多多少个变化：1 至 %(most)s，默认 %(usual)s。") % sizes
        whole = {"type": "integer", "minimum": 1, "maximum": MAX_SIZE}
        return [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": words,
                "schema": schema,
            }
            for name, words, schema in (
                ("after", after, {"type": "string"}),
                ("page_size", size, whole),
            )
        ]


@extend_schema_view(
    list=extend_schema(
        summary="What was changed, in the order of commit",
        responses={
            200: ChangeSerializer(many=True),
            410: OpenApiResponse(
                description="The cursor is of another database, or of this one before it was "
                "restored: begin anew."
            ),
        },
    )
)
class ChangeViewSet(ListViewSet[HistoryRow]):
    """Every publication, correction, withdrawal, amendment and removal once, for whoever keeps a
    copy: the same for every caller. A page may be shorter than asked for; `cursor` says from where
    to go on."""

    serializer_class = ChangeSerializer
    filterset_class = ChangeFilter
    pagination_class = ChangePages
    # Rows of several lists stand in one column: no table of them could be read.
    list_renderer_classes = (ExactJSONRenderer,)
    queryset = HistoryRow.objects.none()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        wanted = StrictFilterBackend().checked(request, self.get_queryset(), self)
        assert wanted is not None, "the feed has a filterset_class"
        pages = ChangePages()
        page = pages.page_of(request, wanted.asked)
        return pages.response(page, self.get_serializer(page.changes, many=True).data)
