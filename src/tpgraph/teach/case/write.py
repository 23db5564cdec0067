"""Writes a case: what students get in one folder, what only the teacher gets in another."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tpgraph.errors import CallError, InputError
from tpgraph.phrases import not_written, phrase
from tpgraph.reason.conclusions import Conclusions
from tpgraph.resources import ontology_dir
from tpgraph.teach.case.company import write_folder
from tpgraph.teach.case.document import Block, document, page
from tpgraph.teach.case.invent import Invented, Order, invent
from tpgraph.teach.case.key import asked_findings, asked_rules, case_code, make_key
from tpgraph.teach.case.story import tell
from tpgraph.teach.case.student import concerns_of, student_workbook, withhold
from tpgraph.views.proofs import proof_text

STUDENT, TEACHER = "student", "teacher"


def write_case(order: Order, out: Path) -> tuple[Invented, list[Path]]:
    """Invents the company of an order and writes its files below ``out``; returns both.

    ``student/`` holds case.html, case.docx, workbook.xlsx and facts.nt; ``teacher/`` key.json,
    key.html and the whole inventory. Raises CallError where ``out`` has a case already or the
    order cannot be met, InputError where nothing can be written.
    """
    if (out / TEACHER / "key.json").exists():
        raise CallError(phrase("case.there", folder=str(out)))
    invented = invent(order)
    made: list[Path] = []
    try:
        for name, content in _contents(invented).items():
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            made.append(path)
        folder = out / TEACHER / "company"
        folder.mkdir(exist_ok=True)
        write_folder(folder, invented.draft, invented.words)
    except OSError as error:
        raise InputError(not_written(out, error)) from error
    return invented, [*made, folder]


def _contents(invented: Invented) -> dict[str, bytes | str]:
    language, code = invented.order.language, case_code(invented)
    asked = asked_rules(invented)
    held = withhold(invented)
    story = tell(invented, held, asked, code)
    concerns = concerns_of(invented, asked_findings(invented, asked))
    key = make_key(invented, asked, code)
    return {
        f"{STUDENT}/case.html": page(story, language),
        f"{STUDENT}/case.docx": document(story, language),
        f"{STUDENT}/workbook.xlsx": student_workbook(invented, held, asked, concerns, code),
        f"{STUDENT}/facts.nt": key["graph"],
        f"{TEACHER}/key.json": json.dumps(key, ensure_ascii=False, indent=1) + "\n",
        f"{TEACHER}/key.html": page(_told_key(key, invented), language),
    }


def _told_key(key: Mapping[str, Any], invented: Invented) -> list[Block]:
    """The key to be read: every gap and unknown with its proof."""
    texts, language = invented.words.texts, invented.order.language
    analysis: Conclusions = invented.analysis
    titles = {rule["name"]: rule["titles"][language] for rule in key["rules"]}
    blocks = [
        Block("title", texts("key.title", name=key["company"]["name"])),
        Block("small", texts("story.code", code=key["code"])),
        Block("text", texts("key.intro")),
    ]
    for origin in ("planted", "follows", "unknown"):
        items = [item for item in key["items"] if item["origin"] == origin]
        if items:
            blocks.append(Block("heading", texts(f"key.{origin}")))
        for item in items:
            label = f"{titles[item['rule']]} ({item['labels'][language]})"
            blocks.append(Block("item", item["messages"][language], label))
    sound = sorted(
        {titles[i["rule"]] for i in key["items"]}
        - {titles[i["rule"]] for i in key["items"] if i["origin"] != "sound"}
    )
    if sound:
        blocks.append(Block("text", texts("key.sound", rules=texts.parted(sound))))
    blocks.append(Block("heading", texts("key.marking")))
    points = key["marking"]
    blocks += [Block("item", str(texts.shown(points[m])), texts(f"marking.{m}")) for m in points]
    blocks.append(Block("heading", texts("key.proofs")))
    for item in key["items"]:
        if item["origin"] != "sound":
            proof = proof_text(analysis.explain(item["id"]), analysis)
            # Where tpgraph is installed is nobody's business but this machine's.
            blocks.append(Block("pre", proof.replace(f"{ontology_dir().parent}{os.sep}", "")))
    return blocks
