"""Five-minute guides in the product: what to do, with pictures that the tests have taken. They need no sign-in."""
