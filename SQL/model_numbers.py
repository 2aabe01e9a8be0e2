"""Give a database's models the numbers that they have in another, where galleries go by them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from face_process.types import ModelIdentity


def number_models(connection: sqlite3.Connection, known: Mapping[int, ModelIdentity]) -> None:
    """Number the models of a database as known ones; others get numbers that are free.

    Args:
        connection: To a database of today's form that nobody else uses.
        known: The models of the other database by number; those that are missing are added.
    """
    mine = dict(connection.execute("SELECT sha256, id FROM model"))
    wanted = {model.sha256: number for number, model in known.items()}
    free = max([0, *mine.values(), *known]) + 1
    for sha256 in mine:
        if sha256 not in wanted:
            wanted[sha256], free = free, free + 1
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    moved = [(old, wanted[sha256]) for sha256, old in mine.items() if old != wanted[sha256]]
    # By way of negative numbers, so that none is there twice in between.
    for sign in (-1, 1):
        for old, new in moved:
            here, there = (old, -new) if sign < 0 else (-new, new)
            connection.execute("UPDATE model SET id = ? WHERE id = ?", (there, here))
            for table in ("embedding", "rejection_embedding", "sighting"):
                query = f"UPDATE {table} SET model_id = ? WHERE model_id = ?"
                connection.execute(query, (there, here))
    for number, model in known.items():
        if model.sha256 not in mine:
            connection.execute(
                "INSERT INTO model(id, name, sha256, dimension) VALUES (?, ?, ?, ?)",
                (number, model.name, model.sha256, model.dimension),
            )
    connection.execute("COMMIT")
    connection.execute("PRAGMA foreign_keys = ON")
