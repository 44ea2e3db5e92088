"""The address of the documentation to read."""

from django.urls import URLPattern

from common.routes import page
from siwei.developers.views import developers

urlpatterns: list[URLPattern] = [page("developers/", developers, name="developers")]
