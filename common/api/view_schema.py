"""How a view is described: as drf-spectacular does it, with what of it is deprecated."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.openapi import AutoSchema

from common.api.deprecation import Deprecation


class ViewSchema(AutoSchema):
    """Marks an address, or some of its parameters, as `deprecated`."""

    def is_deprecated(self) -> bool:
        whole = any(not one.parameter for one in self._deprecations)
        return whole or bool(super().is_deprecated())

    def _get_parameters(self) -> list[dict[str, Any]]:
        gone = {one.parameter for one in self._deprecations}
        return [
            one | ({"deprecated": True} if one["in"] == "query" and one["name"] in gone else {})
            for one in super()._get_parameters()
        ]

    @property
    def _deprecations(self) -> Sequence[Deprecation]:
        found: Sequence[Deprecation] = getattr(self.view, "deprecations", ())
        return found
