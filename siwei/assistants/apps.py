from django.apps import AppConfig


class AssistantsConfig(AppConfig):
    name = "siwei.assistants"
    label = "assistants"
    verbose_name = "智能助手"
