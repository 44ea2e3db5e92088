from django.apps import AppConfig
from django.contrib.admin import apps as admin


class SiweiConfig(AppConfig):
    name = "siwei"
    default = True


class AdministrationConfig(admin.AdminConfig):
    default = False
    default_site = "siwei.administration.Administration"
