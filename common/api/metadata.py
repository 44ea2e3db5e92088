"""What OPTIONS answers: the methods, in `Allow`; everything else is in the description."""

from typing import TYPE_CHECKING

from rest_framework.metadata import BaseMetadata
from rest_framework.request import Request

if TYPE_CHECKING:  # rest_framework.views imports this module
    from rest_framework.views import APIView


class MethodsOnly(BaseMetadata):
    """Nothing in the body: Django REST framework would try out what a caller may write."""

    def determine_metadata(self, request: Request, view: "APIView") -> None:
        return None
