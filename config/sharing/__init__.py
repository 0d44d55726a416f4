"""Share codes: made by a person from the own record, opened by an institution at its counter. Joined here."""
