"""Accounts. Who they are, and what they may do, is kept in the administration."""

from django.urls import path

from departments.views import accounts

urlpatterns = [
    path("accounts/login/", accounts.Login.as_view(), name="login"),
    path("accounts/logout/", accounts.Logout.as_view(), name="logout"),
    path("accounts/password/", accounts.PasswordChange.as_view(), name="password_change"),
    path(
        "accounts/password/done/",
        accounts.PasswordChangeDone.as_view(),
        name="password_change_done",
    ),
]
