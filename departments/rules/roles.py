"""The levels of regions and the roles of people, as plain enumerations."""

from enum import StrEnum

from common.bilingual import Bilingual


class RegionLevel(StrEnum):
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"

    @property
    def label(self) -> Bilingual:
        return _LEVELS[self]


class Role(StrEnum):
    """What a membership lets a person do: enter and submit, approve and return, read."""

    EDITOR = "editor"
    REVIEWER = "reviewer"
    VIEWER = "viewer"

    @property
    def label(self) -> Bilingual:
        return _ROLES[self]


_LEVELS = {
    RegionLevel.PROVINCE: Bilingual("省", "Province"),
    RegionLevel.CITY: Bilingual("市", "City"),
    RegionLevel.COUNTY: Bilingual("县（市、区）", "County"),
}
_ROLES = {
    Role.EDITOR: Bilingual("填报", "Editor"),
    Role.REVIEWER: Bilingual("审核", "Reviewer"),
    Role.VIEWER: Bilingual("查看", "Viewer"),
}
