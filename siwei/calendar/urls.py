"""The calendar, one's own feeds, and the address from which a program reads one."""

from django.urls import path

from common.routes import page, table
from siwei.calendar.views import feed_file, feeds, month

urlpatterns = [
    page("calendar/", month.calendar_page, name="calendar"),
    table("calendar/", month.calendar_table, name="calendar"),
    path("calendar/feeds/", feeds.feed_list, name="calendar_feeds"),
    path("calendar/feeds/<str:pk>/renew/", feeds.renew, name="calendar_feed_renew"),
    path("calendar/feeds/<str:pk>/remove/", feeds.remove, name="calendar_feed_remove"),
    page("calendar/<str:secret>.ics", feed_file.feed_file, name="calendar_feed"),
]
