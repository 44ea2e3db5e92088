"""Pages that bring several apps together."""

from django.urls import path

from siwei.pages import cities, departments, mine, overview

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("cities/", cities.city_list, name="cities"),
    path("cities/<str:code>/", cities.city_page, name="city"),
    path("mine/", mine.mine, name="mine"),
    path("departments/", departments.department_list, name="departments"),
    path("departments/<str:pk>/", departments.department_page, name="department"),
]
