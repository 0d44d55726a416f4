"""Measurements: no product code, and no test. Numbers are ratios within one run; a machine's own speed cancels out."""
