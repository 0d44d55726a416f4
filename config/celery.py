"""The Celery application: queues, routes and timetable as tables. Messages are hints; the database holds the work."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = Celery("restriction")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["blacklist", "restrictions", "config.statistics"])


@setup_logging.connect
def keep_logs(**options: object) -> None:
    """Leave the logs as `LOGGING` has them; Celery would write lines of its own form."""


app.conf.beat_schedule = {
    "watch how institutions use the list": {
        "task": "restrictions.tasks.watch_use",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "delete old counts of use": {
        "task": "restrictions.tasks.forget_use",
        "schedule": crontab(hour="3", minute="40"),
    },
    "work on uploaded files of rulings": {
        "task": "blacklist.tasks.work_on_imports",
        "schedule": 5.0,
        "options": {"expires": 5.0},  # while one turn takes longer, no others pile up behind it
    },
    "delete uploads that nobody wants": {
        "task": "blacklist.tasks.sweep_imports",
        "schedule": crontab(minute="*/15"),
    },
    "expire measures whose period has run out": {
        "task": "blacklist.tasks.expire_measures",
        "schedule": crontab(minute="*/10"),
    },
    "escalate what is overdue": {
        "task": "blacklist.tasks.escalate_overdue",
        "schedule": crontab(minute="25"),
    },
    "open the duties that listings lack": {
        "task": "blacklist.tasks.keep_duties",
        "schedule": crontab(minute="40"),
        "options": {"expires": 1800.0},
    },
    "forget the answers to acts that nobody will repeat": {
        "task": "blacklist.tasks.forget_answers",
        "schedule": crontab(minute="17"),
    },
    "forget the forms that nobody goes on with": {
        "task": "blacklist.tasks.forget_drafts",
        "schedule": crontab(hour="3", minute="40"),
    },
    "delete sessions that have ended, with what was typed in them": {
        "task": "restrictions.tasks.forget_sessions",
        "schedule": crontab(minute="*/15"),
    },
    "delete share codes that ran out months ago": {
        "task": "blacklist.tasks.forget_share_codes",
        "schedule": crontab(hour="3", minute="40"),
    },
    "count provisional deadlines by the calendar as it is now": {
        "task": "blacklist.tasks.count_provisional_deadlines",
        "schedule": crontab(minute="5"),
    },
    "make the coming months of check records, drop those that are kept no longer": {
        "task": "restrictions.tasks.keep_months",
        "schedule": crontab(hour="3", minute="40"),
    },
    "publish the statistics of the months that have ended": {
        "task": "config.statistics.tasks.publish_statistics",
        "schedule": crontab(minute="50"),
        "options": {"expires": 1800.0},
    },
    "erase evidence that is kept no longer": {
        "task": "blacklist.tasks.erase_evidence",
        "schedule": crontab(hour="3", minute="20"),
    },
}
