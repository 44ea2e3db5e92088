"""Tabs that are links: templates/common/_tabs.html."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tab:
    """One page, or one view of a page; its address keeps what was asked for."""

    label: str
    url: str
    current: bool
