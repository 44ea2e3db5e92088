"""The base of every read of the API."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpResponseNotModified
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework import mixins, viewsets
from rest_framework.exceptions import APIException, NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.columns import Column
from common.api.deprecation import Deprecation, announce
from common.api.etags import data_stamp_of, sent_with, stamp_of
from common.api.filters import StrictFilterBackend
from common.api.keys import Keys, QuerySetKeys, SequenceKeys
from common.api.languages import language_of, unknown_language
from common.api.renderers import ExactJSONRenderer
from common.api.selection import asked_fields, columns_as_asked, keep
from common.api.tables import CSVRenderer
from common.moments import Moment, asked_moment
from common.ordering import Sortable, asked_order
from common.past import reading
from common.sorting import Order

M = TypeVar("M", bound=Model)


class Unchanged(APIException):
    """A read of which the caller has the answer already: a 304, before any of it is made."""

    status_code = 304

    def __init__(self, etag: str) -> None:
        super().__init__()
        self.etag = etag


class ReadView(GenericAPIView[M]):
    """Answers in the language that `lang` names, and says in words what it doesn't find.

    Who asks, and whether they may, is settled first; then whoever has the answer of now gets a
    304 (`common.api.etags`). Its parameters needn't be looked at again: only what was answered has
    such an ETag, and the address is a part of it.
    """

    deprecations: ClassVar[Sequence[Deprecation]] = ()
    stamp = ""
    data_stamp = ""

    @property
    def default_response_headers(self) -> dict[str, str]:
        return {**super().default_response_headers, "Vary": "Accept"}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        wanted = request.query_params.get("lang")
        if wanted is not None:
            language = language_of(wanted)
            if language is None:
                raise unknown_language(wanted)
            translation.activate(language)
        super().initial(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            self.data_stamp = data_stamp_of(request)
            self.stamp = stamp_of(request, self.data_stamp)
            known = sent_with(self.stamp, request)
            if known is not None:
                raise Unchanged(known)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, Unchanged):
            # In no form of the list: there is nothing to write.
            return HttpResponseNotModified(headers={"ETag": exc.etag})  # type: ignore[return-value]
        return super().handle_exception(exc)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.stamp = self.stamp  # type: ignore[attr-defined]  # for `ApiMiddleware`
        announce(answer, self.request, self.deprecations)
        return answer

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
    """What the lists share: pages, the columns that are asked for (`fields`) in the order that is
    (`ordering`), and CSV beside JSON.

    `orderings`: what the list can be ordered by, each a column of its rows.
    """

    list_renderer_classes: ClassVar[tuple[type[BaseRenderer], ...]] = (
        ExactJSONRenderer,
        CSVRenderer,
    )
    orderings: ClassVar[Mapping[str, Sortable]] = {}

    def get_renderers(self) -> list[BaseRenderer]:
        is_list = getattr(self, "action", None) == "list"
        return [one() for one in self.list_renderer_classes] if is_list else super().get_renderers()

    def perform_content_negotiation(
        self, request: Request, force: bool = False
    ) -> tuple[BaseRenderer, str]:
        """What is said of the address itself, or that a method isn't there, is JSON."""
        says = getattr(self, "action", None) in (None, "metadata")
        return super().perform_content_negotiation(request, force or says)

    def keys(self, rows: Any) -> Keys:
        """By which the pages of `rows` follow one another."""
        return QuerySetKeys(rows)

    def read(self, rows: Any) -> Sequence[Any]:
        """The rows of a page, of which there are keys."""
        return list(rows)

    def written(self, page: Any) -> Any:
        """What the answer says of the rows of a page."""
        return self.get_serializer(page, many=True).data

    @property
    def asked_order(self) -> list[Order]:
        return asked_order(self.request.query_params, list(self.orderings))

    @property
    def asked_fields(self) -> list[tuple[str, ...]]:
        return asked_fields(self.request.query_params, self.get_serializer_class())

    def shows(self, *names: str) -> bool:
        """Whether the rows have any of these fields: what nobody asked for isn't computed."""
        asked = self.asked_fields
        return not asked or any(path[0] in names for path in asked)

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Of a list with the fields that are asked for, of a row with all."""
        made: Any = super().get_serializer(*args, **kwargs)
        if kwargs.get("many", False) and (asked := self.asked_fields):
            keep(made.child, asked)
        return made

    def columns(self) -> tuple[Column, ...]:
        """Those of the table that was asked for."""
        serializer, asked = self.get_serializer_class()(), self.asked_fields
        if asked:
            keep(serializer, asked)
        return columns_as_asked(serializer, asked)


class ListMixin(mixins.ListModelMixin):
    """A list, page by page."""

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        view: Any = self
        page = view.paginate_queryset(view.filter_queryset(view.get_queryset()))
        return view.get_paginated_response(view.written(page))  # type: ignore[no-any-return]


class ReadViewSet(ListMixin, mixins.RetrieveModelMixin, PagedView[M], viewsets.GenericViewSet[M]):
    """A list and its rows."""


class ListViewSet(ListMixin, PagedView[M], viewsets.GenericViewSet[M]):
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
        return self.get_paginated_response(self.written(page))


def not_found(wanted: str) -> NotFound:
    """A 404 that says what isn't there."""
    return NotFound(_("没有“%s”。") % wanted)
