"""Measurements: no product code, and no test. Numbers are ratios within one run; a machine's own speed cancels out."""

import django

django.setup()  # here, so that every process of a measurement has it before it reads what lies behind the doors
