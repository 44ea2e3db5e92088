"""The base of every read of the API."""

from typing import Any, TypeVar

from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework import mixins, viewsets
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from common.api.languages import language_of

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


class ReadViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, ReadView[M], viewsets.GenericViewSet[M]
):
    """A list and its rows."""


class ListViewSet(mixins.ListModelMixin, ReadView[M], viewsets.GenericViewSet[M]):
    """A list whose rows have no address of their own."""


def not_found(wanted: str) -> NotFound:
    """A 404 that says what isn't there."""
    return NotFound(_("没有“%s”。") % wanted)
