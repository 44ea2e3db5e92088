"""The API of what was said about the work: reports, and what is asked, urged and decided."""

from collections.abc import Mapping
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers

from common.api.fields import WordField
from common.api.views import ReadViewSet
from common.ordering import Sortable
from common.records.models import Evidence
from departments.people import name_of
from indicators.plans.rules.enums import DepartmentRole
from tasks.api.tasks import AssignedDepartmentSerializer
from tasks.filters import ProgressFilter
from tasks.models import Statement
from tasks.rules.enums import StatementKind, WorkState
from tasks.selectors.statements import statements


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    """A file that proves a report, without its content."""

    class Meta:
        model = Evidence
        fields = ("name", "size", "sha256", "content_type")
        extra_kwargs = {
            "size": {"help_text": _("大小，字节。")},
            "sha256": {"help_text": _("内容的 SHA-256，十六进制。")},
            "content_type": {"help_text": _("打开时识别出的类型。")},
        }


class ProgressSerializer(serializers.ModelSerializer[Statement]):
    """What somebody said about a task, one of its items or one of its milestones.

    For a caller who sees confirmed reports only, `by` and `about` are null and `evidence` is empty.
    """

    plan = serializers.SlugField(source="task.plan.slug", read_only=True)
    region = serializers.CharField(
        source="task.plan.region_id", read_only=True, help_text=_("规划所属的行政区。")
    )
    task = serializers.CharField(source="task.key", read_only=True)
    item = serializers.IntegerField(
        source="item.number",
        read_only=True,
        allow_null=True,
        help_text=_("具体任务在任务中的编号；null：不针对具体任务。"),
    )
    milestone = serializers.IntegerField(
        source="milestone.number",
        read_only=True,
        allow_null=True,
        help_text=_("时限节点在任务中的编号；null：不针对时限节点。"),
    )
    kind = WordField(StatementKind)
    department = AssignedDepartmentSerializer(
        read_only=True, help_text=_("由哪个部门报告，或对哪个部门说。")
    )
    role = WordField(
        DepartmentRole,
        allow_null=True,
        help_text=_("部门当日在任务中的分工；null：规划没有写明。"),
    )
    status = WordField(
        WorkState,
        source="state",
        allow_null=True,
        help_text=_("部门报告的进展；null：不是进展报告。"),
    )
    reported_at = serializers.DateTimeField(source="at", read_only=True)
    confirmed_at = serializers.DateTimeField(
        read_only=True,
        allow_null=True,
        help_text=_("时限节点完成的报告经确认（因而公开）的时间。"),
    )
    by = serializers.SerializerMethodField(help_text=_("人员；null：不显示。"))
    about = serializers.SerializerMethodField(
        help_text=_("所回复的记录的 `id`；null：不是回复，或不显示。")
    )
    evidence = serializers.SerializerMethodField(help_text=_("佐证文件。"))

    class Meta:
        model = Statement
        fields = (
            "id",
            "plan",
            "region",
            "task",
            "item",
            "milestone",
            "kind",
            "department",
            "role",
            "status",
            "percent",
            "text",
            "next_step",
            "until",
            "about",
            "evidence",
            "reported_at",
            "confirmed_at",
            "by",
            "organ",
            "on_behalf",
            "demo",
        )
        extra_kwargs = {
            "id": {"help_text": _("编号：不变，随每条记录递增。")},
            "percent": {"help_text": _("部门报告的百分比，0 至 100；null：没有写。")},
            "text": {"help_text": _("正文；只有同意延期和确认可以为空。")},
            "next_step": {"help_text": _("部门的下一步工作；空：没有写。")},
            "until": {"help_text": _("申请或同意的延期日期；其他为 null。")},
            "organ": {"help_text": _("监督者以哪个单位的名义所说；其他为空。")},
            "on_behalf": {"help_text": _("由水利（水务）局代没有账号的部门报告。")},
            "demo": {"help_text": _("为演示虚构。")},
        }

    def get_by(self, said: Statement) -> str | None:
        return name_of(said.by) if _in_full(said) else None

    def get_about(self, said: Statement) -> int | None:
        return said.about_id if _in_full(said) else None

    @extend_schema_field(EvidenceSerializer(many=True))
    def get_evidence(self, said: Statement) -> list[dict[str, object]]:
        if not _in_full(said):
            return []
        return [dict(EvidenceSerializer(one).data) for one in said.record.evidence.all()]


def _in_full(said: Statement) -> bool:
    """Whether the caller reads the working state of its region."""
    in_full: bool = said.reads_all  # type: ignore[attr-defined]
    return in_full


@extend_schema_view(
    list=extend_schema(summary="Reports on the work"),
    retrieve=extend_schema(summary="One report, or whatever else was said"),
)
class ProgressViewSet(ReadViewSet[Statement]):
    """What departments report on their work, the oldest first; with `kind` also what was asked,
    answered, urged and decided. Nothing here ever changes: a correction is a new report.

    Without an account: reports that a milestone is met, once they were confirmed. A member of a
    region reads all that was said about its plans.
    """

    serializer_class = ProgressSerializer
    filterset_class = ProgressFilter
    orderings: ClassVar[Mapping[str, Sortable]] = {
        "id": Sortable("pk"),
        "reported_at": Sortable("at"),
        "confirmed_at": Sortable("confirmed_at", nullable=True),
    }
    lookup_field = "id"
    lookup_value_regex = "[0-9]{1,18}"
    queryset = Statement.objects.none()

    def get_queryset(self) -> QuerySet[Statement]:
        return statements(self.request.user)
