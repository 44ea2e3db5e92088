"""Templates to fill in, and the files that come back."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
