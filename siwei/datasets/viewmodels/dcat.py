"""The catalogue of the data sets for other catalogues: DCAT 3, as JSON-LD, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from siwei.datasets.viewmodels.described import DescribedSet, folder
from siwei.datasets.viewmodels.publishing import Publishing

if TYPE_CHECKING:
    from departments.models import Region

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}
_SPOKEN = [
    {"@id": f"http://publications.europa.eu/resource/authority/language/{name}"}
    for name in ("ZHO", "ENG")
]
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
# What changes as often as something happens.
_RHYTHM = "http://publications.europa.eu/resource/authority/frequency/CONT"
_PUBLIC, _RESTRICTED = (
    f"http://publications.europa.eu/resource/authority/access-right/{name}"
    for name in ("PUBLIC", "RESTRICTED")
)

Node = dict[str, Any]


def dcat(
    describe: Callable[[], Sequence[DescribedSet]],
    places: Iterable[Region],
    publishing: Publishing,
) -> Node:
    """The catalogue. `describe` is asked once for each language."""
    spoken = []
    for language in _LANGUAGES:
        with override(language):
            spoken.append(describe())
    covered = [_place(one) for one in places]
    service = f"{publishing.base}{reverse('api:api-root')}"
    return {
        "@context": _CONTEXT,
        "@id": publishing.page,
        "@type": "dcat:Catalog",
        "dcterms:title": _both(lambda: _("四水四定目标跟踪")),
        "dcterms:description": _both(lambda: publishing.said),
        "foaf:homepage": {"@id": publishing.page},
        "dcat:landingPage": {"@id": publishing.page},
        "dcterms:language": _SPOKEN,
        "dcterms:spatial": covered,
        **_terms(publishing),
        "dcat:dataset": [
            _data_set(versions, covered, publishing) for versions in zip(*spoken, strict=True)
        ],
        "dcat:service": [_service(service, spoken[0], publishing)],
    }


def _data_set(
    versions: Sequence[DescribedSet], covered: list[Node], publishing: Publishing
) -> Node:
    one = versions[0]
    found = {
        "@id": one.id,
        "@type": "dcat:Dataset",
        "dcterms:identifier": one.name,
        "dcterms:title": _spoken(each.title for each in versions),
        "dcterms:description": _spoken(each.description for each in versions),
        "dcat:keyword": _both(lambda: _("水资源")),
        "dcat:landingPage": {"@id": one.id},
        "dcterms:language": _SPOKEN,
        "dcterms:accrualPeriodicity": {"@id": _RHYTHM},
        "dcterms:spatial": covered,
        **_terms(publishing),
        "dcat:distribution": [_distribution(one, each, publishing) for each in one.downloads],
    }
    if one.changed_at is not None:
        found["dcterms:modified"] = _typed("dateTime", one.changed_at.isoformat())
    if one.years is not None:
        first, last = one.years
        found["dcterms:temporal"] = {
            "@type": "dcterms:PeriodOfTime",
            "dcat:startDate": _typed("gYear", str(first)),
            "dcat:endDate": _typed("gYear", str(last)),
        }
    return found


def _distribution(one: DescribedSet, download: Any, publishing: Publishing) -> Node:
    address, form = f"{publishing.base}{download.path}", download.format
    found = {
        "@id": address,
        "@type": "dcat:Distribution",
        "dcterms:title": form.name,
        "dcat:accessURL": {"@id": one.id},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": _MEDIA_TYPES + form.media_type.partition(";")[0]},
        **_licence(publishing),
    }
    if form.standard:
        found["dcterms:conformsTo"] = {"@id": form.standard}
    if form.extension == "csv":
        package = f"{publishing.base}{folder()}datapackage.json"
        found["rdfs:seeAlso"] = {"@id": package}
    return found


def _service(address: str, sets: Sequence[DescribedSet], publishing: Publishing) -> Node:
    return {
        "@id": address,
        "@type": "dcat:DataService",
        "dcterms:title": _both(lambda: _("数据接口")),
        "dcat:endpointURL": {"@id": address},
        "dcat:endpointDescription": {"@id": f"{publishing.base}{reverse('schema')}"},
        "dcat:servesDataset": [{"@id": one.id} for one in sets],
        **_terms(publishing),
    }


def _terms(publishing: Publishing) -> Node:
    """Who publishes, whom to ask, who may read, and under which licence."""
    found: Node = {
        "dcterms:publisher": {
            "@type": "foaf:Agent",
            "foaf:name": [publishing.publisher]
            if publishing.publisher
            else _both(lambda: publishing.name),
            "foaf:homepage": {"@id": f"{publishing.base}/"},
        },
        "dcterms:accessRights": {"@id": _PUBLIC if publishing.public else _RESTRICTED},
        **_licence(publishing),
    }
    if publishing.contact:
        way = "vcard:hasURL" if "://" in publishing.contact else "vcard:hasEmail"
        found["dcat:contactPoint"] = {
            "@type": "vcard:Organization",
            "vcard:fn": publishing.publisher or publishing.contact,
            way: {"@id": publishing.contact_url},
        }
    return found


def _licence(publishing: Publishing) -> Node:
    """Without one, that none is named."""
    if publishing.licence:
        return {"dcterms:license": {"@id": publishing.licence}}
    return {
        "dcterms:rights": {
            "@type": "dcterms:RightsStatement",
            "rdfs:label": _both(lambda: publishing.terms_said),
        }
    }


def _place(region: Region) -> Node:
    names = (region.name, region.name_en)
    return {
        "@type": "dcterms:Location",
        "dcterms:identifier": region.code,
        "rdfs:label": _spoken(one or region.name for one in names),
    }


def _both(say: Callable[[], str]) -> list[Node]:
    words = []
    for language in _LANGUAGES:
        with override(language):
            words.append(say())
    return _spoken(words)


def _spoken(words: Iterable[str]) -> list[Node]:
    return [
        {"@value": text, "@language": language}
        for text, language in zip(words, _LANGUAGES.values(), strict=True)
    ]


def _typed(name: str, text: str) -> Node:
    return {"@value": text, "@type": f"xsd:{name}"}
