"""Institutions as officers keep them: the court's views and duties, joined with the check side's directory."""
