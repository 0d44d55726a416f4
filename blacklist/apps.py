from django.apps import AppConfig


class BlacklistConfig(AppConfig):
    """The court side: the register of record."""

    name = "blacklist"
    verbose_name = "失信与限制消费"
    default_auto_field = "django.db.models.BigAutoField"
