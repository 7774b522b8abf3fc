"""Answers of a spaCy model: `python spacy_names.py MODEL SET` prints one JSON line a document, then one line
with the words a second. MODEL is the name of an installed package or a folder."""

import gzip
import json
import sys
import time

import spacy

TYPES = {"PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "group"}


def main():
    model, path = sys.argv[1:]
    reader = spacy.load(model, disable=["lemmatizer"])
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    reader(documents[0]["text"])
    begun = time.perf_counter()
    answers = [
        [(name.start_char, name.end_char, TYPES[name.label_]) for name in reader(document["text"]).ents if name.label_ in TYPES]
        for document in documents
    ]
    seconds = time.perf_counter() - begun
    for document, spans in zip(documents, answers):
        print(json.dumps({"id": document["id"], "spans": spans}))
    words = sum(len(document["text"].split()) for document in documents)
    print(json.dumps({"words_per_second": round(words / seconds)}))


main()
