"""What the embedded start shows: a court, its officers, institutions and rulings. No person in it exists."""
