"""The two baselines of the place benchmark: a naive look-up and character-bigram BM25 (tantivy)."""

from __future__ import annotations

import re
import tempfile
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

_ROAD_NUMBER = re.compile(r"([^,，()（）\s]{1,10}?(?:大道|大街|路|街|道|巷|弄|胡同))([0-9]+)号?")
_CLEAN = re.compile(r"[\s,，。()（）·・\-]+")


def _grams(text: str) -> str:
    text = _CLEAN.sub("", text.lower())
    return " ".join(text[at : at + 2] for at in range(len(text) - 1)) if len(text) > 1 else text


def answer_bm25(reference: pd.DataFrame, text: pd.Series, city: pd.Series) -> Points:
    """Return lng, lat of the best BM25 hit within the city for each text, NaN without any hit."""
    import tantivy  # noqa: PLC0415 - a peer, only in the benchmark

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("grams", tokenizer_name="whitespace", index_option="freq")
    schema.add_text_field("city", tokenizer_name="raw", index_option="basic")
    schema.add_unsigned_field("row", stored=True)
    with tempfile.TemporaryDirectory() as folder:
        index = tantivy.Index(schema.build(), path=folder)
        writer = index.writer(100_000_000, 1)
        some = reference[reference["city"].isin(set(city))].reset_index(drop=True)
        for at, (name, address, where) in enumerate(
            zip(some["name"], some["address"], some["city"], strict=True)
        ):
            writer.add_document(
                tantivy.Document(grams=_grams(name) + " " + _grams(address), city=where, row=at)
            )
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        searcher = index.searcher()
        found = np.full((len(text), 2), np.nan)
        lng, lat = some["lng"].to_numpy(), some["lat"].to_numpy()
        query, occur = tantivy.Query, tantivy.Occur
        within = {
            where: query.const_score_query(query.term_query(index.schema, "city", where), 0.0)
            for where in set(city)
        }
        for at, (one, where) in enumerate(zip(text, city, strict=True)):
            words = [
                (occur.Should, query.term_query(index.schema, "grams", gram, "freq"))
                for gram in _grams(one).split()
            ]
            if not words:
                continue
            hits = searcher.search(
                query.boolean_query([(occur.Must, query.boolean_query(words)), (occur.Must, within[where])]),
                1,
            ).hits
            if hits:
                row = searcher.doc(hits[0][1])["row"][0]
                found[at] = lng[row], lat[row]
    return found


def answer_naive(
    reference: pd.DataFrame, address: pd.Series, name: pd.Series | None, city: pd.Series
) -> Points:
    """Look up the exact name, the exact road and number, the nearest number on the road, in this order."""
    some = reference[reference["city"].isin(set(city))]
    by_name = some.drop_duplicates(["city", "name"]).set_index(["city", "name"])[["lng", "lat"]]
    parts = some["address"].str.extract(_ROAD_NUMBER)
    doors = pd.DataFrame(
        {
            "city": some["city"],
            "road": parts[0],
            "number": pd.to_numeric(parts[1]),
            "lng": some["lng"],
            "lat": some["lat"],
        }
    )
    doors = doors.dropna().sort_values("number", kind="stable")
    roads = {
        key: frame[["number", "lng", "lat"]].to_numpy() for key, frame in doors.groupby(["city", "road"])
    }
    found = np.full((len(address), 2), np.nan)
    names = address if name is None else name
    at = by_name.index.get_indexer(pd.MultiIndex.from_arrays([city, names]))
    found[at >= 0] = by_name.to_numpy()[at[at >= 0]]
    asked = address.str.extract(_ROAD_NUMBER)
    for row, (where, road, number) in enumerate(zip(city, asked[0], pd.to_numeric(asked[1]), strict=True)):
        known = roads.get((where, road))
        if np.isnan(found[row, 0]) and known is not None:
            found[row] = known[np.abs(known[:, 0] - number).argmin(), 1:]
    return found
