"""The data sets for search engines: schema.org, as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from common.language import join_sentences, local_name
from siwei.datasets.viewmodels.described import DescribedSet
from siwei.datasets.viewmodels.publishing import Publishing

if TYPE_CHECKING:
    from departments.models import Region


def schema_org(
    sets: Sequence[DescribedSet], places: Iterable[Region], publishing: Publishing
) -> dict[str, Any]:
    """A catalogue and its sets, in the active language."""
    covered = [
        {"@type": "Place", "name": local_name(one), "identifier": one.code} for one in places
    ]
    catalogue = {
        "@type": "DataCatalog",
        "@id": publishing.page,
        "name": _("四水四定目标跟踪"),
        "description": publishing.said,
        "url": publishing.page,
        "publisher": _publisher(publishing),
        "dataset": [{"@id": one.id} for one in sets],
    }
    described = [_data_set(one, covered, publishing) for one in sets]
    return {"@context": "https://schema.org", "@graph": [catalogue, *described]}


def _data_set(
    one: DescribedSet, covered: list[dict[str, str]], publishing: Publishing
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Dataset",
        "@id": one.id,
        "name": one.title,
        "description": join_sentences([one.description, publishing.said]),
        "url": one.id,
        "identifier": one.id,
        "license": publishing.terms,
        "creator": _publisher(publishing),
        "publisher": _publisher(publishing),
        "isAccessibleForFree": publishing.public,
        "includedInDataCatalog": {"@id": publishing.page},
        "spatialCoverage": covered,
        "variableMeasured": [_variable(column) for column in one.columns],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": download.format.name,
                "encodingFormat": download.format.media_type,
                "contentUrl": f"{publishing.base}{download.path}",
            }
            for download in one.downloads
        ],
    }
    if one.changed_at is not None:
        found["dateModified"] = one.changed_at.isoformat()
    if one.years is not None:
        found["temporalCoverage"] = "{}/{}".format(*one.years)
    return found


def _publisher(publishing: Publishing) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Organization",
        "name": publishing.name,
        "url": f"{publishing.base}/",
    }
    if publishing.contact:
        way = "url" if "://" in publishing.contact else "email"
        found["contactPoint"] = {"@type": "ContactPoint", way: publishing.contact}
    return found


def _variable(column: Any) -> dict[str, str]:
    found = {"@type": "PropertyValue", "name": column.name, "description": column.title}
    return found | ({"unitText": column.unit} if column.unit else {})
