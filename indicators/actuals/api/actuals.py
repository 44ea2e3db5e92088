"""The API of what happened: actuals, and the history of each."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.etags import versioned_etag
from common.api.fields import ExactDecimalField, WordField
from common.api.keys import QuerySetKeys
from common.api.views import ListViewSet, PastMixin, ReadViewSet, not_found
from common.records.models import HistoryRow
from indicators.actuals.filters import ActualFilter, asks_for_published
from indicators.actuals.models import Actual
from indicators.actuals.rules.enums import Action, ActualState, ObsStatus
from indicators.actuals.rules.findings import Finding, Severity
from indicators.actuals.rules.history import PublishedChange, WorkingChange
from indicators.actuals.rules.keys import parse_key
from indicators.actuals.selectors import actuals as selectors
from indicators.actuals.selectors import record
from indicators.actuals.selectors.actuals import SeenActual, WorkingView
from indicators.actuals.selectors.history import history
from indicators.actuals.selectors.permitted import permitted
from indicators.actuals.wording import finding_message

KEY = r"[0-9]{6}\.[a-z][a-z_]*\.(?:[1-9][0-9]{3}-)?[1-9][0-9]{3}"


class WarningSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(read_only=True)
    message = serializers.CharField(read_only=True)


class WithdrawnSerializer(serializers.Serializer[Any]):
    """What was published last, and was withdrawn: when, by which organ, and why."""

    at = serializers.DateTimeField(read_only=True)
    organ = serializers.CharField(read_only=True)
    reason = serializers.CharField(read_only=True)
    value = ExactDecimalField(allow_null=True, help_text="In the unit of the row.")
    obs_status = WordField(ObsStatus)


class ActualSerializer(serializers.Serializer[Any]):
    """An actual as the caller may see it: the working value, or only what is published."""

    key = serializers.CharField(
        read_only=True,
        help_text="`<region>.<indicator>.<year>`; for a reduction `….<base year>-<year>`.",
    )
    region = serializers.CharField(source="key.region", read_only=True)
    indicator = serializers.CharField(source="key.indicator", read_only=True)
    year = serializers.IntegerField(source="key.year", read_only=True)
    base_year = serializers.IntegerField(source="key.base_year", read_only=True, allow_null=True)
    value = ExactDecimalField(allow_null=True, help_text="null where `obs_status` says why.")
    unit = serializers.CharField(source="indicator.unit_id", read_only=True)
    obs_status = WordField(ObsStatus)
    state = WordField(ActualState)
    source = serializers.CharField(read_only=True)  # type: ignore[assignment]
    note = serializers.CharField(
        read_only=True,
        help_text="To an anonymous caller: only why there is no value, where there is none.",
    )
    explanation = serializers.SerializerMethodField(
        help_text="What was said to the warnings. Empty for who sees only what is published.",
    )
    warnings = serializers.SerializerMethodField(
        help_text="What looks implausible in a value that isn't approved yet; a submission has "
        "an `explanation` of it. Empty once it is approved, and for who sees only what is "
        "published.",
    )
    remarks = serializers.SerializerMethodField(
        help_text="What is worth knowing of a value that isn't approved yet and needs no "
        "explanation, such as a limit that isn't binding and is crossed.",
    )
    demo = serializers.BooleanField(
        read_only=True,
        help_text="Made up for the demonstration, not a real value.",
    )
    version = serializers.IntegerField(
        read_only=True,
        help_text="For `If-Match` when writing. To an anonymous caller: as it was published.",
    )
    updated_at = serializers.DateTimeField(
        read_only=True,
        help_text="To an anonymous caller: when the value was published, or withdrawn.",
    )
    withdrawn = WithdrawnSerializer(
        read_only=True,
        allow_null=True,
        help_text="What was published and was withdrawn; null where a value is published, or none "
        "ever was. To an anonymous caller `state` is `withdrawn` then, and `value` null.",
    )
    may = serializers.SerializerMethodField(help_text="What the caller could do to it now.")

    def get_explanation(self, seen: SeenActual) -> str:
        return seen.explanation if isinstance(seen, WorkingView) else ""

    @extend_schema_field(WarningSerializer(many=True))
    def get_warnings(self, seen: SeenActual) -> list[dict[str, str]]:
        return _said(one for one in self._findings(seen) if one.severity is not Severity.REMARK)

    @extend_schema_field(WarningSerializer(many=True))
    def get_remarks(self, seen: SeenActual) -> list[dict[str, str]]:
        return _said(one for one in self._findings(seen) if one.severity is Severity.REMARK)

    def _findings(self, seen: SeenActual) -> list[Finding]:
        found: list[Finding] = self.context["findings"][seen.pk]
        return found

    def get_may(self, seen: SeenActual) -> list[Action]:
        actions: list[Action] = self.context["may"][seen.pk]
        return actions


def _said(found: Iterable[Finding]) -> list[dict[str, str]]:
    return [{"code": one.code, "message": finding_message(one)} for one in found]


class RevisionSerializer(serializers.Serializer[Any]):
    """A change of an actual. Without an account: only what published or withdrew a value, and no
    names.

    What is shown is a `PublishedChange` or a `WorkingChange`.
    """

    number = serializers.IntegerField(read_only=True)
    at = serializers.DateTimeField(read_only=True)
    by = serializers.SerializerMethodField(help_text="null: the system, or not shown.")
    action = WordField(Action)
    from_state = serializers.CharField(read_only=True)
    to_state = WordField(ActualState)
    from_value = ExactDecimalField(allow_null=True)
    to_value = ExactDecimalField(allow_null=True)
    from_obs_status = serializers.CharField(read_only=True)
    to_obs_status = WordField(ObsStatus)
    source = serializers.CharField(read_only=True)  # type: ignore[assignment]
    note = serializers.SerializerMethodField(help_text="Empty where not shown.")
    explanation = serializers.SerializerMethodField(
        help_text="What was said to the warnings; empty where not shown."
    )
    reason = serializers.SerializerMethodField(
        help_text="Without an account: why a published value was withdrawn; else empty."
    )
    door = serializers.SerializerMethodField(
        help_text="Through what it came: `page`, `api`, `import` or `command`. Empty where not "
        "shown, and for changes of before there was this field."
    )
    door_name = serializers.SerializerMethodField(
        help_text="The prefix of the API key, or the name of the command; else empty."
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
    """The list goes on after the key of an actual, as every other address carries it."""

    def cursor_of(self, row: SeenActual) -> str:
        return str(row.key)

    def after(self, cursor: str) -> QuerySet[Any]:
        key = parse_key(cursor)
        return self.following((key.region, key.indicator, key.year, key.base_year))


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

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Show what the caller sees, with what they may do, found for all rows at once."""
        if not args:
            return super().get_serializer(**kwargs)
        rows: list[SeenActual] = list(args[0]) if kwargs.get("many", False) else [args[0]]
        kwargs["context"] = {
            **self.get_serializer_context(),
            "may": {row.pk: [] for row in rows}
            if self._past
            else permitted(user=self.request.user, rows=rows),
            "findings": record.findings(rows),
        }
        return self.get_serializer_class()(*args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().retrieve(request, *args, **kwargs)
        response.headers["ETag"] = versioned_etag(response.data["version"], response.data)
        return response


@extend_schema_view(list=extend_schema(summary="The history of one actual"))
class RevisionViewSet(ListViewSet[HistoryRow]):
    """Every change of one actual, oldest first: who, when, what, why. Nothing here ever changes.

    Each row's `hash` covers the row and the hash before it.
    """

    serializer_class = RevisionSerializer
    queryset = HistoryRow.objects.none()

    def get_queryset(self) -> QuerySet[HistoryRow, Any]:
        return history(seen_actual(self.request.user, self.kwargs["key"]))


def seen_actual(user: AbstractBaseUser | AnonymousUser, key: str) -> SeenActual:
    """What `user` sees of the actual that the address names, or a 404 that names it."""
    try:
        return selectors.actual(user=user, key=parse_key(key))
    except (ValueError, Actual.DoesNotExist):
        raise not_found(key) from None
