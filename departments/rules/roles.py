"""The levels of regions, the roles of people and the scopes of keys, as plain enumerations."""

from enum import StrEnum


class RegionLevel(StrEnum):
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    ZONE = "zone"


class SuccessionKind(StrEnum):
    """区划沿革: what became of a region. A renamed or recoded one goes on as one series."""

    RENAMED = "renamed"
    RECODED = "recoded"
    SPLIT = "split"
    MERGED = "merged"


class Role(StrEnum):
    """What a membership lets a person do: enter and submit, approve and return, read."""

    EDITOR = "editor"
    REVIEWER = "reviewer"
    VIEWER = "viewer"


class KeyScope(StrEnum):
    """What an API key lets a program do in its owner's name: read, or read and write."""

    READ = "read"
    WRITE = "write"
