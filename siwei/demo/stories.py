"""The demonstration's invented values: where each indicator of a city begins and where it stands.

Nothing here is a fact. The values are near what the plans ask, some on the wrong side of it, so
that every status can be seen. What follows from other values (sums, reductions) isn't here:
`siwei.demo.actuals` computes it.
"""

from dataclasses import dataclass, field

from indicators.actuals.rules.enums import ActualState

REACHED = 2025  # the year of the second value of each pair


@dataclass(frozen=True, slots=True)
class Story:
    """One city: from `start` on, each indicator goes from its first value to its second.

    `sums`: an indicator that is the sum of others. `reductions`: those computed from levels,
    with their base year and the first year in which they're reported. `unfinished`: what isn't
    approved in the last year, None for what nobody entered. `late`: handed in after the day.
    """

    start: int
    values: dict[str, tuple[str, str]]
    sums: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reductions: dict[str, int] = field(default_factory=dict)
    unfinished: dict[str, ActualState | None] = field(default_factory=dict)
    late: frozenset[str] = frozenset()


RETURN_REASON = "与上年数值相比变化较大，请核对统计口径后再报。（演示）"
_BALANCE = ("surface_water_abstraction", "groundwater_use", "nonconventional_water_use")
_GDP, _INDUSTRY = "gdp_water_intensity_reduction", "industrial_water_intensity_reduction"

STORIES: dict[str, Story] = {
    "140100": Story(
        start=2022,
        values={
            "total_water_use": ("7.20", "7.53"),
            "groundwater_public_supply": ("0.7580", "0.7514"),
            "groundwater_counties": ("0.7420", "0.7286"),
            "gdp_water_intensity": ("16.9", "14.0"),
            "industrial_water_intensity": ("8.9", "7.6"),
            "urban_development_boundary": ("702.10", "718.40"),
            "pipe_leakage_rate": ("10.2", "9.3"),
            "water_saving_appliance_rate": ("93.0", "96.1"),
            "irrigated_area": ("62.10", "63.05"),
            "high_standard_farmland": ("55.0", "59.2"),
            "green_coverage_rate": ("40.9", "41.6"),
            "irrigation_efficiency": ("0.5720", "0.5840"),
            "reclaimed_water_rate": ("23.0", "28.4"),
            "nonconventional_water_use": ("1.36", "1.62"),
            "water_from_yellow_river": ("3.10", "3.42"),
            "water_from_hutuo_river": ("0.18", "0.22"),
            "water_from_fen_river": ("1.10", "1.26"),
            "water_from_jinci_spring": ("0.20", "0.26"),
            "agricultural_water_use": ("1.52", "1.43"),
            "efficient_irrigation_area": ("3.90", "4.40"),
            "happy_rivers_lakes": ("8", "11"),
            "new_surface_water_plants": ("1", "2"),
            "groundwater_replacement": ("2100", "2850"),
        },
        sums={
            "groundwater_use": ("groundwater_public_supply", "groundwater_counties"),
            "trunk_river_water_use": (
                "water_from_yellow_river",
                "water_from_hutuo_river",
                "water_from_fen_river",
            ),
        },
        reductions={_GDP: 2025, _INDUSTRY: 2025},
    ),
    "140300": Story(
        start=2020,
        values={
            "surface_water_abstraction": ("1.380", "1.500"),
            "groundwater_use": ("0.352", "0.312"),
            "nonconventional_water_use": ("0.190", "0.241"),
            "agricultural_water_use": ("0.470", "0.438"),
            "gdp_water_intensity": ("30.6", "27.1"),
            "industrial_water_intensity": ("13.9", "12.9"),
            "irrigation_efficiency": ("0.6090", "0.6262"),
            "urban_development_boundary": ("151.20", "155.64"),
            "pipe_leakage_rate": ("10.8", "9.4"),
            "reclaimed_water_rate": ("17.5", "24.1"),
            "irrigated_area": ("9.42", "9.86"),
            "high_standard_farmland": ("41.20", "47.30"),
            "water_saving_appliance_rate": ("89.0", "96.2"),
            "efficient_irrigation_area": ("3.60", "4.15"),
        },
        sums={"total_water_use": _BALANCE},
        reductions={_GDP: 2020, _INDUSTRY: 2020},
        unfinished={
            "high_standard_farmland": ActualState.SUBMITTED,
            "surface_water_abstraction": ActualState.SUBMITTED,
            "irrigated_area": ActualState.RETURNED,
            "water_saving_appliance_rate": None,
        },
    ),
    "140400": Story(
        start=2020,
        values={
            "surface_water_abstraction": ("3.02", "3.12"),
            "groundwater_use": ("2.31", "2.16"),
            "nonconventional_water_use": ("0.49", "0.61"),
            "yellow_river_consumption": ("0.195", "0.188"),
            "gdp_water_intensity": ("34.2", "30.4"),
            "industrial_water_intensity": ("16.4", "15.1"),
            "irrigation_efficiency": ("0.5620", "0.5812"),
            "urban_development_boundary": ("396.10", "408.30"),
            "pipe_leakage_rate": ("10.2", "8.7"),
            "agricultural_water_use": ("2.12", "2.03"),
            "irrigated_area": ("139.6", "145.8"),
            "high_standard_farmland": ("128.0", "171.5"),
            "reclaimed_water_rate": ("18.4", "25.6"),
        },
        sums={"total_water_use": _BALANCE},
        reductions={_GDP: 2020, _INDUSTRY: 2020},
        unfinished={
            "irrigated_area": ActualState.SUBMITTED,
            "reclaimed_water_rate": ActualState.SUBMITTED,
            _INDUSTRY: None,
            "yellow_river_consumption": None,
        },
        late=frozenset({"high_standard_farmland", "pipe_leakage_rate"}),
    ),
    "140500": Story(
        start=2015,
        values={
            "total_water_use": ("4.05", "4.46"),
            "groundwater_use": ("2.02", "1.72"),
            "gdp_water_intensity": ("31.5", "22.9"),
            "industrial_water_intensity": ("15.2", "12.2"),
            "industrial_water_reuse_rate": ("88.0", "93.2"),
            "irrigation_efficiency": ("0.5700", "0.6060"),
            "pipe_leakage_rate": ("13.0", "8.2"),
            "nonconventional_share_increase": ("0.5", "3.7"),
            "water_saving_society_counties": ("5", "6"),
            "efficient_irrigation_area": ("0.50", "1.30"),
            "fertigation_area": ("0.10", "0.52"),
            "water_saving_irrigation_share": ("66.0", "74.4"),
            "water_saving_agriculture_zones": ("0", "2"),
            "water_saving_benchmarks": ("0", "3"),
            "water_saving_city_organs": ("22", "88"),
            "water_saving_city_institutions": ("8", "46"),
            "water_saving_county_institutions": ("30", "84"),
            "industrial_cluster_reclaimed_rate": ("24.0", "33.0"),
            "mine_water_use_rate": ("62.0", "81.0"),
            "reclaimed_water_rate": ("14.0", "27.0"),
            "water_efficiency_leader_enterprises": ("0", "2"),
            "water_efficiency_leader_institutions": ("0", "1"),
        },
        reductions={_GDP: 2015, _INDUSTRY: 2015},
        unfinished={"mine_water_use_rate": ActualState.SUBMITTED},
    ),
    "371500": Story(
        start=2022,
        values={
            "total_water_use": ("17.60", "19.70"),
            "gdp_water_intensity": ("63.0", "51.9"),
            "industrial_water_intensity": ("23.5", "15.5"),
            "irrigation_efficiency": ("0.6360", "0.6387"),
            "nonconventional_water_use": ("0.88", "1.09"),
            "reclaimed_water_rate": ("52.0", "56.2"),
            "pipe_leakage_rate": ("8.4", "7.6"),
            "industrial_water_reuse_rate": ("88.5", "91.6"),
            "chemical_park_nonconventional_rate": ("20.0", "28.4"),
            "wwtp_upgrade_rate": ("68.75", "81.25"),
            "high_standard_farmland": ("61.20", "65.10"),
            "efficient_irrigation_area": ("7.20", "8.30"),
        },
        reductions={_GDP: 2024, _INDUSTRY: 2024},
        unfinished={
            "industrial_water_reuse_rate": ActualState.SUBMITTED,
            "chemical_park_nonconventional_rate": ActualState.RETURNED,
            "efficient_irrigation_area": None,
        },
        late=frozenset({"wwtp_upgrade_rate"}),
    ),
}
