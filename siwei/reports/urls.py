"""Reports of a city and a province, their evidence, and the page that verifies them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
