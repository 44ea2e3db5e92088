"""Pages that bring several apps together."""

from common.routes import page, table
from siwei.pages.views import (
    briefing,
    changes,
    cities,
    city,
    departments,
    mine,
    overview,
    provinces,
)

urlpatterns = [
    page("", overview.overview, name="overview"),
    table("", overview.overview_table, name="overview"),
    page("cities/", cities.city_list, name="cities"),
    table("cities/", cities.city_list_table, name="cities"),
    page("cities/<str:code>/", city.city_page, name="city"),
    table("cities/<str:code>/", city.city_table, name="city"),
    page("cities/<str:code>/plan/", city.city_plan, name="city_plan"),
    page("cities/<str:code>/tasks/", city.city_tasks, name="city_tasks"),
    page("cities/<str:code>/departments/", city.city_departments, name="city_departments"),
    page("cities/<str:code>/changes/", city.city_changes, name="city_changes"),
    page("cities/<str:code>/verdicts/", overview.city_verdicts, name="city_verdicts"),
    page("provinces/<str:code>/", provinces.province_page, name="province"),
    table("provinces/<str:code>/", provinces.province_table, name="province"),
    page("briefing/", briefing.briefing_view, name="briefing"),
    table("briefing/", briefing.briefing_table, name="briefing"),
    page("changes/", changes.change_list, name="changes"),
    table("changes/", changes.change_table, name="changes"),
    page("mine/", mine.mine, name="mine"),
    table("mine/", mine.mine_table, name="mine"),
    page("departments/", departments.department_list, name="departments"),
    table("departments/", departments.department_list_table, name="departments"),
    table("departments/<str:pk>/", departments.department_table, name="department"),
    page("departments/<str:pk>/", departments.department_page, name="department"),
]
