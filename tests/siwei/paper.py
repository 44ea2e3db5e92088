"""What the five plans promise, typed from the papers themselves, not from the fixtures.

A line is one target: region, indicator, year, base year, value as printed, comparator, nature,
origin. A dash: none is printed (no year: every year; no value: a promise in words).
"""

YANGQUAN = """
140300 total_water_use                       2025 -    2.27   <= constraint annex
140300 total_water_use                       2030 -    2.35   <= constraint annex
140300 gdp_water_intensity_reduction         2025 2020 9.5    >= constraint annex
140300 gdp_water_intensity_reduction         2030 2025 6.3    >= constraint annex
140300 industrial_water_intensity_reduction  2025 2020 9.0    >= constraint annex
140300 industrial_water_intensity_reduction  2030 2025 3.5    >= constraint annex
140300 irrigation_efficiency                 2025 -    0.624  >= constraint annex
140300 irrigation_efficiency                 2030 -    0.63   =  constraint annex
140300 urban_development_boundary            2025 -    158.97 <= constraint annex
140300 urban_development_boundary            2030 -    158.97 <= constraint annex
140300 pipe_leakage_rate                     2025 -    9      <= constraint annex
140300 pipe_leakage_rate                     2030 -    8      <= constraint annex
140300 pipe_leakage_rate                     -    -    -      <= constraint annex
140300 reclaimed_water_rate                  2025 -    25     >= expected   annex
140300 reclaimed_water_rate                  2030 -    30     >= expected   annex
140300 reclaimed_water_rate                  -    -    -      >= expected   annex
140300 irrigated_area                        2025 -    9.81   >= expected   annex
140300 irrigated_area                        2030 -    13.02  >= expected   annex
140300 irrigated_area                        -    -    -      >= expected   annex
140300 high_standard_farmland                2025 -    46.9   >= expected   annex
140300 high_standard_farmland                2030 -    52.64  >= expected   annex
140300 water_saving_appliance_rate           2025 -    95     >= unstated   body
140300 water_saving_appliance_rate           -    -    -      >= unstated   body
140300 agricultural_water_use                2025 -    0.45   <= unstated   body
140300 efficient_irrigation_area             2030 -    4.82   >= unstated   body
140300 forest_coverage_rate                  -    -    -      >= unstated   body
140300 spring_discharge                      -    -    -      >= unstated   body
140300 nonconventional_water_use             2025 -    0.23   >= unstated   body
140300 nonconventional_water_use             2030 -    0.26   >= unstated   body
140300 surface_water_abstraction             -    -    1.55   <= unstated   body
140300 groundwater_use                       -    -    0.3    <= unstated   body
140300 water_from_hutuo_river                -    -    -      >= unstated   body
"""

TAIYUAN = """
140100 total_water_use                       2027 -    9.94   <= constraint annex
140100 total_water_use                       2030 -    10.47  <= constraint annex
140100 groundwater_use                       2027 -    1.5    <= constraint annex
140100 groundwater_use                       2030 -    1.5    <= constraint annex
140100 groundwater_use                       -    -    1.5    <= constraint annex
140100 gdp_water_intensity_reduction         2027 2025 3      >= constraint annex
140100 gdp_water_intensity_reduction         2030 2025 7      >= constraint annex
140100 industrial_water_intensity_reduction  2027 2025 2      >= constraint annex
140100 industrial_water_intensity_reduction  2030 2025 5      >= constraint annex
140100 urban_development_boundary            2027 -    735.42 <= constraint annex
140100 urban_development_boundary            2030 -    735.42 <= constraint annex
140100 pipe_leakage_rate                     2027 -    9      <= constraint annex
140100 pipe_leakage_rate                     2030 -    8      <= constraint annex
140100 pipe_leakage_rate                     -    -    -      <= constraint annex
140100 water_saving_appliance_rate           2027 -    97     >= expected   annex
140100 water_saving_appliance_rate           2030 -    97     >= expected   annex
140100 water_saving_appliance_rate           -    -    -      >= expected   annex
140100 irrigated_area                        2027 -    63.4   >= expected   annex
140100 irrigated_area                        2030 -    63.4   >= expected   annex
140100 irrigated_area                        -    -    -      >= expected   annex
140100 high_standard_farmland                2027 -    61     >= expected   annex
140100 high_standard_farmland                2030 -    65     >= expected   annex
140100 green_coverage_rate                   2027 -    41.9   >= expected   annex
140100 green_coverage_rate                   2030 -    42.2   >= expected   annex
140100 irrigation_efficiency                 2027 -    0.59   >= constraint annex
140100 irrigation_efficiency                 2030 -    0.6    >= constraint annex
140100 irrigation_efficiency                 -    -    -      >= constraint annex
140100 reclaimed_water_rate                  2027 -    30     >= expected   annex
140100 reclaimed_water_rate                  2030 -    30     >= expected   annex
140100 nonconventional_water_use             2027 -    1.72   >= expected   annex
140100 nonconventional_water_use             2030 -    1.97   >= expected   annex
140100 nonconventional_water_use             -    -    -      >= expected   annex
140100 water_from_yellow_river               2030 -    4.83   =  unstated   body
140100 water_from_yellow_river               -    -    -      >= unstated   body
140100 water_from_hutuo_river                2030 -    0.27   =  unstated   body
140100 water_from_fen_river                  2030 -    1.58   =  unstated   body
140100 water_from_fen_river                  -    -    -      >= unstated   body
140100 water_from_jinci_spring               2030 -    0.32   =  unstated   body
140100 agricultural_water_use                2027 -    1.4    <= unstated   body
140100 efficient_irrigation_area             2030 -    5      >= unstated   body
140100 happy_rivers_lakes                    2025 -    11     >= unstated   body
140100 riparian_vegetation_rate              -    -    -      >= unstated   body
140100 groundwater_public_supply             -    -    7602   <= unstated   body
140100 groundwater_counties                  -    -    7390   <= unstated   body
140100 reclaimed_water_share                 -    -    -      >= unstated   body
140121 reclaimed_water_rate                  -    -    35     >= unstated   body
140181 reclaimed_water_use                   -    -    1700   >= unstated   body
140100 new_surface_water_plants              -    -    3      >= unstated   body
140100 groundwater_replacement               -    -    3200   >= unstated   body
140100 trunk_river_water_use                 -    -    6.68   >= unstated   body
"""

CHANGZHI = """
140400 total_water_use                       2025 -    6.17   <= unstated   body
140400 total_water_use                       -    -    -      <= unstated   body
140400 gdp_water_intensity_reduction         2025 2020 10     >= unstated   body
140400 industrial_water_intensity_reduction  2025 2020 9.5    >= unstated   body
140400 nonconventional_water_use             2025 -    0.6    >= unstated   body
140400 nonconventional_water_use             2030 -    0.65   >= unstated   body
140400 irrigation_efficiency                 2025 -    0.58   >= unstated   body
140400 irrigation_efficiency                 2030 -    0.6    >= unstated   body
140400 groundwater_level                     2025 -    -      >= unstated   body
140400 groundwater_level                     2030 -    -      >= unstated   body
140400 yellow_river_consumption              -    -    0.21   <= unstated   body
140400 haihe_surface_water_abstraction       -    -    3.19   <= unstated   body
140400 groundwater_use                       -    -    2.2    <= unstated   body
140400 urban_development_boundary            2030 -    415.57 <= unstated   body
140400 pipe_leakage_rate                     2025 -    9      <= unstated   body
140400 pipe_leakage_rate                     2030 -    -      <= unstated   body
140400 pipe_leakage_rate                     -    -    -      <= unstated   body
140400 water_saving_appliance_rate           -    -    -      >= unstated   body
140400 agricultural_water_use                2025 -    2      <= unstated   body
140400 agricultural_water_use                -    -    -      <= unstated   body
140400 irrigated_area                        2025 -    145    >= unstated   body
140400 irrigated_area                        2030 -    148    >= unstated   body
140400 irrigated_area                        -    -    -      >= unstated   body
140400 high_standard_farmland                2025 -    180    >= unstated   body
140400 high_standard_farmland                2030 -    360    >= unstated   body
140400 riparian_vegetation_rate              -    -    -      >= unstated   body
140400 reclaimed_water_rate                  2025 -    25     >= unstated   body
140400 reclaimed_water_rate                  2030 -    30     >= unstated   body
"""

JINCHENG = """
140500 total_water_use                       2020 -    4.7    <= unstated   body
140500 total_water_use                       2022 -    5.0    <= unstated   body
140500 total_water_use                       2035 -    5.2    <= unstated   body
140500 gdp_water_intensity_reduction         2020 2015 13     >= unstated   body
140500 gdp_water_intensity_reduction         2022 2015 16     >= unstated   body
140500 industrial_water_intensity_reduction  2020 2015 13     >= unstated   body
140500 industrial_water_intensity_reduction  2022 2015 15     >= unstated   body
140500 industrial_water_reuse_rate           2020 -    91     >= unstated   body
140500 irrigation_efficiency                 2020 -    0.587  >= unstated   body
140500 irrigation_efficiency                 2022 -    0.59   >= unstated   body
140500 pipe_leakage_rate                     2020 -    10     <= unstated   body
140500 nonconventional_share_increase        2020 -    2      >= unstated   body
140500 nonconventional_share_increase        2022 -    -      >= unstated   body
140500 water_saving_society_counties         2020 -    6      >= unstated   body
140500 efficient_irrigation_increment        2020 -    0.9    >= unstated   body
140500 fertigation_increment                 2020 -    0.3    >= unstated   body
140500 water_saving_irrigation_share         2020 -    70.9   >= unstated   body
140500 water_saving_agriculture_zones        2022 -    1      >= unstated   body
140500 low_water_crop_share                  -    -    -      >= unstated   body
140500 irrigated_area                        -    -    -      <= unstated   body
140500 water_saving_benchmarks               2022 -    1      >= unstated   body
140500 water_saving_appliance_rate           -    -    -      >= unstated   body
140500 water_saving_city_organs              2020 -    40     >= unstated   body
140500 water_saving_city_organs              2022 -    70     >= unstated   body
140500 water_saving_city_institutions        2020 -    20     >= unstated   body
140500 water_saving_city_institutions        2022 -    30     >= unstated   body
140500 water_saving_county_institutions      2020 -    50     >= unstated   body
140500 water_saving_county_institutions      2022 -    60     >= unstated   body
140500 groundwater_use                       2020 -    1.88   <= unstated   body
140500 groundwater_use                       -    -    -      <= unstated   body
140500 karst_spring_abstraction              -    -    -      <= unstated   body
140500 spring_discharge                      -    -    -      >= unstated   body
140500 industrial_cluster_reclaimed_rate     -    -    30     >= unstated   body
140500 mine_water_use_rate                   -    -    75     >= unstated   body
140500 reclaimed_water_rate                  2020 -    20     >= unstated   body
140500 water_metering_rate                   -    -    -      >= unstated   body
140500 water_efficiency_leader_enterprises   2022 -    1      >= unstated   body
140500 water_efficiency_leader_institutions  2022 -    1      >= unstated   body
"""

LIAOCHENG = """
371500 total_water_use                       2025 -    20.1   <= constraint annex
371500 total_water_use                       2026 -    20.1   <= constraint annex
371500 total_water_use                       2027 -    20     <= constraint annex
371500 total_water_use                       2030 -    20     <= constraint annex
371500 gdp_water_intensity                   2025 -    52.1   <= constraint annex
371500 gdp_water_intensity                   2026 -    49.9   <= constraint annex
371500 gdp_water_intensity                   2027 -    47.5   <= constraint annex
371500 gdp_water_intensity                   2030 -    41.3   <= constraint annex
371500 industrial_water_intensity            2025 -    15.7   <= constraint annex
371500 industrial_water_intensity            2026 -    15.4   <= constraint annex
371500 industrial_water_intensity            2027 -    14.9   <= constraint annex
371500 industrial_water_intensity            2030 -    14.1   <= constraint annex
371500 irrigation_efficiency                 2025 -    0.6386 >= constraint annex
371500 irrigation_efficiency                 2026 -    0.6393 >= constraint annex
371500 irrigation_efficiency                 2027 -    0.64   >= constraint annex
371500 irrigation_efficiency                 2030 -    0.642  >= constraint annex
371500 nonconventional_water_use             2025 -    1.1    >= constraint annex
371500 nonconventional_water_use             2026 -    1.15   >= constraint annex
371500 nonconventional_water_use             2027 -    1.2    >= constraint annex
371500 nonconventional_water_use             2030 -    1.3    >= constraint annex
371500 reclaimed_water_rate                  2025 -    55     >= expected   annex
371500 reclaimed_water_rate                  2026 -    55.5   >= expected   annex
371500 reclaimed_water_rate                  2027 -    57     >= expected   annex
371500 reclaimed_water_rate                  2030 -    58     >= expected   annex
371500 reclaimed_water_rate                  -    -    -      >= expected   annex
371500 pipe_leakage_rate                     2025 -    7.9    <= constraint annex
371500 pipe_leakage_rate                     2026 -    7.8    <= constraint annex
371500 pipe_leakage_rate                     2027 -    7.7    <= constraint annex
371500 pipe_leakage_rate                     2030 -    7.5    <= constraint annex
371500 industrial_water_reuse_rate           2025 -    92     >= expected   annex
371500 industrial_water_reuse_rate           2026 -    93     >= expected   annex
371500 industrial_water_reuse_rate           2027 -    94     >= expected   annex
371500 industrial_water_reuse_rate           2030 -    97     >= expected   annex
371500 industrial_water_reuse_rate           -    -    -      >= expected   annex
371500 chemical_park_nonconventional_rate    2025 -    28     >= expected   annex
371500 chemical_park_nonconventional_rate    2026 -    30     >= expected   annex
371500 chemical_park_nonconventional_rate    2027 -    35     >= expected   annex
371500 chemical_park_nonconventional_rate    2030 -    35     >= expected   annex
371500 wwtp_upgrade_rate                     2025 -    81.25  >= expected   annex
371500 wwtp_upgrade_rate                     2026 -    81.25  >= expected   annex
371500 wwtp_upgrade_rate                     2027 -    85     >= expected   annex
371500 wwtp_upgrade_rate                     2030 -    90     >= expected   annex
371500 gdp_water_intensity_reduction         2027 2024 12.5   >= unstated   body
371500 industrial_water_intensity_reduction  2027 2024 7      >= unstated   body
371500 reclaimed_water_share                 -    -    -      >= unstated   body
371500 high_standard_farmland_upgrade        2027 -    70     >= unstated   body
371500 efficient_irrigation_increment        2027 -    10     >= unstated   body
371500 groundwater_level                     -    -    -      >= unstated   body
"""

TARGETS = {
    "yangquan-2025": YANGQUAN,
    "taiyuan-2026": TAIYUAN,
    "changzhi-2025": CHANGZHI,
    "jincheng-2020": JINCHENG,
    "liaocheng-2025": LIAOCHENG,
}

# Reported for past years: region, indicator, year, base year, value as printed.
REPORTED = """
140100 total_water_use                    2025 -    7.53
140100 gdp_water_intensity                2025 -    14
140100 gdp_water_intensity_reduction      2025 2020 27.85
371500 total_water_use                    2023 -    18.02
371500 total_water_use                    2024 -    18.8
371500 gdp_water_intensity                2023 -    59.4
371500 gdp_water_intensity                2024 -    54.3
371500 industrial_water_intensity         2023 -    20.3
371500 industrial_water_intensity         2024 -    16
371500 irrigation_efficiency              2023 -    0.6374
371500 irrigation_efficiency              2024 -    0.6380
371500 nonconventional_water_use          2023 -    0.96
371500 nonconventional_water_use          2024 -    1.07
371500 reclaimed_water_rate               2023 -    54
371500 reclaimed_water_rate               2024 -    54.5
371500 pipe_leakage_rate                  2023 -    8.1
371500 pipe_leakage_rate                  2024 -    8.0
371500 industrial_water_reuse_rate        2023 -    90
371500 industrial_water_reuse_rate        2024 -    91
371500 chemical_park_nonconventional_rate 2023 -    23
371500 chemical_park_nonconventional_rate 2024 -    25
371500 wwtp_upgrade_rate                  2023 -    75
371500 wwtp_upgrade_rate                  2024 -    81.25
"""


def rows(table: str) -> list[tuple[str, ...]]:
    """The lines of a table, each as its cells."""
    return [tuple(line.split()) for line in table.strip().splitlines()]
