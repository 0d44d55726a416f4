"""``export_register --court CODE --out FILE``: a court's own measures, with the acts on them, as CSV or .xlsx."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from blacklist.exporting import exported
from blacklist.files.kinds import Kind
from blacklist.law.refusals import Refusal
from blacklist.models import Court, Purpose
from blacklist.register import snapshot
from blacklist.services import exports

OPERATOR = "operator"


class Command(BaseCommand):
    help = "Write a court's own register to a file of its user only; it is recorded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--court", required=True, metavar="CODE")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="a new file")
        parser.add_argument("--format", choices=[kind.value for kind in Kind], default=Kind.CSV.value)
        parser.add_argument(
            "--purpose", choices=Purpose.values, help="what whole identity numbers are needed for; without it: masked"
        )
        parser.add_argument("--note", default="", metavar="WORDS", help="why they are needed, in words")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Court.objects.filter(pk=options["court"]).exists():
            raise CommandError("There is no court with this code.")
        reason = exports.Reason(Purpose(options["purpose"]), options["note"]) if options["purpose"] else None
        kind, at = Kind(options["format"]), timezone.now()
        try:
            file = os.open(options["out"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(file, "wb") as out:
                export = exports.take_as_operator(options["court"], kind, reason, name=OPERATOR, at=at)
                with snapshot():
                    out.writelines(exported(export))
        except FileExistsError:
            raise CommandError(f"{options['out']} exists; name a new file.") from None
        except Refusal as refusal:
            options["out"].unlink(missing_ok=True)
            raise CommandError(refusal.detail) from None
        self.stdout.write(f"{options['out']}: {'whole' if reason else 'masked'} numbers, version {export.list_version}")
