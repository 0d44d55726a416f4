"""Alarms about how institutions use the list, and what an officer finds."""

import uuid
from datetime import datetime
from typing import Any

from blacklist.api.paging import page, paged
from blacklist.api.views import Given, Operation, matching
from blacklist.law.duties import Duty
from blacklist.models import Officer
from config.institutions import keeping, shapes
from config.institutions.views import KeptView
from restrictions.models import UseAlarm
from restrictions.services import alarms


class UseAlarms(KeptView):
    operations = {
        "GET": Operation(
            "list_use_alarms",
            Duty.READ,
            takes=shapes.UseAlarmFilterIn,
            gives=paged(shapes.UseAlarmOut, name="UseAlarmPage"),
        )
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the alarms about institutions of the own court, newest first; open ones wait for an officer."""
        return page(matching(keeping.alarms_of(by), given, "state"), given, newest_by="raised_at")


class ConfirmUseAlarm(KeptView):
    operations = {"POST": Operation("confirm_use_alarm", Duty.ENROL, takes=shapes.ReasonIn, gives=shapes.UseAlarmOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, alarm_id: uuid.UUID) -> UseAlarm:
        """Find that the use was abuse: the institution stays suspended, or is suspended now."""
        return alarms.confirm(alarm_id, **given, by=keeping.reviewing(by, alarm_id), at=at)


class DismissUseAlarm(KeptView):
    operations = {"POST": Operation("dismiss_use_alarm", Duty.ENROL, takes=shapes.ReasonIn, gives=shapes.UseAlarmOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, alarm_id: uuid.UUID) -> UseAlarm:
        """Find that it was no abuse: what the alarm suspended by itself is resumed."""
        return alarms.dismiss(alarm_id, **given, by=keeping.reviewing(by, alarm_id), at=at)
