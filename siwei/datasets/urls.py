"""The addresses of the page of the data sets, and of their catalogue."""

from django.urls import URLPattern

from common.routes import page
from siwei.datasets.views.page import catalogue, data

urlpatterns: list[URLPattern] = [
    page("data/", data, name="data"),
    page("data/catalog.jsonld", catalogue, name="data_catalogue"),
]
