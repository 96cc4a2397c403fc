"""Damages evidence packs in every way and has the verifier look at each: as a process of its own, because one start of
Python serves them all. Prints a JSON list of what was tried and what the verifier said.

    forge.py VERIFIER_FOLDER PACK KEYS_FOLDER flips|files|forged|rewritten
"""

import base64
import csv
import hashlib
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

verifier, pack, keys, task = sys.argv[1:5]
sys.path.insert(0, verifier)
import verify  # noqa: E402

TAGS = "tagmanifest-sha256.txt"


def path(name):
    return os.path.join(work, *name.split("/"))


def read(name):
    with open(path(name), "rb") as file:
        return file.read()


def write(name, content):
    os.makedirs(os.path.dirname(path(name)), exist_ok=True)
    with open(path(name), "wb") as file:
        file.write(content)


def files():
    found = []
    for parent, _, names in os.walk(work):
        found += [os.path.relpath(os.path.join(parent, name), work) for name in names]
    return sorted(found)


def ssh_key_of(folder):
    der = subprocess.run(
        ["openssl", "pkey", "-in", os.path.join(folder, "pack.pem"), "-pubout", "-outform", "DER"],
        check=True,
        capture_output=True,
    ).stdout
    return verify.ssh_field(b"ssh-ed25519") + verify.ssh_field(der[-32:])


def openssl_sign(key, content, *options):
    with tempfile.NamedTemporaryFile() as text:
        text.write(content)
        text.flush()
        command = (
            ["openssl", *options, "-inkey", key, "-in", text.name]
            if options[0] == "pkeyutl"
            else ["openssl", *options, key, text.name]
        )
        return subprocess.run(command, check=True, capture_output=True).stdout


def ed25519_sign(key, content):
    return openssl_sign(key, content, "pkeyutl", "-sign", "-rawin")


def issue(folder):
    """Makes manifests and signatures of a pack valid again, with the keys of a folder."""
    payload = {name: hashlib.sha256(read(name)).hexdigest() for name in files() if name.startswith("data/")}
    write("manifest-sha256.txt", "".join("%s  %s\n" % (payload[name], name) for name in sorted(payload)).encode())
    size = sum(os.path.getsize(path(name)) for name in payload)
    info = read("bag-info.txt").decode()
    write(
        "bag-info.txt", (info[: info.index("Payload-Oxum")] + "Payload-Oxum: %d.%d\n" % (size, len(payload))).encode()
    )
    tags = [name for name in files() if not name.startswith("data/") and not name.startswith(TAGS)]
    text = "".join("%s  %s\n" % (hashlib.sha256(read(name)).hexdigest(), name) for name in tags).encode()
    write(TAGS, text)
    purpose = verify.ssh_field(verify.NAMESPACE.encode()) + verify.ssh_field(b"") + verify.ssh_field(b"sha512")
    signed = b"SSHSIG" + purpose + verify.ssh_field(hashlib.sha512(text).digest())
    raw = ed25519_sign(os.path.join(folder, "pack.pem"), signed)
    signature = verify.ssh_field(b"ssh-ed25519") + verify.ssh_field(raw)
    blob = b"SSHSIG\0\0\0\1" + verify.ssh_field(ssh_key_of(folder)) + purpose + verify.ssh_field(signature)
    lines = ["-----BEGIN SSH SIGNATURE-----", *verify.wrapped(blob, 70), "-----END SSH SIGNATURE-----", ""]
    write(TAGS + ".sig", "\n".join(lines).encode())
    write(TAGS + ".p256", openssl_sign(os.path.join(folder, "pack-p256.pem"), text, "dgst", "-sha256", "-sign"))


def seal(folder):
    """Signs a checkpoint over the lines as they are."""
    tree = verify.Tree()
    for line in read("data/log/entries.ndjson").split(b"\n")[:-1]:
        hidden = verify.HIDDEN.fullmatch(line)
        tree.add(base64.b64decode(hidden[1]) if hidden else verify.leaf_hash(line))
    old = verify.Checkpoint(read("data/log/checkpoint").decode(), "checkpoint")
    text = "%s\n%d\n%s\n" % (old.origin, tree.size, base64.b64encode(tree.root()).decode())
    signature = old.signature[:4] + ed25519_sign(os.path.join(folder, "log.pem"), text.encode())
    note = "%s\n— %s %s\n" % (text, old.origin, base64.b64encode(signature).decode())
    write("data/log/checkpoint", note.encode())
    epochs = json.loads(read("data/log/epochs.json"))
    epochs["epochs"][-1].update(size=tree.size, checkpoint=note)
    write_json("data/log/epochs.json", epochs)


def read_json(name):
    return json.loads(read(name))


def write_json(name, value):
    write(name, (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode())


def change(name, before, after, count=-1):
    content = read(name)
    assert before in content, "%s does not hold %s" % (name, before)
    write(name, content.replace(before, after, count))


def say(scenario, previous=None, known=None, subject=""):
    verification = verify.Verification(work, known or genuine, previous).run()
    results.append(
        {
            "scenario": scenario,
            "subject": subject,
            "states": [level.state() for level in verification.levels],
            "failures": [[level.number, text] for level in verification.levels for text in level.failures],
            "remarks": [text for level in verification.levels for text in level.remarks],
        }
    )


def restore():
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(pack, work)


# --- What a careless or clumsy hand does -----------------------------------------------------------------------------


def flips():
    """Single bits in every file; only levels 1 and 2, which are about bytes, look at each."""
    chance = random.Random(1)
    for name in files():
        content = read(name)
        for offset in {0, len(content) - 1, *(chance.randrange(len(content)) for _ in range(int(sys.argv[5])))}:
            changed = bytearray(content)
            changed[offset] ^= 1 << chance.randrange(8)
            write(name, bytes(changed))
            verification = verify.Verification(work, genuine)
            failures = []
            signed = name.startswith(TAGS) or name == "keys/pack-p256.pem"
            checks = [verification.check_files] + [verification.check_issuer] * signed
            for level, check in zip(verification.levels, checks):
                try:
                    check(level)
                except Exception as error:
                    level.fail(str(error))
                failures += level.failures
            results.append({"subject": name, "offset": offset, "failures": failures})
        write(name, content)


def damaged_files():
    """All levels look at a pack that lacks a file; the others are for level 1, which is about files."""

    def look(scenario, subject):
        level = verify.Verification(work, genuine).levels[0]
        verify.Verification(work, genuine).check_files(level)
        failures = [[1, text] for text in level.failures]
        results.append(
            {"scenario": scenario, "subject": subject, "states": [level.state()], "failures": failures, "remarks": []}
        )

    for name in files():
        content = read(name)
        os.remove(path(name))
        say("deleted", subject=name)
        if not name.endswith((".txt", ".sig", ".p256")):
            write(name + "x", content)
            look("renamed", name)
            os.remove(path(name + "x"))
            write(name, b"")
            look("emptied", name)
        write(name, content)
        write(name + ".copy", content)
        look("duplicated", name + ".copy")
        os.remove(path(name + ".copy"))
    records = [name for name in files() if name.startswith("data/records/nonconformity/") and name.count("/") == 3]
    first, second = read(records[0]), read(records[1])
    write(records[0], second)
    write(records[1], first)
    say("swapped", subject=records[0])


# --- What somebody with the genuine key of packs can do ---------------------------------------------------------------


def lines():
    return read("data/log/entries.ndjson").split(b"\n")[:-1]


def put(found):
    write("data/log/entries.ndjson", b"".join(line + b"\n" for line in found))


def edited_table(name, edit):
    rows = list(csv.reader(io.StringIO(read(name).decode(), newline="")))
    edit(rows)
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    write(name, out.getvalue().encode())


def omit(kind, rid):
    """Takes a record out, with all that tells of it but its lines."""
    shutil.rmtree(path("data/records/%s/%s" % (kind, rid)))
    os.remove(path("data/records/%s/%s.json" % (kind, rid)))
    edited_table("data/tables/%s.csv" % kind, lambda rows: rows.remove(next(row for row in rows if rid in row)))
    for name in ("data/tables/attachments.csv",):
        edited_table(name, lambda rows: rows.__setitem__(slice(None), [row for row in rows if rid not in row]))
    own = [number for number, line in enumerate(lines()) if json.loads(line)["rid"] == rid]
    kept = [line for line in read("data/log/disclosures.ndjson").split(b"\n")[:-1] if json.loads(line)["i"] not in own]
    write("data/log/disclosures.ndjson", b"".join(line + b"\n" for line in kept))


def record_without_files():
    for name in files():
        if name.startswith("data/records/nonconformity/") and name.count("/") == 3:
            one = read_json(name)
            if not one["attachments"] and not one["signatures"]:
                return one["id"]
    raise AssertionError("there is no record without attachments and signatures")


def forged():
    bare = record_without_files()
    name = "data/records/nonconformity/%s.json" % bare
    version = "data/records/nonconformity/%s/versions/1.json" % bare
    signature = next(one for one in files() if one.startswith("data/records/signature/") and one.count("/") == 3)
    picture = next(one for one in files() if one.startswith("data/attachments/"))

    def log_edit(edit):
        def run():
            found = lines()
            edit(found)
            put(found)

        return run

    def disclosures(edit):
        def run():
            found = read("data/log/disclosures.ndjson").split(b"\n")[:-1]
            edit(found)
            write("data/log/disclosures.ndjson", b"".join(line + b"\n" for line in found))

        return run

    def json_edit(file, edit):
        def run():
            value = read_json(file)
            edit(value)
            write_json(file, value)

        return run

    def renamed_key():
        value = read_json("keys/key-history.json")
        other = hashlib.sha256(b"another key").digest()
        value["log"][0]["publicKey"] = base64.b64encode(other).decode()
        value["log"][0]["fingerprint"] = verify.fingerprint(verify.ssh_field(b"ssh-ed25519") + verify.ssh_field(other))
        write_json("keys/key-history.json", value)

    def named_as_outside():
        omit("nonconformity", bare)
        number = next(n for n, line in enumerate(lines()) if json.loads(line)["rid"] == bare)
        edited_table("data/log/not-selected.csv", lambda rows: rows.append([str(number), "nonconformity", bare]))

    def named_as_omitted():
        omit("nonconformity", bare)
        edited_table("data/omissions.csv", lambda rows: rows.append(["nonconformity", bare, "not-permitted", ""]))

    def hidden_lines():
        omit("nonconformity", bare)
        put(
            [
                b'"%s"' % base64.b64encode(verify.leaf_hash(line)) if json.loads(line)["rid"] == bare else line
                for line in lines()
            ]
        )

    def uncovered_kind():
        for one in [one for one in files() if one.startswith("data/records/action/") and one.count("/") == 3]:
            omit("action", one[20:-5])
        os.remove(path("data/tables/action.csv"))
        os.remove(path("data/tables/action.schema.json"))
        value = read_json("data/scope.json")
        value["kinds"] = [one for one in value["kinds"] if one["name"] != "action"]
        write_json("data/scope.json", value)

    def kind_asked_for_and_uncovered():
        value = read_json("data/scope.json")
        value["scope"]["recordTypes"] = [one["name"] for one in value["kinds"]]
        write_json("data/scope.json", value)
        uncovered_kind()

    def moved_signature():
        value = read_json(signature)
        value["record"]["recordVersion"] = 1
        write_json(signature, value)

    def lied_title():
        for file in (name, version[:-6] + "2.json"):
            value = read_json(file)
            value["record"]["title"] = "Nothing happened"
            write_json(file, value)
        edited_table(
            "data/tables/nonconformity.csv",
            lambda rows: next(row for row in rows if bare in row).__setitem__(
                rows[0].index("title"), "Nothing happened"
            ),
        )

    scenarios = {
        "a line changed": log_edit(lambda found: found.__setitem__(3, found[3].replace(b'"via":"', b'"via":"x'))),
        "the first line dropped": log_edit(lambda found: found.pop(0)),
        "the last line dropped": log_edit(lambda found: found.pop()),
        "two lines swapped": log_edit(lambda found: found.insert(2, found.pop(3))),
        "a line doubled": log_edit(lambda found: found.insert(3, found[3])),
        "a blank line": log_edit(lambda found: found.insert(3, b"")),
        "line ends of Windows": log_edit(lambda found: found.__setitem__(slice(None), [one + b"\r" for one in found])),
        "no last line end": lambda: write("data/log/entries.ndjson", read("data/log/entries.ndjson")[:-1]),
        "a line after the end": log_edit(lambda found: found.append(found[-1])),
        "another checkpoint": lambda: change("data/log/checkpoint", b"\n\xe2\x80\x94", b"x\n\xe2\x80\x94"),
        "a key replaced": renamed_key,
        "a disclosure dropped": disclosures(lambda found: found.pop(len(found) // 2)),
        "disclosures swapped": disclosures(lambda found: found.insert(0, found.pop())),
        "a disclosure changed": disclosures(lambda found: found.__setitem__(1, found[1].replace(b'"d":"W', b'"d":"X'))),
        "a value of a record": json_edit(name, lambda value: value["record"].update(title="Nothing happened")),
        "a value of a version": json_edit(version, lambda value: value["record"].update(title="Nothing happened")),
        "a value everywhere but in the log": lied_title,
        "who did it": json_edit(version, lambda value: value.update(actor="p:" + bare)),
        "a reason": json_edit(version, lambda value: value.update(reason="Because")),
        "a version dropped": lambda: os.remove(path(version)),
        "a cell of a table": lambda: change("data/tables/nonconformity.csv", b'"draft"', b'"closed"', 1),
        "a row of a table dropped": lambda: edited_table("data/tables/nonconformity.csv", lambda rows: rows.pop()),
        "a row of a table doubled": lambda: edited_table(
            "data/tables/nonconformity.csv", lambda rows: rows.append(rows[-1])
        ),
        "a content exchanged": lambda: write(picture, b"another picture"),
        "a content dropped": lambda: os.remove(path(picture)),
        "an attachment dropped": lambda: edited_table("data/tables/attachments.csv", lambda rows: rows.pop()),
        "another name of an attachment": lambda: change("data/tables/attachments.csv", b'"a.png"', b'"b.png"', 1),
        "a signature moved": moved_signature,
        "a signature dropped": lambda: os.remove(path(signature)),
        "a signature of somebody else": json_edit(signature, lambda value: value["record"].update(personId=bare)),
        "a record invented": lambda: write_json(
            "data/records/nonconformity/%s.json" % bare[::-1].replace("-", "")[:8].join(["", bare[8:]]), read_json(name)
        ),
        "a record left out": lambda: omit("nonconformity", bare),
        "a record left out and named as outside": named_as_outside,
        "a record left out and named as not permitted": named_as_omitted,
        "a record left out and its lines hidden": hidden_lines,
        "a kind left out": uncovered_kind,
        "a kind left out that was asked for": kind_asked_for_and_uncovered,
        "a version invented": lambda: write(version[:-6] + "9.json", read(version)),
        "a record under another name": lambda: write("data/records/nonconformity/nc-2026-0042.json", read(name)),
        "a table invented": lambda: write("data/tables/closed-in-2026.csv", b"id\r\n"),
    }
    for scenario, run in scenarios.items():
        restore()
        run()
        issue(keys)
        say(scenario, subject=bare)
    # With a key of one's own in place of the genuine one, everything fits together: only the key from elsewhere tells.
    other = os.path.join(place, "other")
    os.makedirs(other)
    for kind, key in (("ed25519", "pack.pem"), ("ec", "pack-p256.pem")):
        curve = ["-pkeyopt", "ec_paramgen_curve:P-256"] if kind == "ec" else []
        command = ["openssl", "genpkey", "-algorithm", kind, *curve, "-out", os.path.join(other, key)]
        subprocess.run(command, check=True, capture_output=True)
    restore()
    change("README.txt", b"evidence", b"Evidence", 1) if b"evidence" in read("README.txt") else None
    pem = subprocess.run(
        ["openssl", "pkey", "-in", os.path.join(other, "pack-p256.pem"), "-pubout"], check=True, capture_output=True
    ).stdout
    write("keys/pack-p256.pem", pem)
    line = read("keys/allowed_signers").split(b" ")
    line[-1] = base64.b64encode(ssh_key_of(other)) + b"\n"
    write("keys/allowed_signers", b" ".join(line))
    issue(other)
    say("signed by a forger")
    say("signed by a forger, with the forger's key", known=verify.KnownKey(verify.fingerprint(ssh_key_of(other)), work))


# --- What somebody with all genuine keys can do -----------------------------------------------------------------------


def rewrite(rid):
    """Another title for the first version of a record, in the log and everywhere; all of it sealed and signed anew."""
    found, number = lines(), None
    encoded = base64.urlsafe_b64encode(json.dumps(["00" * 32, "title", "Nothing happened"]).encode()).rstrip(b"=")
    digest = base64.urlsafe_b64encode(hashlib.sha256(encoded).digest()).decode().rstrip("=")
    previous = None
    for index, line in enumerate(found):
        one = json.loads(line)
        if one["rid"] != rid:
            continue
        if number is None:
            number, old = index, one["pd"]["title"]
        text = line.decode()
        if one["pd"]["title"] == old:
            text = text.replace(old, digest)
        if previous:
            text = text.replace(one["prev"], previous)
        found[index] = text.encode()
        previous = verify.leaf_hash(found[index]).hex()
    put(found)
    told = []
    for line in read("data/log/disclosures.ndjson").split(b"\n")[:-1]:
        one = json.loads(line)
        if (
            one["i"] == number
            and json.loads(base64.urlsafe_b64decode(one["d"] + "=" * (-len(one["d"]) % 4)))[1] == "title"
        ):
            line = b'{"i":%d,"d":"%s"}' % (number, encoded)
        told.append(line)
    write("data/log/disclosures.ndjson", b"".join(line + b"\n" for line in told))
    version = "data/records/nonconformity/%s/versions/1.json" % rid
    value = read_json(version)
    value["record"]["title"] = "Nothing happened"
    write_json(version, value)
    return number


def rewritten():
    older, checkpoint = sys.argv[5], os.path.join(sys.argv[5], "data", "log", "checkpoint")
    rid = record_without_files()
    say("continued", previous=verify.Previous(older))
    say("continued after a checkpoint", previous=verify.Previous(checkpoint))
    number = rewrite(rid)
    seal(keys)
    issue(keys)
    say("rewritten", subject=rid)
    say("rewritten, with the earlier pack", previous=verify.Previous(older), subject="line %d" % number)
    say("rewritten, with the earlier checkpoint", previous=verify.Previous(checkpoint), subject=rid)
    restore()
    put(lines()[: int(sys.argv[6])])
    seal(keys)
    issue(keys)
    say("cut off, with the earlier pack", previous=verify.Previous(older))


with tempfile.TemporaryDirectory() as place:
    work, results = os.path.join(place, "pack"), []
    genuine = verify.KnownKey(verify.fingerprint(ssh_key_of(keys)), pack)
    restore()
    {"flips": flips, "files": damaged_files, "forged": forged, "rewritten": rewritten}[task]()
    print(json.dumps(results))
