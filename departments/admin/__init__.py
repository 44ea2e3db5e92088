"""The administration of where and who."""

from departments.admin import keys, people, places

__all__ = ["keys", "people", "places"]
