"""The second generator of random programs, and its measurement."""
