from django.apps import AppConfig

from common.stamps.rules import leave_out


class CalendarConfig(AppConfig):
    name = "siwei.calendar"
    label = "calendar"
    verbose_name = "日历"

    def ready(self) -> None:
        leave_out({"calendar.feed": "the addresses of calendars"})
