"""Rules as Python functions over tables, for many companies at once (see ``programs``)."""
