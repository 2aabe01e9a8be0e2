"""Keeps people, faces and vectors in SQLite."""
