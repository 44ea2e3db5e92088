"""What the API writes about the work: the same service as the pages."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from common.api.bodies import BodySerializer, TextField, WholeNumberField
from common.api.parsers import ExactJSONParser, FilesParser
from common.api.problems import problem_response
from common.api.refusals import refused
from common.labels import choices
from common.refusals import Invalid, NotAllowed, Refused
from common.uploads import takes_files
from departments.authentication import door_of
from departments.people import actor_of, person_of
from departments.rules.permissions import REPORT, scope_of
from tasks.api.progress import ProgressSerializer, ProgressViewSet
from tasks.rules.enums import StatementKind, WorkState
from tasks.rules.statements import Draft
from tasks.services.saying import say

# What the services call otherwise than the contract does.
NAMES = {"state": "status"}
PROBLEMS: dict[Any, OpenApiResponse] = {
    400: OpenApiResponse(description="What was sent is wrong; `errors` names the fields."),
    403: OpenApiResponse(description="You may not say this about this task."),
    404: OpenApiResponse(description="No such task."),
    409: OpenApiResponse(description="It was decided or confirmed meanwhile."),
    413: OpenApiResponse(description="The body or its files are larger than is read."),
}


class StatementSerializer(BodySerializer):
    """Something to say about a task. What a kind doesn't have is left out, or null."""

    kind = serializers.ChoiceField(
        choices=choices(StatementKind), default=StatementKind.REPORT.value
    )
    plan = TextField(help_text=gettext_lazy("规划的标识。"))
    task = TextField(help_text=gettext_lazy("任务在规划中的键。"))
    item = WholeNumberField(
        required=False, allow_null=True, help_text=gettext_lazy("任务中具体任务的编号。")
    )
    milestone = WholeNumberField(
        required=False,
        allow_null=True,
        help_text=gettext_lazy("任务中时限节点的编号；与 `item` 至多写一个。"),
    )
    department = WholeNumberField(
        required=False,
        allow_null=True,
        help_text=gettext_lazy(
            "由哪个部门报告或对哪个部门说，写部门的 `id`；能由报告人或 `about` 得知的不写。"
        ),
    )
    status = serializers.ChoiceField(
        choices=choices(WorkState),
        required=False,
        allow_null=True,
        help_text=gettext_lazy("进展报告必填；时限节点的 `done` 须附佐证。"),
    )
    percent = WholeNumberField(
        required=False, allow_null=True, help_text=gettext_lazy("进展报告的百分比，0 至 100。")
    )
    text = TextField(
        required=False,
        allow_blank=True,
        default="",
        help_text=gettext_lazy("正文；除同意延期和确认外必填，至多 5000 字。"),
    )
    next_step = TextField(
        required=False,
        allow_blank=True,
        default="",
        help_text=gettext_lazy("进展报告的下一步工作。"),
    )
    until = serializers.DateField(
        required=False, allow_null=True, help_text=gettext_lazy("申请延期到哪一天。")
    )
    about = WholeNumberField(
        required=False,
        allow_null=True,
        help_text=gettext_lazy("所回复的记录的 `id`：答复和决定必填。"),
    )


class StatementFormSerializer(StatementSerializer):
    """The same as a form, with the files that prove a report or an answer."""

    file = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True, use_url=False), required=False
    )


def _reports(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether `user` says anything that has files: reports and answers, of some department."""
    return bool(scope_of(person_of(user), REPORT))


def _no_files() -> str:
    return _("您没有报告进展的权限，不能上传文件")


def _may_send_files(request: HttpRequest, **_at: str) -> HttpResponse | None:
    """Refuses a session whose person reports nothing, before any of its files is read.

    Who sends a key, or nothing, is known to the view alone, which reads no body before.
    """
    user = request.user
    if "Authorization" in request.headers or not user.is_authenticated or _reports(user):
        return None
    words = _no_files()
    error = {"field": "", "code": NotAllowed.code, "message": words}
    return problem_response(403, code=NotAllowed.code, detail=words, errors=[error])


# The files of a statement come with it, all at once: nothing is added to it later.
@takes_files(at_most=settings.EVIDENCE_VALUE_SIZE, admit=_may_send_files)
class WritableProgressViewSet(ProgressViewSet):
    """What was said, and saying something more; what was said once stays as it is."""

    parser_classes = (ExactJSONParser, FilesParser)

    @extend_schema(
        summary="Report on the work, or say something else about it",
        request={
            "application/json": StatementSerializer,
            "multipart/form-data": StatementFormSerializer,
        },
        responses={200: ProgressSerializer, 201: ProgressSerializer, **PROBLEMS},
    )
    def create(self, request: Request) -> Response:
        """What the same person said last about the same task isn't said twice: it is answered
        with a 200, as it is. With files it is a form, and whoever reports that a milestone is met
        sends at least one.
        """
        self.check_parameters()
        if _is_form(request) and not _reports(request.user):
            return refused(NotAllowed(_no_files()))
        sent = _sent(request)
        now = timezone.now()
        try:
            said = say(
                draft=_draft(sent),
                actor=actor_of(request.user),
                now=now,
                door=door_of(request),
                files=sent.get("file", []),
            )
        except Refused as refusal:
            return refused(_renamed(refusal))
        row = self.get_queryset().get(pk=said.pk)
        return Response(
            self.get_serializer(row).data,
            status=201 if said.at == now else 200,
            headers={"Location": reverse("api:progress-detail", [row.pk], request=request)},
        )


def _is_form(request: Request) -> bool:
    """Whether files may be in it: asked before anything of the body is read."""
    return bool(request._request.content_type == FilesParser.media_type)


def _sent(request: Request) -> dict[str, Any]:
    kind = StatementFormSerializer if isinstance(request.data, QueryDict) else StatementSerializer
    sent = kind(data=request.data)
    sent.is_valid(raise_exception=True)
    found: dict[str, Any] = sent.validated_data
    return found


def _draft(sent: dict[str, Any]) -> Draft:
    state = sent.get("status")
    return Draft(
        kind=StatementKind(sent["kind"]),
        plan=sent["plan"],
        task=sent["task"],
        text=sent["text"],
        item=sent.get("item"),
        milestone=sent.get("milestone"),
        department=sent.get("department"),
        state=WorkState(state) if state else None,
        percent=sent.get("percent"),
        next_step=sent["next_step"],
        until=sent.get("until"),
        about=sent.get("about"),
    )


def _renamed(refusal: Refused) -> Refused:
    """The same refusal with the fields called as they were sent."""
    if not isinstance(refusal, Invalid):
        return refusal
    faults = [replace(one, field=NAMES.get(one.field, one.field)) for one in refusal.faults]
    return Invalid(refusal.message, faults)
