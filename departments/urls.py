"""Accounts, keys, and the audit log. Who may do what is kept in the administration."""

from django.urls import path

from common.routes import file, page
from departments.views import accounts, audit, keys, reminders

urlpatterns = [
    path("accounts/login/", accounts.Login.as_view(), name="login"),
    path("accounts/logout/", accounts.Logout.as_view(), name="logout"),
    path("accounts/password/", accounts.PasswordChange.as_view(), name="password_change"),
    path(
        "accounts/password/done/",
        accounts.PasswordChangeDone.as_view(),
        name="password_change_done",
    ),
    path("accounts/keys/", keys.keys, name="keys"),
    path("accounts/keys/<str:prefix>/revoke/", keys.revoke, name="key_revoke"),
    path("accounts/reminders/", reminders.reminders, name="reminders"),
    page("audit/", audit.audit_log, name="audit"),
    file("audit.csv", audit.audit_csv, name="audit_csv"),
]
