"""A copy of what is public, kept by following the change feed, and the lists that it must equal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

FEED = "/api/v1/changes/"
NOTHING: Mapping[str, str] = {}
# Computed from several things, or from the day: not the thing's own. A milestone is told itself.
COMPUTED = {"target": {"conflict"}, "task": {"status"}}


def listed(client: Client) -> dict[tuple[str, str], Any]:
    """What the lists answer an anonymous caller, by subject and key."""
    found = {("actual", row["key"]): row for row in _every(client, "actuals/?published=true")}
    found |= {("plan", row["slug"]): row for row in _every(client, "plans/?")}
    found |= {("target", row["key"]): row for row in _every(client, "targets/?")}
    found |= {("task", f"{row['plan']}/{row['key']}"): row for row in _every(client, "tasks/?")}
    for row in _every(client, "milestones/?"):
        found["milestone", f"{row['plan']}/{row['task']}/{row['number']}"] = row
    return {name: own(name[0], row) for name, row in found.items()}


def own(subject: str, row: dict[str, Any]) -> dict[str, Any]:
    return {name: said for name, said in row.items() if name not in COMPUTED.get(subject, ())}


def _every(client: Client, address: str) -> list[dict[str, Any]]:
    response = client.get(f"/api/v1/{address}&page_size=1000")
    assert response.status_code == 200, response.content.decode()
    rows: list[dict[str, Any]] = response.json()["results"]
    return rows


@dataclass
class Copy:
    """Begun at a cursor with what the lists answered then; empty from the beginning."""

    rows: dict[tuple[str, str], Any] = field(default_factory=dict)
    cursor: str = ""
    changes: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of_now(cls, client: Client) -> "Copy":
        cursor = client.get(FEED, {"after": "latest"}).json()["cursor"]
        return cls(listed(client), cursor)

    def follow(
        self, client: Client, page_size: int = 100, asked: Mapping[str, str] = NOTHING
    ) -> "Copy":
        more = True
        while more:
            query = {"page_size": str(page_size), **asked}
            query |= {"after": self.cursor} if self.cursor else {}
            response = client.get(FEED, query)
            assert response.status_code == 200, response.content.decode()
            page = response.json()
            assert len(page["results"]) <= page_size
            for change in page["results"]:
                self.take(change)
            self.cursor, more = page["cursor"], page["next"] is not None
        return self

    def take(self, change: dict[str, Any]) -> None:
        self.changes.append(change)
        name = (change["subject"], change["key"])
        if change["row"] is None:
            self.rows.pop(name, None)
        else:
            self.rows[name] = own(change["subject"], change["row"])

    @property
    def told(self) -> list[str]:
        """Each change in words: `corrected actual 140300.…`."""
        return [f"{one['kind']} {one['subject']} {one['key']}" for one in self.changes]
