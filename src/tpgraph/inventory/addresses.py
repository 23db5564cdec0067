"""Judges a web address: http, https or a bare domain, and nothing that a browser would run."""

from __future__ import annotations

import re

from tpgraph.phrases import Many, Phrase, phrase

# Patterns are compiled by re when they are first needed: start-up time counts.
_ADDRESS = r"(?is)(?:(?P<scheme>[a-z][a-z0-9+.\-]*):)?(?P<slashes>//)?(?P<rest>.*)"
_HOST = r"(?:[^\W_](?:[\w\-]*[^\W_])?\.)+[^\W\d_](?:[\w\-]*[^\W_])?|\d{1,3}(?:\.\d{1,3}){3}"
_LONGEST_ADDRESS = 2000  # characters
_NEVER = r"[\s<>\"\\^`{}\x00-\x20\x7f]"


def why_no_address(text: str) -> Phrase | None:
    """Why ``text`` is no web address (http, https or a bare domain); None where it is one."""
    if len(text) > _LONGEST_ADDRESS:
        return phrase("why.address-long", limit=Many(_LONGEST_ADDRESS))
    if re.search(_NEVER, text):
        return phrase("why.address-characters")
    host = host_of(text)
    if host is not None:
        return None
    match = re.fullmatch(_ADDRESS, text)
    scheme = match["scheme"].lower() if match and match["scheme"] else ""
    if scheme in ("http", "https"):
        return phrase("why.address-no-site-after")
    if "@" in text:
        return phrase("why.address-email")
    return phrase("why.address-scheme", scheme=scheme) if scheme else phrase("why.address-no-site")


def host_of(text: str) -> str | None:
    """The host of a web address, in lower case; None where ``text`` is no web address."""
    head, colon, tail = text.partition("://")
    if colon:
        if head.casefold() not in ("http", "https"):
            return None
        rest = tail
    else:
        rest = text.removeprefix("//")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    host, _, port = authority.partition(":")
    if port and not (port.isascii() and port.isdigit()):
        return None
    if len(host) > 253:  # as DNS has it
        return None
    return host.lower() if re.fullmatch(_HOST, host.rstrip(".")) else None
