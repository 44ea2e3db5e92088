"""The addresses of data sets and of their page."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
