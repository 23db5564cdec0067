"""Reads an inventory, recognises its columns and values, and edits it: ``Inventory`` objects."""

from __future__ import annotations

from tpgraph.inventory.edit import edit_inventory
from tpgraph.inventory.read import read_inventory

__all__ = ["edit_inventory", "read_inventory"]
