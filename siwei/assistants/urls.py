"""The address of the endpoint for assistants."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
