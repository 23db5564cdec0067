"""``python -m tpgraph``: the same as the command ``tpgraph``."""

from tpgraph.cli import main

if __name__ == "__main__":
    main()
