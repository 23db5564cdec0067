"""What a batch is: inputs by their contents, settings, version. A run that differs is another."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from tpgraph import __version__
from tpgraph.batch.inputs import Input, fingerprint
from tpgraph.batch.settings import Settings
from tpgraph.errors import CallError
from tpgraph.phrases import phrase
from tpgraph.resources import ontology_dir

_RULES = ("generated/runtime.nt", "rules")


@dataclass(frozen=True, slots=True)
class Plan:
    """A batch as it was begun: what it is of, and how far it has come.

    It is written once everything is grouped. ``identity`` is what may not change; ``lost`` counts
    rows without a company; ``done`` says that the results are written.
    """

    identity: dict[str, Any]
    jobs: int = 0
    companies: int = 0
    lost: int = 0
    done: bool = False

    @property
    def run(self) -> str:
        """A short name of the identity, the same wherever the same is run."""
        text = json.dumps(self.identity, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:20]

    def save(self, folder: Path) -> None:
        """Writes the plan in one step."""
        write_whole(folder / "plan.json", json.dumps(asdict(self), indent=1).encode())


def load_plan(folder: Path) -> Plan | None:
    """The plan of an earlier run; None where there is none."""
    try:
        return Plan(**json.loads((folder / "plan.json").read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def identity(inputs: Sequence[Input], settings: Settings) -> dict[str, Any]:
    """What a batch is: the same for the same inputs, settings and rules."""
    return {
        "tpgraph": __version__,
        "rules": _digest_of_rules(settings),
        "settings": settings.to_json(),
        "inputs": {str(found.path): fingerprint(found) for found in inputs},
    }


def on_its_day(settings: Settings, plan: Plan | None) -> Settings:
    """The settings with the day of the run that is continued, where none is given."""
    if settings.as_of is not None or plan is None:
        return settings
    return replace(settings, as_of=date.fromisoformat(plan.identity["settings"]["as_of"]))


def require_same(plan: Plan, now: dict[str, Any], out: Path) -> None:
    """Raises CallError, saying what has changed, where the plan is of something else."""
    changed = [key for key in ("tpgraph", "rules") if plan.identity[key] != now[key]]
    earlier = plan.identity["settings"]
    changed += [key for key, value in now["settings"].items() if earlier.get(key) != value]
    before, after = plan.identity["inputs"], now["inputs"]
    changed += sorted(
        path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    )
    if changed:
        shown = (*changed[:8], "…") if len(changed) > 8 else tuple(changed)
        raise CallError(phrase("call.batch-changed", out=str(out), changed=shown))


def _digest_of_rules(settings: Settings) -> str:
    total = hashlib.sha256()
    paths = [ontology_dir() / name for name in _RULES]
    if settings.rules_dir:
        paths.append(Path(settings.rules_dir))
    for path in paths:
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.is_file():
                total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()[:20]


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that it is, whenever the process ends, the earlier one or the new one."""
    waiting = path.with_name(f".{path.name}.part")
    with waiting.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    waiting.replace(path)


def clear(folder: Path, *, keep_lock: str) -> None:
    """Empties the folder of work but for the lock."""
    # The plan goes first: without it, whatever a kill leaves here counts as nothing.
    (folder / "plan.json").unlink(missing_ok=True)
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != keep_lock:
            path.unlink()
