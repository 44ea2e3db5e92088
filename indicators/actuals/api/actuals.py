"""The API of what happened: actuals, and the history of each."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.etags import versioned_etag
from common.api.fields import ExactDecimalField, WordField
from common.api.keys import SEPARATOR, QuerySetKeys, Value, text_of
from common.api.views import ListViewSet, PastMixin, ReadViewSet, not_found
from common.api.written import WrittenRows
from common.ordering import Sortable
from common.records.models import HistoryRow
from indicators.actuals.api.pages import remarks_of, texts_of_page, warnings_of
from indicators.actuals.filters import ActualFilter, asks_for_published
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus
from indicators.actuals.rules.findings import Finding
from indicators.actuals.rules.history import PublishedChange, WorkingChange
from indicators.actuals.rules.keys import parse_key
from indicators.actuals.selectors import actuals as selectors
from indicators.actuals.selectors import record
from indicators.actuals.selectors.actuals import SeenActual, WorkingView
from indicators.actuals.selectors.columns import listed_columns, seen_part
from indicators.actuals.selectors.history import history
from indicators.actuals.selectors.permitted import permitted

KEY = r"[0-9]{6}\.[a-z][a-z_]*\.(?:[1-9][0-9]{3}-)?[1-9][0-9]{3}"


class WarningSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(read_only=True)
    message = serializers.CharField(read_only=True)


class WithdrawnSerializer(serializers.Serializer[Any]):
    """What was published last, and was withdrawn: when, by which organ, and why."""

    at = serializers.DateTimeField(read_only=True)
    organ = serializers.CharField(read_only=True)
    reason = serializers.CharField(read_only=True)
    value = ExactDecimalField(allow_null=True, help_text=_("用本行的单位。"))
    obs_status = WordField(ObsStatus)


class ActualSerializer(serializers.Serializer[Any]):
    """An actual as the caller may see it: the working value, or only what is published."""

    key = serializers.CharField(
        read_only=True,
        help_text=_("`<行政区>.<指标>.<年份>`；降幅为 `….<基期年>-<年份>`。"),
    )
    region = serializers.CharField(source="key.region", read_only=True)
    indicator = serializers.CharField(source="key.indicator", read_only=True)
    year = serializers.IntegerField(source="key.year", read_only=True)
    base_year = serializers.IntegerField(source="key.base_year", read_only=True, allow_null=True)
    value = ExactDecimalField(
        allow_null=True, help_text=_("用 `unit` 的单位；null：没有，原因见 `obs_status`。")
    )
    unit = serializers.CharField(source="indicator.unit_id", read_only=True)
    obs_status = WordField(ObsStatus)
    state = WordField(ActualState)
    source = serializers.CharField(read_only=True)  # type: ignore[assignment]
    note = serializers.CharField(
        read_only=True,
        help_text=_("说明；未登录者只见到没有数值的原因。"),
    )
    explanation = serializers.SerializerMethodField(
        help_text=_("对提示的说明；只见到已发布内容的人为空。"),
    )
    warnings = serializers.SerializerMethodField(
        help_text=_(
            "尚未审核通过的数值中看来不合理之处；提交时有对它的 `explanation`。"
            "审核通过后为空，只见到已发布内容的人也为空。"
        ),
    )
    remarks = serializers.SerializerMethodField(
        help_text=_("尚未审核通过的数值中值得知道、不需说明之处，如越过不具约束力的限值。"),
    )
    demo = serializers.BooleanField(
        read_only=True,
        help_text=_("为演示虚构，不是真实数值。"),
    )
    version = serializers.IntegerField(
        read_only=True,
        help_text=_("版本，写入时用于 `If-Match`；未登录者见到的是发布时的版本。"),
    )
    updated_at = serializers.DateTimeField(
        read_only=True,
        help_text=_("更新时间；未登录者见到的是发布或撤回的时间。"),
    )
    withdrawn = WithdrawnSerializer(
        read_only=True,
        allow_null=True,
        help_text=_(
            "曾发布、后来撤回的内容；有已发布的数值或从未发布的为 null。未登"
            "录者此时见到的 `state` 为 `withdrawn`，`value` 为 null。"
        ),
    )
    may = serializers.SerializerMethodField(help_text=_("调用者现在可以对它做什么。"))

    def get_explanation(self, seen: SeenActual) -> str:
        return seen.explanation if isinstance(seen, WorkingView) else ""

    @extend_schema_field(WarningSerializer(many=True))
    def get_warnings(self, seen: SeenActual) -> list[Mapping[str, str]]:
        return warnings_of(self._findings(seen))

    @extend_schema_field(WarningSerializer(many=True))
    def get_remarks(self, seen: SeenActual) -> list[Mapping[str, str]]:
        return remarks_of(self._findings(seen))

    def _findings(self, seen: SeenActual) -> list[Finding]:
        found: list[Finding] = self.context["findings"][seen.pk]
        return found

    def get_may(self, seen: SeenActual) -> list[Action]:
        actions: list[Action] = self.context["may"][seen.pk]
        return actions


class RevisionSerializer(serializers.Serializer[Any]):
    """A change of an actual. Without an account: only what published or withdrew a value, and no
    names.

    What is shown is a `PublishedChange` or a `WorkingChange`.
    """

    number = serializers.IntegerField(read_only=True)
    at = serializers.DateTimeField(read_only=True)
    by = serializers.SerializerMethodField(help_text=_("操作人；null：系统，或不显示。"))
    action = WordField(Action)
    from_state = serializers.CharField(read_only=True)
    to_state = WordField(ActualState)
    from_value = ExactDecimalField(allow_null=True)
    to_value = ExactDecimalField(allow_null=True)
    from_obs_status = serializers.CharField(read_only=True)
    to_obs_status = WordField(ObsStatus)
    source = serializers.CharField(read_only=True)  # type: ignore[assignment]
    note = serializers.SerializerMethodField(help_text=_("说明；不显示的为空。"))
    explanation = serializers.SerializerMethodField(help_text=_("对提示的说明；不显示的为空。"))
    reason = serializers.SerializerMethodField(help_text=_("理由；未登录者只见到撤回发布的理由。"))
    door = serializers.SerializerMethodField(
        help_text=_(
            "入口：`page` 页面、`api`、`import` 导入、`command` 命令。不显示"
            "的为空，有此字段之前的变更也为空。"
        )
    )
    door_name = serializers.SerializerMethodField(
        help_text=_("API 密钥的前缀或命令的名称；其他为空。")
    )
    hash = serializers.CharField(read_only=True)

    def get_by(self, change: PublishedChange) -> str | None:
        return change.by if isinstance(change, WorkingChange) else None

    def get_note(self, change: PublishedChange) -> str:
        return change.note if isinstance(change, WorkingChange) else ""

    def get_explanation(self, change: PublishedChange) -> str:
        return change.explanation if isinstance(change, WorkingChange) else ""

    def get_reason(self, change: PublishedChange) -> str:
        return change.reason if isinstance(change, WorkingChange) else change.withdrawn_because

    def get_door(self, change: PublishedChange) -> str:
        return change.door if isinstance(change, WorkingChange) else ""

    def get_door_name(self, change: PublishedChange) -> str:
        return change.door_name if isinstance(change, WorkingChange) else ""


class ActualKeys(QuerySetKeys):
    """The list goes on after the key of an actual, as every other address carries it; before it
    stands what it is ordered by and the key doesn't say."""

    def cursor_of(self, row: tuple[Any, ...]) -> str:
        seen = seen_part(row)
        beside: dict[str, Value] = {"seen_value": seen.value, "seen_at": seen.updated_at}
        said = [text_of(beside[part.path]) for part in self.parts if part.path in beside]
        return SEPARATOR.join([*said, str(seen.key)])

    def after(self, cursor: str) -> QuerySet[Any]:
        *said, last = cursor.split(SEPARATOR)
        key = parse_key(last)
        values: dict[str, Value] = {
            "region_id": key.region,
            "indicator_id": key.indicator,
            "year": key.year,
            "base_year": key.base_year,
        }
        beside = [part for part in self.parts if part.path not in {*values, "pk"}]
        for part, text in zip(beside, said, strict=True):
            values[part.path] = part.read(text)
        return self.following([values[part.path] for part in self.parts if part.path in values])


@extend_schema_view(
    list=extend_schema(summary="Annual actuals"), retrieve=extend_schema(summary="One actual")
)
class ActualViewSet(PastMixin[Actual], ReadViewSet[Actual]):
    """What happened, per region, indicator and year, in the catalogue's unit.

    Without an account: approved values as published, and what was withdrawn. A member of a region
    also sees the value that is being worked on, in its state. With `as_of` everybody sees what was
    published at that moment, and may do nothing to it.
    """

    serializer_class = ActualSerializer
    filterset_class = ActualFilter
    orderings: ClassVar[Mapping[str, Sortable]] = {
        "region": Sortable("region_id"),
        "indicator": Sortable("indicator_id"),
        "year": Sortable("year"),
        "value": Sortable("seen_value", nullable=True),
        "updated_at": Sortable("seen_at"),
    }
    lookup_field = "key"
    lookup_value_regex = KEY
    queryset = Actual.objects.none()

    def get_queryset(self) -> QuerySet[Actual, Any]:
        published = asks_for_published(self.request.query_params) or self._past
        return selectors.visible_to(AnonymousUser() if published else self.request.user)

    @property
    def _past(self) -> bool:
        return self.moment.at is not None

    def keys(self, rows: Any) -> ActualKeys:
        return ActualKeys(rows)

    def get_object(self) -> Any:
        self.check_parameters()
        return seen_actual(self.request.user, self.kwargs["key"])

    def read(self, rows: Any) -> list[tuple[Any, ...]]:
        return list(listed_columns(rows))

    def written(self, page: Sequence[tuple[Any, ...]]) -> WrittenRows:
        texts = texts_of_page(
            page,
            user=self.request.user,
            wants_may=self.shows("may"),
            wants_findings=self.shows("warnings", "remarks"),
        )
        return WrittenRows(texts, self.asked_fields)

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Show one value as the caller sees it, with what they may do. `findings`: what the checks
        found in it just now, by its key."""
        known = kwargs.pop("findings", None)
        kwargs["context"] = self.get_serializer_context()
        if args:
            rows = [args[0]]
            kwargs["context"]["may"] = permitted(user=self.request.user, rows=rows)
            kwargs["context"]["findings"] = record.findings(rows, known=known)
        return super().get_serializer(*args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().retrieve(request, *args, **kwargs)
        response.headers["ETag"] = versioned_etag(
            response.data["version"], response.data, self.stamp
        )
        return response


@extend_schema_view(list=extend_schema(summary="The history of one actual"))
class RevisionViewSet(ListViewSet[HistoryRow]):
    """Every change of one actual, oldest first: who, when, what, why. Nothing here ever changes.

    Each row's `hash` covers the row and the hash before it.
    """

    serializer_class = RevisionSerializer
    orderings: ClassVar[Mapping[str, Sortable]] = {"number": Sortable("number")}
    queryset = HistoryRow.objects.none()

    def get_queryset(self) -> QuerySet[HistoryRow, Any]:
        return history(seen_actual(self.request.user, self.kwargs["key"]))


def seen_actual(user: AbstractBaseUser | AnonymousUser, key: str) -> SeenActual:
    """What `user` sees of the actual that the address names, or a 404 that names it."""
    try:
        return selectors.actual(user=user, key=parse_key(key))
    except (ValueError, Actual.DoesNotExist):
        raise not_found(key) from None
