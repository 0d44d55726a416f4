"""Public statistics: numbers of both sides by month, published once, small ones left out."""
