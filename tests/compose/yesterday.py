"""Run inside the network, before and after `down`: what stands in the databases, and whether a
member of staff can sign in and read the day book. Prints one JSON object. Arguments: user name,
password."""

import hashlib
import json
import sys

import requests
from bson import encode
from pymongo import MongoClient

from chassis.settings import COMMON, load_settings

API = "http://gateway:8080/api/v1"


def stored() -> dict[str, list]:
    """For each collection how many documents there are, a digest of their ids and versions, and
    their bytes."""
    client: MongoClient = MongoClient(load_settings(COMMON)["MONGO_URI"])
    found = {}
    for name in client.list_database_names():
        for collection in client[name].list_collection_names():
            full = f"{name}.{collection}"
            if name.startswith("kunjungan_"):
                every = list(client[name][collection].find())
                told = sorted(f"{one['_id']} {one.get('version')}" for one in every)
                digest = hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
                found[full] = [len(told), digest, sum(len(encode(one)) for one in every)]
    return found


def day_book(username: str, password: str) -> dict:
    signature = {"username": username, "password": password}
    session = requests.post(f"{API}/session", json=signature, timeout=30)
    session.raise_for_status()
    answer = requests.get(
        f"{API}/day-book",
        params={"date": "2026-01-17", "lines": "false", "facility": "RTBPN"},
        headers={"Authorization": f"Bearer {session.json()['token']}"},
        timeout=30,
    )
    answer.raise_for_status()
    return answer.json()


if __name__ == "__main__":
    print(json.dumps({"stored": stored(), "day_book": day_book(*sys.argv[1:3])}))
