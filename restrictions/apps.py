from django.apps import AppConfig


class RestrictionsConfig(AppConfig):
    """The check side: answers institutions."""

    name = "restrictions"
    verbose_name = "协助执行查询"
    default_auto_field = "django.db.models.BigAutoField"
