"""The statistical formats, read by programs that we did not write, and what these let pass."""

import csv
import json
from collections.abc import Iterable
from decimal import Decimal
from io import StringIO
from math import prod
from pathlib import Path
from typing import Any

import pytest
import sdmx
from django.test import Client
from jsonstat_validator import validate_jsonstat
from pyjstat import pyjstat
from pysdmx.api.dc.query import MultiFilter, Operator, TextFilter
from pysdmx.api.fmr import RegistryClient
from pysdmx.api.qb import (
    ApiVersion,
    AvailabilityQuery,
    DataContext,
    DataQuery,
    RestService,
    StructureQuery,
    StructureReference,
    StructureType,
)
from pysdmx.errors import Invalid, NotFound
from pysdmx.io import read_sdmx
from pysdmx.io.format import DataFormat
from pytest_django.live_server_helper import LiveServer
from sdmx.model import v30

from tests.siwei.datasets.statistics import Facts, everything, facts, text

STATUSES = {
    "A": "normal",
    "P": "preliminary",
    "O": "missing",
    "L": "not_available",
    "M": "not_applicable",
}
YEARS = {"actuals": "TIME_PERIOD", "targets": "TARGET_YEAR"}
NAMES = list(YEARS)
STRUCTURES = "sdmx/3.0/structure/dataflow/SIWEI/*/1.0.0/?references=all"


@pytest.fixture
def filled(db: None) -> None:
    everything()


def fact(name: str, cells: Any) -> Any:
    """One line of SDMX as the list has it."""
    value = Decimal(cells["OBS_VALUE"])
    return (
        *(cells["REF_AREA"], cells["INDICATOR"]),
        *(_year(cells[YEARS[name]]), _year(cells["BASE_YEAR"])),
        *(None if value.is_nan() else value, STATUSES[cells["OBS_STATUS"]]),
    )


def _year(code: str) -> int | None:
    return int(code) if code.isdigit() else None


def read_data(message: str) -> Any:
    """The one data set of a message, as pysdmx reads it."""
    found: Any = read_sdmx(message)
    (data,) = found.data
    return data


def structures() -> Any:
    return Client().get(f"/api/v1/{STRUCTURES}").json()["data"]


def components(structure: Any) -> dict[str, list[Any]]:
    parts = structure["dataStructureComponents"]
    dimensions = parts["dimensionList"]
    time = [dimensions["timeDimension"]] if "timeDimension" in dimensions else []
    return {
        "dimensions": dimensions["dimensions"] + time,
        "measures": parts["measureList"]["measures"],
        "attributes": parts["attributeList"]["attributes"],
    }


@pytest.mark.parametrize("name", NAMES)
class TestSdmxCsv:
    def test_pysdmx(self, filled: None, name: str) -> None:
        found = read_data(text(f"datasets/{name}.sdmx.csv"))
        assert found.short_urn == f"Dataflow=SIWEI:{name.upper()}(1.0.0)"
        rows = found.data.to_dict("records")
        assert {fact(name, row) for row in rows} == facts(name)
        assert len(rows) == len(facts(name))

    def test_sdmx1(self, filled: None, name: str, tmp_path: Path) -> None:
        file = tmp_path / "set.csv"
        file.write_text(text(f"datasets/{name}.sdmx.csv"), encoding="utf-8", newline="")
        found: Any = sdmx.read_sdmx(file, structure=self._flow(name))
        (data,) = found.data
        assert {fact(name, self._cells(one)) for one in data.obs} == facts(name)
        assert len(sdmx.to_pandas(data)) == len(facts(name))

    def _flow(self, name: str) -> v30.Dataflow:
        """The dataflow for sdmx1, which doesn't read SDMX-JSON 2.0: from the structure we serve."""
        (served,) = [one for one in structures()["dataStructures"] if one["id"] == name.upper()]
        design = v30.DataStructureDefinition(id=served["id"])
        for kind, listed in components(served).items():
            for one in listed:
                getattr(design, kind).getdefault(id=one["id"])
        return v30.Dataflow(id=served["id"], structure=design)

    def _cells(self, one: Any) -> dict[str, str]:
        attributes = {id: str(said.value) for id, said in one.attached_attribute.items()}
        dimensions = {id: str(said.value) for id, said in one.dimension.values.items()}
        return {**attributes, **dimensions, "OBS_VALUE": one.value}

    def test_what_these_programs_let_pass(self, filled: None, name: str) -> None:
        """Empty cells, ids that no list has, a key that comes twice."""
        rows = list(csv.DictReader(StringIO(text(f"datasets/{name}.sdmx.csv"), newline="")))
        served = structures()
        (design,) = [one for one in served["dataStructures"] if one["id"] == name.upper()]
        parts = components(design)
        codes = {
            one["links"][0]["urn"]: {code["id"] for code in one["codes"]}
            for one in served["codelists"]
        }
        ids = [one["id"] for one in (*parts["dimensions"], *parts["measures"])]
        ids += [one["id"] for one in parts["attributes"]]
        assert list(rows[0]) == ["STRUCTURE", "STRUCTURE_ID", "ACTION", *ids]
        for row in rows:
            assert all(row.values()) and row["ACTION"] == "R"
            for one in (*parts["dimensions"], *parts["attributes"]):
                enumeration = one["localRepresentation"].get("enumeration")
                assert enumeration is None or row[one["id"]] in codes[enumeration], one["id"]
        keys = [tuple(row[one["id"]] for one in parts["dimensions"]) for row in rows]
        assert len(set(keys)) == len(keys)

    def test_digits(self, filled: None, name: str) -> None:
        rows = csv.DictReader(StringIO(text(f"datasets/{name}.sdmx.csv"), newline=""))
        numbers = {row["OBS_VALUE"]: row["DECIMALS"] for row in rows}
        expected = {"actuals": {"2.270": "3", "0.6380": "4", "9.0": "1"}, "targets": {"9.0": "1"}}
        assert expected[name].items() <= numbers.items()
        assert all(
            number == "NaN" or len(number.partition(".")[2]) == int(decimals)
            for number, decimals in numbers.items()
        )


@pytest.mark.parametrize("name", NAMES)
class TestJsonStat:
    def test_the_validator(self, filled: None, name: str) -> None:
        assert validate_jsonstat(json.loads(text(f"datasets/{name}.jsonstat.json")))

    def test_pyjstat(self, filled: None, name: str) -> None:
        written = text(f"datasets/{name}.jsonstat.json")
        table = pyjstat.Dataset.read(written).write("dataframe", naming="id")
        status = json.loads(written)["status"]
        found: Facts = set()
        for place, row in enumerate(table.to_dict("records")):
            said = status if isinstance(status, str) else status.get(str(place))
            if said is not None:
                found.add(self._fact(row, said))
        assert found == facts(name)

    def _fact(self, row: Any, status: str) -> Any:
        number = None if row["value"] is None or row["value"] != row["value"] else row["value"]
        value = None if number is None else Decimal(str(number))
        indicator = row["indicator"].partition(".")[0]
        return (
            row["region"],
            indicator,
            _year(row["year"]),
            _year(row["base_year"]),
            value,
            status,
        )

    def test_what_these_programs_let_pass(self, filled: None, name: str) -> None:
        found = json.loads(text(f"datasets/{name}.jsonstat.json"))
        cells = prod(found["size"])
        assert found["version"] == "2.0" and found["class"] == "dataset"
        assert found["source"] and found["dimension"].keys() == set(found["id"])
        for id, size in zip(found["id"], found["size"], strict=True):
            category = found["dimension"][id]["category"]
            assert len(category["index"]) == size == len(category["label"])
        places = found["value"], found["status"]
        for one in places:
            assert len(one) == cells if isinstance(one, list) else self._in_range(one, cells)
        units = found["dimension"]["indicator"]["category"]["unit"]
        assert set(units) == set(found["dimension"]["indicator"]["category"]["index"])

    def _in_range(self, keys: Iterable[str], cells: int) -> bool:
        return all(0 <= int(key) < cells and str(int(key)) == key for key in keys)

    def test_digits(self, filled: None, name: str) -> None:
        written = text(f"datasets/{name}.jsonstat.json")
        found = json.loads(written, parse_float=str)["value"]
        numbers = set(found.values() if isinstance(found, dict) else found)
        expected = {"actuals": {"2.270", "0.6380", "9.0", "9.00"}, "targets": {"9.0", "2.270"}}
        assert expected[name] <= numbers


def test_a_number_in_another_unit_says_so(filled: None) -> None:
    found = json.loads(text("datasets/targets.jsonstat.json?region=140321&lang=en"))
    category = found["dimension"]["indicator"]["category"]
    assert category["unit"] == {
        "total_water_use.10_000_M3": {"label": "10,000 m³", "decimals": 1},
        "total_water_use.PERCENTAGE_POINTS": {"label": "percentage points", "decimals": 2},
        "total_water_use.PERCENT_PER_YEAR": category["unit"]["total_water_use.PERCENT_PER_YEAR"],
    }
    assert category["label"]["total_water_use.10_000_M3"] == "Total water use (10,000 m³)"


class TestTheRestInterface:
    @pytest.fixture
    def service(self, live_server: LiveServer) -> RestService:
        everything()
        return RestService(
            f"{live_server.url}/api/v1/sdmx/3.0",
            ApiVersion.V2_0_0,
            data_format=DataFormat.SDMX_CSV_2_0_0,
        )

    def read(self, service: RestService, name: str = "actuals", **asked: Any) -> Facts:
        query = DataQuery(DataContext.DATAFLOW, "SIWEI", name.upper(), "1.0.0", **asked)
        found = read_data(service.data(query).decode())
        return {fact(name, row) for row in found.data.to_dict("records")}

    def test_data(self, service: RestService) -> None:
        for name in NAMES:
            assert self.read(service, name) == facts(name)
        years = TextFilter("TIME_PERIOD", Operator.BETWEEN, ["2020", "2022"])
        several = TextFilter("REF_AREA", Operator.IN, ["140300", "140100"])
        assert self.read(service, components=years) == facts("actuals", "&year=2020:2022")
        assert self.read(service, key="140100") == facts("actuals", "&region=140100")
        assert self.read(service, key="*.total_water_use", components=several) == facts(
            "actuals", "&indicator=total_water_use"
        )
        both = MultiFilter([years, several])
        assert self.read(service, components=both) == facts("actuals", "&year=2020:2022")
        assert {one[3] for one in self.read(service, key="*.*.2020")} == {2020}
        assert {one[2] for one in self.read(service, "targets", key="*.*.*.*.*.standing")} == {None}

    def test_refusals(self, service: RestService) -> None:
        for asked, error in (
            ({"key": "149999"}, Invalid),
            ({"key": "140300.total_water_use._Z.1999"}, NotFound),
            ({"components": TextFilter("FORM", Operator.EQUALS, "value")}, Invalid),
            ({"components": TextFilter("REF_AREA", Operator.NOT_EQUALS, "140300")}, Invalid),
        ):
            with pytest.raises(error):
                self.read(service, **asked)
        with pytest.raises(NotFound):
            self.read(service, "tasks")

    def test_structures(self, service: RestService) -> None:
        asked = StructureQuery(
            *(StructureType.DATAFLOW, "SIWEI", "TARGETS", "1.0.0"),
            references=StructureReference.DESCENDANTS,
        )
        found = json.loads(service.structure(asked))["data"]
        assert [one["id"] for one in found["dataflows"]] == ["TARGETS"]
        assert [one["id"] for one in found["dataStructures"]] == ["TARGETS"]
        assert {one["id"] for one in found["codelists"]} == {
            *("CL_AREA", "CL_INDICATOR", "CL_PLAN", "CL_FORM", "CL_OBS_STATUS", "CL_UNIT"),
            *("CL_COMPARATOR", "CL_NATURE"),
        }

    def test_availability(self, service: RestService) -> None:
        asked = AvailabilityQuery(DataContext.DATAFLOW, "SIWEI", "ACTUALS", "1.0.0", "140100")
        (found,) = json.loads(service.availability(asked))["data"]["dataConstraints"]
        (region,) = found["cubeRegions"]
        assert found["annotations"][0]["title"] == "1"
        occur = {
            one["id"]: [value["value"] for value in one["values"]] for one in region["keyValues"]
        }
        assert occur == {
            "REF_AREA": ["140100"],
            "INDICATOR": ["total_water_use"],
            "BASE_YEAR": ["_Z"],
            "TIME_PERIOD": ["2023"],
        }

    def test_the_client_of_registries(self, service: RestService, live_server: LiveServer) -> None:
        registry = RegistryClient(f"{live_server.url}/api/v1/sdmx/3.0")
        assert {one.id for one in registry.get_dataflows("SIWEI")} == {"ACTUALS", "TARGETS"}
        schema = registry.get_schema("dataflow", "SIWEI", "ACTUALS", "1.0.0")
        assert [one.id for one in schema.components.dimensions] == [
            *("REF_AREA", "INDICATOR", "BASE_YEAR", "TIME_PERIOD"),
        ]
        assert {one.id for one in registry.get_codes("SIWEI", "CL_OBS_STATUS")} == set(STATUSES)
        assert "140321" in {one.id for one in registry.get_codes("SIWEI", "CL_AREA")}
        assert "REF_AREA" in {one.id for one in registry.get_concepts("SIWEI", "CONCEPTS")}
        (structure,) = registry.get_data_structures("SIWEI", "TARGETS")
        assert len(structure.components.dimensions) == 6
