"""The readers of workbooks, JSON and RDF: one format a module, each gives a ``Table``."""
