"""What the API writes of actuals: the same services as the grid and the review."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_field,
)
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.bodies import BodySerializer, TextField
from common.api.etags import version_in, versioned_etag
from common.api.problems import CONTENT_TYPE
from common.api.refusals import refused
from common.labels import choices
from common.refusals import Refused, Stale
from departments.authentication import door_of
from departments.people import actor_of
from indicators.actuals.api.actuals import ActualSerializer, ActualViewSet
from indicators.actuals.rules.changes import Change, Entry
from indicators.actuals.rules.enums import Action, ObsStatus
from indicators.actuals.rules.findings import Finding
from indicators.actuals.rules.keys import ActualKey, parse_key
from indicators.actuals.selectors import actuals as selectors
from indicators.actuals.services.writing import write_one

F = TypeVar("F", bound=Callable[..., Any])
SEEN = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description=gettext_lazy('所读到的版本：`"3"`。'),
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description=gettext_lazy('所读到的版本：`"3"`。它与 `If-None-Match` 必有其一。'),
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description=gettext_lazy("`*`：新建数值。")
)
STALE = {
    "allOf": [
        {"$ref": "#/components/schemas/Problem"},
        {
            "type": "object",
            "required": ["current", "sent"],
            "properties": {
                "current": {
                    "oneOf": [{"$ref": "#/components/schemas/Actual"}, {"type": "null"}],
                    "description": "The value as it is stored now; null where there is none.",
                },
                "sent": {"type": "object", "description": "The body of the refused request."},
            },
        },
    ]
}
REASON_REQUIRED = {
    "application/json": {
        "$ref": "#/components/schemas/ReasonRequest",
        "anyOf": [{"required": ["reason"]}, {"required": ["comment"]}],
    }
}
PROBLEMS: dict[Any, OpenApiResponse] = {
    400: OpenApiResponse(description="What was sent is wrong; `errors` names the fields."),
    403: OpenApiResponse(description="You may read this value, but not do this to it."),
    404: OpenApiResponse(description="No such value, or none that you may read."),
    409: OpenApiResponse(description="The state of the value or of its year doesn't allow it."),
    (412, CONTENT_TYPE): OpenApiResponse(
        STALE, "Not the current version: `current` and `sent` side by side."
    ),
    428: OpenApiResponse(description="`If-Match` (or `If-None-Match: *`) is missing."),
}


class PreconditionRequired(APIException):
    """A write that doesn't say which version it saw."""

    status_code = 428
    default_code = "precondition_required"


@extend_schema_field({"oneOf": [{"type": "number"}, {"type": "string"}]})
class TypedValueField(serializers.Field[Decimal | str, Any, Any, Any]):
    """A number, or a text as people type it; read by the same rule as the grid's cells."""

    def to_internal_value(self, data: Any) -> Decimal | str:
        if isinstance(data, bool) or not isinstance(data, int | Decimal | str):
            raise serializers.ValidationError(_("应是数字。"), code="not_a_number")
        return Decimal(data) if isinstance(data, int) else data


class EntrySerializer(BodySerializer):
    """A value with its source, or why there is none; what isn't sent stays as it was."""

    value = TypedValueField(required=False, allow_null=True)
    obs_status = serializers.ChoiceField(choices=choices(ObsStatus), required=False)
    source = TextField(required=False, allow_blank=True)  # type: ignore[assignment]
    note = TextField(required=False, allow_blank=True)
    explanation = TextField(required=False, allow_blank=True)


class ReasonSerializer(BodySerializer):
    """Why, under either name: required to return, to reopen and to retract, a comment elsewhere."""

    reason = TextField(required=False, allow_blank=True)
    comment = TextField(required=False, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("reason") and attrs.get("comment"):
            words = _("reason 和 comment 只写一个。")
            raise serializers.ValidationError({"comment": [words]}, code="reason_and_comment")
        return attrs


class ApprovalSerializer(ReasonSerializer):
    """A comment, and the warnings that were looked at."""

    confirm = serializers.ListField(
        child=TextField(),
        required=False,
        help_text=gettext_lazy(
            "已看过的 `warnings` 的代码。有不在其中的提示时拒绝审核通过（400，"
            "`errors` 逐项列出）；不写则不检查。"
        ),
    )


def _decision(
    summary: str,
    body: type[ReasonSerializer] = ReasonSerializer,
    *,
    needs_reason: bool = False,
) -> Callable[[F], F]:
    """The description of an action."""
    return extend_schema(
        summary=summary,
        parameters=[SEEN],
        request=REASON_REQUIRED if needs_reason else body,
        responses={200: ActualSerializer, **PROBLEMS},
    )


class WritableActualViewSet(ActualViewSet):
    """Actuals with their writes. Each names the version that it saw, and is one transaction."""

    @extend_schema(
        summary="Enter a value",
        parameters=[IF_MATCH, IF_NONE_MATCH],
        request=EntrySerializer,
        responses={200: ActualSerializer, 201: ActualSerializer, **PROBLEMS},
    )
    def update(self, request: Request, key: str) -> Response:
        self.check_parameters()
        sent = EntrySerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        seen = _seen_version(request, creates=True)
        body = sent.validated_data
        entry = Entry(
            value=body.get("value"),
            obs_status=ObsStatus(body.get("obs_status", ObsStatus.NORMAL)),
            source=body.get("source"),
            note=body.get("note"),
            explanation=body.get("explanation"),
            keeps_value=not {"value", "obs_status"} & body.keys(),
            keeps_number="value" not in body,
            keeps_status="obs_status" not in body,
        )
        try:
            saved = write_one(
                change=Change(parse_key(key), Action.SAVE, seen, entry),
                actor=actor_of(request.user),
                now=timezone.now(),
                door=door_of(request),
            )
        except Refused as refusal:
            return self._refused(refusal, request)
        status = 201 if seen is None and saved.changed else 200
        return self._row(saved.key, status=status, findings={saved.key: saved.findings})

    @_decision("Submit a value for review")
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, key: str) -> Response:
        return self._decide(request, key, Action.SUBMIT)

    @_decision("Take a submission back")
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, key: str) -> Response:
        return self._decide(request, key, Action.WITHDRAW)

    @_decision("Approve a submission: it is published", ApprovalSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, key: str) -> Response:
        return self._decide(request, key, Action.APPROVE, ApprovalSerializer)

    @_decision("Send a submission back, with a reason", needs_reason=True)
    @action(detail=True, methods=["post"], url_path="return")
    def send_back(self, request: Request, key: str) -> Response:
        return self._decide(request, key, Action.RETURN)

    @_decision("Reopen an approved value for correction, with a reason", needs_reason=True)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, key: str) -> Response:
        return self._decide(request, key, Action.REOPEN)

    @_decision(
        "Withdraw what is published, with a reason that is published in its place",
        needs_reason=True,
    )
    @action(detail=True, methods=["post"])
    def retract(self, request: Request, key: str) -> Response:
        return self._decide(request, key, Action.RETRACT)

    def _decide(
        self,
        request: Request,
        key: str,
        wanted: Action,
        body: type[ReasonSerializer] = ReasonSerializer,
    ) -> Response:
        self.check_parameters()
        sent = body(data=request.data)
        sent.is_valid(raise_exception=True)
        reason = sent.validated_data.get("reason") or sent.validated_data.get("comment") or ""
        seen = _seen_version(request, creates=False)
        try:
            write_one(
                change=Change(
                    parse_key(key),
                    wanted,
                    seen or 0,
                    reason=reason,
                    confirmed=sent.validated_data.get("confirm"),
                ),
                actor=actor_of(request.user),
                now=timezone.now(),
                door=door_of(request),
            )
        except Refused as refusal:
            return self._refused(refusal, request)
        return self._row(parse_key(key))

    def _row(
        self,
        key: ActualKey,
        *,
        status: int = 200,
        findings: Mapping[ActualKey, Sequence[Finding]] | None = None,
    ) -> Response:
        """The value as it is now, with the ETag for the next write. `findings`: what the write
        found in it."""
        row = selectors.actual(user=self.request.user, key=key)
        data = self.get_serializer(row, findings=findings).data
        etag = versioned_etag(data["version"], data)
        return Response(data, status=status, headers={"ETag": etag})

    def _refused(self, refusal: Refused, request: Request) -> Response:
        if not isinstance(refusal, Stale):
            return refused(refusal)
        current = None
        if refusal.current is not None:
            row = selectors.actual(user=self.request.user, key=refusal.current.key)
            current = self.get_serializer(row).data
        return refused(refusal, current=current, sent=request.data)


def _seen_version(request: Request, *, creates: bool) -> int | None:
    """The version that the caller saw; None where they create. Raises 428 or 400."""
    if creates and request.headers.get("If-None-Match", "").strip() == "*":
        return None
    given = request.headers.get("If-Match")
    if given is None:
        raise PreconditionRequired(
            _('请用 If-Match 写明所见的版本，例如 If-Match: "3"；新建时用 If-None-Match: *。')
        )
    version = version_in(given)
    if version is None:
        raise serializers.ValidationError(
            {"If-Match": [_('不是版本：%s；例如 "3"。') % given]}, code="invalid"
        )
    return version
