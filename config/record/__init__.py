"""My record: what both sides hold about somebody, shown to that person. Joined here, for neither knows the other."""
