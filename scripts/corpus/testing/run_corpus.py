"""Reads the corpus as somebody would who has Python and nothing else: run_corpus.py FOLDER

Checks that the files are those of the manifest, that its verdicts hold of Python's own JSON parser as far as a
parser without shapes can tell, and that the walks lead where they say. Prints a report; exit code 1 on faults.
"""
import hashlib
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
faults, seen, values, unread = [], set(), {}, []


def constant(name):
    raise ValueError(f"{name} is no JSON")


for case in manifest["cases"]:
    name, verdict = case["id"], case["verdict"]
    data = (folder / case["file"]).read_bytes()
    seen.add(case["file"])
    if len(data) != case["bytes"] or hashlib.sha256(data).hexdigest() != case["sha256"]:
        faults.append(f"{name}: other bytes than the manifest says")
    try:
        values[name] = json.loads(data.decode("utf-8"), parse_constant=constant)
    except (ValueError, RecursionError) as error:
        if verdict == "accept" or (verdict == "reject" and case["json"]):
            faults.append(f"{name}: {error}")
        elif verdict == "either" and case["json"]:
            unread.append(name)
        continue
    if not case["json"]:
        faults.append(f"{name}: parsed, and is said to be no JSON")
    if "variant" in case and values[name]["type"] != case["variant"]:
        faults.append(f"{name}: is {values[name]['type']}, not {case['variant']}")

for walk in manifest["walks"]:
    pages = [values[page["case"]] for page in walk["pages"]]
    if walk["verdict"] == "accept":
        ids = [entry["id"] for page in pages for entry in page["data"]]
        if ids != walk["entries"] or pages[-1]["has_more"] or not all(page["has_more"] for page in pages[:-1]):
            faults.append(f"{walk['id']}: leads elsewhere")

on_disk = {path.relative_to(folder).as_posix() for path in folder.glob("*/**/*") if path.is_file()}
faults += [f"{name}: is not in the manifest" for name in sorted(on_disk - seen)]
print(json.dumps({"cases": len(seen), "parsed": len(values), "unread": unread, "faults": faults}, indent=1))
sys.exit(1 if faults else 0)
