"""API keys in the administration: made and revoked there, shown in full only once."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from rest_framework_api_key.admin import APIKeyModelAdmin
from rest_framework_api_key.models import APIKey

from departments.models import ApiKey

# The package's own keys belong to nobody: they would let a machine in without a person.
admin.site.unregister(APIKey)


@admin.register(ApiKey)
class ApiKeyAdmin(APIKeyModelAdmin):
    list_display = (*APIKeyModelAdmin.list_display, "user")  # type: ignore[assignment]
    search_fields = (*APIKeyModelAdmin.search_fields, "user__username")  # type: ignore[assignment]
    autocomplete_fields = ("user",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fields: tuple[str, ...] = super().get_readonly_fields(request, obj)
        return (*fields, "user") if obj else fields  # a key never changes hands
