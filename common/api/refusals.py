"""A refused write as a problem: the same words as on a page, with the status of the contract."""

from typing import Any

from rest_framework.response import Response

from common.api.problems import CONTENT_TYPE, problem
from common.refusals import Fault, Invalid, NotAllowed, NotThere, Refused, Stale, WrongState

_STATUS: dict[type[Refused], int] = {
    NotThere: 404,
    NotAllowed: 403,
    WrongState: 409,
    Stale: 412,
    Invalid: 400,
}


def refused(refusal: Refused, **extra: Any) -> Response:
    """The answer to a write that was not done; `extra` goes into the body as it is."""
    status = _STATUS[type(refusal)]
    faults = refusal.faults if isinstance(refusal, Invalid) else [_whole(refusal)]
    errors = [_error(fault) for fault in faults]
    body = problem(status, code=refusal.code, detail=refusal.message, errors=errors)
    return Response(body | extra, status=status, content_type=CONTENT_TYPE)


def _whole(refusal: Refused) -> Fault:
    return Fault("", refusal.code, refusal.message)


def _error(fault: Fault) -> dict[str, str]:
    return {"field": fault.field, "code": fault.code, "message": fault.message}
