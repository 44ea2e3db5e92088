"""The levels of regions and the roles of people, as plain enumerations."""

from enum import StrEnum


class RegionLevel(StrEnum):
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class Role(StrEnum):
    """What a membership lets a person do: enter and submit, approve and return, read."""

    EDITOR = "editor"
    REVIEWER = "reviewer"
    VIEWER = "viewer"
