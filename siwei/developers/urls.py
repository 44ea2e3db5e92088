"""The address of the documentation to read."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
