"""The base of every read of the API."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework import mixins, viewsets
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.filters import StrictFilterBackend
from common.api.keys import Keys, QuerySetKeys, SequenceKeys
from common.api.languages import language_of
from common.moments import Moment, asked_moment
from common.past import reading

M = TypeVar("M", bound=Model)


class ReadView(GenericAPIView[M]):
    """Answers in the language that `lang` names, and says in words what it doesn't find."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        wanted = request.query_params.get("lang")
        if wanted is not None:
            language = language_of(wanted)
            if language is None:
                raise ValidationError({"lang": [_("未知的语言“%s”；可用：zh、en。") % wanted]})
            translation.activate(language)
        super().initial(request, *args, **kwargs)

    def get_object(self) -> M:
        """The row that the address names, or a 404 that names it."""
        self.check_parameters()
        wanted = str(self.kwargs[self.lookup_url_kwarg or self.lookup_field])
        row = self.get_queryset().filter(**{self.lookup_field: wanted}).first()
        if row is None:
            raise not_found(wanted)
        self.check_object_permissions(self.request, row)
        return row

    def check_parameters(self) -> None:
        """Refuse query parameters that a single row doesn't take."""
        self.filter_queryset(self.get_queryset().none())


class PagedView(ReadView[M]):
    """What the lists share."""

    def keys(self, rows: Any) -> Keys:
        """By which the pages of `rows` follow one another."""
        return QuerySetKeys(rows)


class ReadViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, PagedView[M], viewsets.GenericViewSet[M]
):
    """A list and its rows."""


class ListViewSet(mixins.ListModelMixin, PagedView[M], viewsets.GenericViewSet[M]):
    """A list whose rows have no address of their own."""


class PastMixin(GenericAPIView[M]):
    """A list that takes `as_of`: it answers as it would have at that moment.

    Its `filterset_class` has the parameter, and refuses what is no moment.
    """

    @property
    def moment(self) -> Moment:
        return asked_moment(self.request.query_params)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        with reading(self.moment):
            response: Response = super().list(request, *args, **kwargs)  # type: ignore[misc]
        return response


class ComputedListViewSet(ListViewSet[M]):
    """A list that is computed from the rows of `queryset` that its filter leaves.

    The filter narrows and checks; `get_rows` computes. Pages, ETags and the description are
    those of any other list.
    """

    def get_rows(self, scope: QuerySet[M], asked: Mapping[str, Any]) -> Sequence[Any]:
        """What the rows of `scope` come to. `asked`: the cleaned parameters, by name.

        A sequence may know its length and compute only the slice that its page asks for. It
        knows the keys of its rows, too (`KeyedRows`).
        """
        raise NotImplementedError

    def keys(self, rows: Any) -> Keys:
        return SequenceKeys(rows)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        wanted = StrictFilterBackend().checked(request, self.get_queryset(), self)
        assert wanted is not None, "a computed list has a filterset_class"
        page = self.paginate_queryset(self.get_rows(wanted.qs, wanted.asked))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


def not_found(wanted: str) -> NotFound:
    """A 404 that says what isn't there."""
    return NotFound(_("没有“%s”。") % wanted)
