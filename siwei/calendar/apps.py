from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "siwei.calendar"
    label = "calendar"
    verbose_name = "日历"
