"""Pages that bring several apps together."""

from common.routes import page, table
from siwei.pages.views import changes, cities, departments, mine, overview

urlpatterns = [
    page("", overview.overview, name="overview"),
    table("", overview.overview_table, name="overview"),
    page("cities/", cities.city_list, name="cities"),
    table("cities/", cities.city_list_table, name="cities"),
    page("cities/<str:code>/", cities.city_page, name="city"),
    table("cities/<str:code>/", cities.city_table, name="city"),
    page("cities/<str:code>/verdicts/", overview.city_verdicts, name="city_verdicts"),
    page("changes/", changes.change_list, name="changes"),
    table("changes/", changes.change_table, name="changes"),
    page("mine/", mine.mine, name="mine"),
    table("mine/", mine.mine_table, name="mine"),
    page("departments/", departments.department_list, name="departments"),
    table("departments/", departments.department_list_table, name="departments"),
    table("departments/<str:pk>/", departments.department_table, name="department"),
    page("departments/<str:pk>/", departments.department_page, name="department"),
]
