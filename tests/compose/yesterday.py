"""Run inside the network by test of volumes: what stands in the databases, and whether a member of
staff can sign in and read the day book. Prints one JSON object. Arguments: user name, password."""

import hashlib
import json
import sys

import requests
from pymongo import MongoClient

from chassis.settings import COMMON, load_settings

API = "http://gateway:8080/api/v1"
IN_USE = {"kunjungan_gateway.sessions", "kunjungan_gateway.audit", "kunjungan_gateway.staff"}
"""What the looking itself changes."""


def stored() -> dict[str, list]:
    """For each collection how many documents there are, and a digest of their ids and versions."""
    client: MongoClient = MongoClient(load_settings(COMMON)["MONGO_URI"])
    found = {}
    for name in client.list_database_names():
        for collection in client[name].list_collection_names():
            full = f"{name}.{collection}"
            if name.startswith("kunjungan_") and full not in IN_USE:
                every = client[name][collection].find({}, {"_id": 1, "version": 1})
                told = sorted(f"{one['_id']} {one.get('version')}" for one in every)
                digest = hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
                found[full] = [len(told), digest]
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
