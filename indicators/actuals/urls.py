"""Pages on which values are entered, and years opened."""

from django.urls import path

from common.routes import page, table
from indicators.actuals.views import entry, entry_table, pasting, years

urlpatterns = [
    page("entry/", entry.entry_home, name="entry_home"),
    path("entry/<str:code>/<int:year>/", entry.entry, name="entry"),
    table("entry/<str:code>/<int:year>/", entry_table.entry_table, name="entry"),
    path("entry/<str:code>/<int:year>/row/", entry.entry_row, name="entry_row"),
    path("entry/<str:code>/<int:year>/paste/", pasting.entry_paste, name="entry_paste"),
    path("entry/<str:code>/<int:year>/fill/", pasting.entry_fill, name="entry_fill"),
    path("entry/<str:code>/<int:year>/undo/", pasting.entry_undo, name="entry_undo"),
    table("review/years/", years.reporting_year_table, name="reporting_years"),
    path("review/years/", years.reporting_year_list, name="reporting_years"),
]
