"""The addresses of SDMX's REST interface: whatever is left out at the end of one is any.

The description of the API has the whole ones; SDMX's programs write them shorter, too, and with
or without the last stroke.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import URLPattern, path, re_path

from siwei.datasets.api.sdmx import AvailabilityView, DataView, SchemaView, StructureView

ROOT = "sdmx/3.0"
FLOW = ("context", "agency", "flow", "version", "key")
ARTEFACT = ("kind", "agency", "id", "version")
# Of each resource its view, what its address names, and what else it may name.
RESOURCES: Sequence[tuple[str, Any, tuple[str, ...], tuple[str, ...]]] = (
    ("data", DataView, FLOW, ()),
    ("availability", AvailabilityView, (*FLOW, "component"), ()),
    ("structure", StructureView, ARTEFACT, ("item",)),
    ("schema", SchemaView, ARTEFACT, ()),
)


def sdmx_urls() -> Iterator[URLPattern]:
    for resource, view, names, more in RESOURCES:
        whole = "/".join(f"<str:{name}>" for name in names)
        yield path(f"{ROOT}/{resource}/{whole}/", view.as_view(), name=f"sdmx-{resource}")
        shorter = _optional((*names, *more))
        yield re_path(
            rf"^{re.escape(ROOT)}/{resource}{shorter}/?$",
            view.as_view(schema=None),
            name=f"sdmx-{resource}-any",
        )


def _optional(names: Sequence[str]) -> str:
    """Each of them only where the one before it is there."""
    if not names:
        return ""
    return rf"(?:/(?P<{names[0]}>[^/]+){_optional(names[1:])})?"
