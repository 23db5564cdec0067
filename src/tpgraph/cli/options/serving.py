"""The options of the server."""

from __future__ import annotations

from argparse import ArgumentParser


def serve(parser: ArgumentParser) -> None:
    """The options of ``tpgraph serve``."""
    parser.add_argument(
        "paths", nargs="+", metavar="PATH",
        help="companies' folders or files, or the store of `tpgraph batch`",
    )  # fmt: skip
    parser.add_argument(
        "--host", default="127.0.0.1", help="where to listen (default: %(default)s)"
    )
    parser.add_argument(
        "--port", metavar="N", type=int, default=8000,
        help="the port; 0 takes a free one (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--allow-host", metavar="NAME", action="append", default=[],
        help="a further name by which the server may be addressed (may be given again)",
    )  # fmt: skip
    parser.add_argument(
        "--cors", metavar="ORIGIN", action="append", default=[],
        help="a site whose pages may ask, such as https://example.org; '*' for any "
        "(may be given again)",
    )  # fmt: skip
    parser.add_argument(
        "--write", action="store_true", help="let clients with the token write graphs of their own"
    )
    parser.add_argument(
        "--token-file", metavar="FILE",
        help="the file with the token (default: the environment's TPGRAPH_TOKEN)",
    )  # fmt: skip
    parser.add_argument(
        "--written", metavar="DIR", help="keep what clients write there (default: in memory)"
    )
    parser.add_argument(
        "--limit", metavar="NAME=VALUE", action="append", default=[],
        help="a limit other than its default, such as query_timeout_s=30 (may be given again)",
    )  # fmt: skip
