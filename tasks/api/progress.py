"""The API of what was said about the work: reports, and what is asked, urged and decided."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers

from common.api.fields import WordField
from common.api.views import ReadViewSet
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
            "size": {"help_text": "In bytes."},
            "sha256": {"help_text": "The SHA-256 of its content, in hexadecimal digits."},
            "content_type": {"help_text": "What it was found to be when it was opened."},
        }


class ProgressSerializer(serializers.ModelSerializer[Statement]):
    """What somebody said about a task, one of its items or one of its milestones.

    For a caller who sees confirmed reports only, `by` and `about` are null and `evidence` is empty.
    """

    plan = serializers.SlugField(source="task.plan.slug", read_only=True)
    region = serializers.CharField(
        source="task.plan.region_id", read_only=True, help_text="The region of the plan."
    )
    task = serializers.CharField(source="task.key", read_only=True)
    item = serializers.IntegerField(
        source="item.number",
        read_only=True,
        allow_null=True,
        help_text="The number of the item in the task; null: not of an item.",
    )
    milestone = serializers.IntegerField(
        source="milestone.number",
        read_only=True,
        allow_null=True,
        help_text="The number of the milestone in the task; null: not of a milestone.",
    )
    kind = WordField(StatementKind)
    department = AssignedDepartmentSerializer(
        read_only=True, help_text="Whose report it is, or to whom it is said."
    )
    role = WordField(
        DepartmentRole,
        allow_null=True,
        help_text="The role of the department in the task on that day; null: the plan names none.",
    )
    status = WordField(
        WorkState,
        source="state",
        allow_null=True,
        help_text="How far the department says that it is; null: not a report.",
    )
    reported_at = serializers.DateTimeField(source="at", read_only=True)
    confirmed_at = serializers.DateTimeField(
        read_only=True,
        allow_null=True,
        help_text="When a report that a milestone is met was confirmed, and so became public.",
    )
    by = serializers.SerializerMethodField(help_text="The person; null: not shown.")
    about = serializers.SerializerMethodField(
        help_text="The `id` of what it replies to; null: of nothing, or not shown."
    )
    evidence = serializers.SerializerMethodField(help_text="The files that prove it.")

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
            "id": {"help_text": "Stays, and grows with each that is said."},
            "percent": {"help_text": "0 to 100, as the department says; null: not said."},
            "text": {"help_text": "Empty only in a grant or a confirmation."},
            "next_step": {"help_text": "What the department does next; empty: not said."},
            "until": {"help_text": "The day of an extension, asked for or granted; else null."},
            "organ": {
                "help_text": "In whose name it was said by whoever oversees the work; else empty."
            },
            "on_behalf": {
                "help_text": "The water bureau reported for a department without an account."
            },
            "demo": {"help_text": "Made up for the demonstration."},
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
    lookup_field = "id"
    lookup_value_regex = "[0-9]{1,18}"
    queryset = Statement.objects.none()

    def get_queryset(self) -> QuerySet[Statement]:
        return statements(self.request.user)
