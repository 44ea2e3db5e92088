"""Which data sets a package holds, by what its address asks for."""

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from common.api.filters import ALWAYS
from common.api.problems import MAX_NAME
from siwei.datasets.selectors.sets import SETS, DataSet, open_set


def packaged_sets(request: Request) -> tuple[Sequence[DataSet], str]:
    """The sets that take all filters of the address, and these as an address carries them.

    A set that doesn't take one of them is left out: its whole file beside the filtered ones would
    say something else than was asked for. Raises `ValidationError` that names each parameter that
    no set takes, all of them where no set takes them together, and every value that makes no
    sense.
    """
    asked = [name for name in request.query_params if name not in ALWAYS]
    found = [
        one for one in SETS.values() if all(name in one.filters.base_filters for name in asked)
    ]
    if not found:
        raise ValidationError(_refusals(asked))
    for one in found:
        open_set(one.name, request=request)
    kept = QueryDict(mutable=True)
    for name in asked:
        kept.setlist(name, request.query_params.getlist(name))
    return found, kept.urlencode(safe=":,")


def _refusals(asked: Sequence[str]) -> dict[str, list[ErrorDetail]]:
    known = list(dict.fromkeys(name for one in SETS.values() for name in one.filters.base_filters))
    unknown = [name for name in asked if name not in known]
    if not unknown:
        said = ErrorDetail(_("没有一个数据集同时有这些筛选条件。"), code="not_together")
        return {name: [said] for name in asked}
    message = _("未知的参数“%(name)s”；可用：%(known)s。")
    return {
        name: [
            ErrorDetail(
                message % {"name": name[:MAX_NAME], "known": "、".join(known)},
                code="unknown_parameter",
            )
        ]
        for name in unknown
    }
