"""Rooms to compare with: small, ordinary, as their own documentation shows them. They run in the bench's own environment."""
