"""Hostile texts in the column of addresses: made at random, the same for one seed."""

from __future__ import annotations

import random

PIECES = (
    "云岭路12号", "郑州市金水区", "北京市朝阳区", "建国路", "88号院", "3号楼2单元501", "弄", "巷", "之", "号号", "路路路", "附近", "往东100米", "与",
    "一二三四五六七八九十百千万", "①②③", "Ⅷ期", "㈱", "鬱鬱葱葱", "龍龘靐", "𠮷野家", "朝陽區", "한국", "مرحبا", "नमस्ते", "ﷺ",
    "\u202e\u202d", "\u200b\u200d\ufeff", "\x00\x01\x1b[31m", "\r\n\t\v\f", "\x7f\x85\u2028", "😀👨‍👩‍👧🏠", "\ud800", "\udfff", "\ud83d",
    "'; DROP TABLE places; --", "1' OR '1'='1", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;&nbsp;&#x41;", "javascript:",
    "{{7*7}}", "{%raw%}", "${jndi:ldap://x}", "#{1}", "%s%n%x", "{0}{1}", "=HYPERLINK(1)", "+cmd|'/c calc'!A0", "@SUM(1)", "-1+1", "\\", "/../../etc/passwd",
    "(" * 40, ")" * 40, "[" * 20, "（（（", "】】】", '"""', "```", "*" * 50, "-" * 60, "1" * 60, "0" * 30, "９" * 30, "A" * 60, "号" * 40, "省市区县" * 10,
    "12-" * 30, "3之" * 30, "nan", "None", "null", "NaN", "1e309", "-inf", "", " ", "\u3000", "。，、；：", "~!@#$%^&*()_+",
)  # fmt: skip
LONGEST = 10_000


def make_text(rng: random.Random) -> str:
    """Return one hostile text: pieces, random characters of all planes, or ten thousand of one kind."""
    kind = rng.random()
    if kind < 0.6:
        return "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 8)))
    if kind < 0.8:
        return "".join(
            chr(rng.choice((rng.randrange(0x110000), rng.randrange(0x3000, 0xA000), rng.randrange(0x80))))
            for _ in range(rng.randint(1, 80))
        )
    if kind < 0.995:
        text = list("河南省郑州市金水区云岭路12号锦瑟花园3号楼2单元501室")
        for _ in range(rng.randint(1, 8)):
            text[rng.randrange(len(text))] = rng.choice(PIECES)
        return "".join(text)
    return (rng.choice(PIECES) or " ") * LONGEST


def make_texts(n: int, seed: int = 0) -> list[str]:
    """Return ``n`` hostile texts, none longer than ``LONGEST`` characters."""
    rng = random.Random(seed)
    return [make_text(rng)[:LONGEST] for _ in range(n)]
