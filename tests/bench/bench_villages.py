"""Villages: the first answer to noisy queries among 120,000 names, against bigram search and similarity in the same run.

``python tests/bench/bench_villages.py [SEED]``. The names are the bundled villages of whole counties drawn at random; the noise drops
province, city or town, changes the suffix, puts a homophone, adds a tail. Queries whose truth has a true twin (nothing in the
query tells two villages apart) are right for the right pair of candidates only if they are called ambiguous.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from workbench.geodata import read
from workbench.matching.divisions.syllables import load_syllables
from workbench.matching.villages import VillageIndex, find_villages

NAMES, QUERIES = 120_000, 5_000
ENDS = re.compile("(?:社区|村)$")
TAILS = (
    "3组12号",
    "第二村民小组",
    "5队",
    "村口小卖部",
    "100号",
    "委会旁",
    "8组",
    "文化广场附近",
    "张家门口",
    "菜鸟驿站",
    "1幢2单元301室",
)


def draw_villages(rng: np.random.Generator) -> pd.DataFrame:
    """Draw whole counties until there are enough names; add province, city, district."""
    villages = read("villages")
    villages = villages[villages["town_code"] != ""]
    counties = rng.permutation(villages["adcode"].unique())
    size = villages.groupby("adcode").size().reindex(counties)
    some = villages[villages["adcode"].isin(counties[: int((size.cumsum() < NAMES).sum()) + 1])]
    divisions = (
        read("divisions").drop_duplicates("code").set_index("code")[["province", "city", "district", "name"]]
    )
    above = divisions.reindex(some["town_code"]).reset_index(drop=True)
    above["town"] = above.pop("name").to_numpy()
    some = some.drop(columns="town").reset_index(drop=True)
    return pd.concat([some, above], axis=1).dropna().reset_index(drop=True)


def homophones(rng: np.random.Generator) -> dict[str, list[str]]:
    """Return for each usual character others of the same sound."""
    by_sound: dict[str, list[str]] = {}
    usual = set("".join(read("villages")["name"].head(200_000)))
    for char, sound in load_syllables().items():
        if char in usual:
            by_sound.setdefault(sound, []).append(char)
    return {char: [one for one in chars if one != char] for chars in by_sound.values() for char in chars}


def make_noise(row: pd.Series, rng: np.random.Generator, alike: dict[str, list[str]]) -> str:
    """Write one village as a messy case file would."""
    province, city, district, town, name = (
        row[key] for key in ("province", "city", "district", "town", "name")
    )
    dropped = rng.random(3) < (0.4, 0.35, 0.25)
    if rng.random() < 0.25:
        other = {"村": ("", "村委会", "社区"), "社区": ("", "居委会", "村")}
        end = next((end for end in other if name.endswith(end)), "")
        if end:
            name = ENDS.sub("", name) + str(rng.choice(other[end]))
    if rng.random() < 0.25:
        places = [at for at, char in enumerate(name[:-1] or name) if alike.get(char)]
        if places:
            at = int(rng.choice(places))
            name = name[:at] + str(rng.choice(alike[name[at]])) + name[at + 1 :]
    tail = str(rng.choice(TAILS)) if rng.random() < 0.4 else ""
    city = "" if city == province else city
    parts = ["" if gone else part for gone, part in zip(dropped, (province, city, town), strict=True)]
    return f"{parts[0]}{parts[1]}{district}{parts[2]}{name}{tail}"


def grams(text: str) -> str:
    """Return characters and bigrams, as the peer indexes them."""
    return " ".join([*text, *(text[at : at + 2] for at in range(len(text) - 1))])


def answer_tantivy(names: list[str], queries: list[str]) -> tuple[list[int], float]:
    """Return the best hit of each query and the CPU seconds of searching."""
    import tantivy  # noqa: PLC0415 - a peer, only in the benchmark

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("grams", tokenizer_name="whitespace", index_option="freq")
    schema.add_unsigned_field("row", stored=True)
    with tempfile.TemporaryDirectory() as folder:
        index = tantivy.Index(schema.build(), path=folder)
        writer = index.writer(100_000_000, 1)
        for at, name in enumerate(names):
            writer.add_document(tantivy.Document(grams=grams(name), row=at))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        searcher, query, occur = index.searcher(), tantivy.Query, tantivy.Occur
        start, out = time.process_time(), []
        for text in queries:
            words = [
                (occur.Should, query.term_query(index.schema, "grams", gram, "freq"))
                for gram in grams(text).split()
            ]
            hits = searcher.search(query.boolean_query(words), 1).hits
            out.append(searcher.doc(hits[0][1])["row"][0] if hits else -1)
        return out, time.process_time() - start


def answer_ratio(names: list[str], queries: list[str]) -> tuple[list[int], float]:
    """Return the most similar name of each query and the CPU seconds."""
    start = time.process_time()
    best = process.cdist(queries, names, scorer=fuzz.ratio, dtype=np.uint8, workers=1).argmax(axis=1)
    return best.tolist(), time.process_time() - start


def find_twins(rows: pd.DataFrame) -> pd.Series:
    """Return how many villages of a county bear each row's name without its suffix."""
    stem = rows["name"].str.replace(ENDS, "", regex=True)
    return stem.groupby([rows["adcode"], stem]).transform("size")


def report(name: str, right: np.ndarray, spent: float, extra: str = "") -> None:
    """Print one line."""
    print(f"{name:28} {right.mean():7.2%} {len(right) / spent:12,.0f}  {extra}")


def main() -> None:
    """Print the table."""
    rng = np.random.default_rng(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
    rows = draw_villages(rng)
    asked = rows.iloc[rng.choice(len(rows), QUERIES, replace=False)]
    alike = homophones(rng)
    queries = [make_noise(row, rng, alike) for _, row in asked.iterrows()]
    names = (
        rows["province"]
        + rows["city"].where(rows["city"] != rows["province"], "")
        + rows["district"]
        + rows["town"]
        + rows["name"]
    ).tolist()
    codes, truth = rows["code"].to_numpy(), asked["code"].to_numpy()
    print(
        f"{len(rows):,} names of {rows['adcode'].nunique()} counties, {QUERIES:,} noisy queries, for example:"
    )
    for text in queries[:4]:
        print(f"   {text}")
    print(f"{'':28} {'first':>7} {'queries/s':>12}")
    best, spent = answer_tantivy(names, queries)
    report("tantivy, ngram 1 and 2", codes[best] == truth, spent)
    some = slice(0, 600)
    best, spent = answer_ratio(names, queries[some])
    report("rapidfuzz ratio (600)", codes[best] == truth[some], spent)
    index = VillageIndex(rows.drop(columns=["province", "city", "district"]))
    texts = pd.Series(queries)
    find_villages(texts, index=index)
    start = time.process_time()
    found = find_villages(texts, index=index)
    spent = time.process_time() - start
    right = found["village_code"].to_numpy() == truth
    unsure = found["ambiguous"].to_numpy(bool)
    report("workbench", right, spent)
    among = np.asarray(
        [code in text.split(";") for code, text in zip(truth, found["candidates"], strict=True)]
    )
    print(
        f"  called ambiguous {unsure.mean():.2%}; the truth among its candidates {(among & unsure).sum() / max(unsure.sum(), 1):.1%}"
    )
    print(f"  not called ambiguous: right {right[~unsure].mean():.2%} of {(~unsure).sum():,}")
    twins = find_twins(rows).loc[asked.index].to_numpy() > 1
    print(
        f"  errors {(~right).sum()}: called ambiguous {(~right & unsure).sum()}, with a namesake in the county {(~right & twins).sum()}"
    )
    if "--show" in sys.argv:
        for at in np.flatnonzero(~right & ~unsure)[:60].tolist():
            print(
                "   ",
                queries[at],
                "|",
                names[asked.index[at]],
                "|",
                found["village"][at],
                found["town"][at],
                found["similarity_share"][at],
            )


if __name__ == "__main__":
    main()
