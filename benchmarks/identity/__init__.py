"""How well people are recognised: an invented population, what channels make of its names, and what is answered."""
