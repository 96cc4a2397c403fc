#!/usr/bin/env python3
"""Verifies an evidence pack. Needs Python 3.8 or later and nothing else; FORMAT.md beside it explains the files.

    python3 verify/verify.py PACK KEY [--previous OLD] [--level N]

PACK is the folder of the unpacked pack. KEY is a file of allowed signers that you did not get with the pack, or the
fingerprint SHA256:… of the key. OLD is an earlier pack, unpacked; or a checkpoint alone: data/log/checkpoint of a pack,
or checkpoint.txt of a mail; or what a printed report says of the log, as LINES:ROOT. Without another way to the key,
--use-enclosed-key in place of KEY goes on and says what that is worth.

It prints a line for each level, OK, FAIL or NOT CHECKED, and ends with 0 only if the levels up to N hold (5, or 6
with --previous), with 1 if they do not, and with 2 if it was not asked rightly.
"""

import argparse
import base64
import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

NAMESPACE = "continua-evidence-pack"
SIGNATURES = ("tagmanifest-sha256.txt.sig", "tagmanifest-sha256.txt.p256", "tagmanifest-sha256.txt.tsr")
TITLES = (
    "The files are intact",
    "The known key issued them",
    "The log has the root that was signed",
    "The records are what the log says",
    "Nothing in scope was left out unnamed",
    "The log continues the earlier pack",
)
SHOWN_FAILURES = 20
# Kinds that are about the program and its users rather than about the management system: no pack holds them.
IN_NO_PACK = {
    "api_key",
    "evidence_pack",
    "log_anchor",
    "log_epoch",
    "organisation",
    "passkey",
    "person",
    "redaction",
    "role_grant",
    "saved_view",
    "site",
    "verification",
}


class Wrong(Exception):
    """Something that cannot be right; its text names the file, the line or the record."""


# --- Signatures ------------------------------------------------------------------------------------------------------
# Ed25519 after RFC 8032, 5.1.7, so that nothing needs to be installed. Slow, and for verifying only: nothing here is
# secret, so it need not be constant in time.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def point_of(encoded):
    """The point (X, Y, Z, T) of 32 bytes, or None."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def added(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(factor, point):
    result = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = added(result, point)
        point = added(point, point)
        factor >>= 1
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = point_of(BASE_Y.to_bytes(32, "little"))


def ed25519_verifies(key, message, signature):
    """Whether the 64 bytes are the signature of the key of 32 bytes over the message."""
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r, s = point_of(key), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = times(s, BASE), added(r, times(k, a))
    return not ((left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P)


# ECDSA on the curve P-256 after FIPS 186-4, 6.4.2.

Q = 2**256 - 2**224 + 2**192 + 2**96 - 1
Q_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
Q_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
Q_BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
P256_DER = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")


def q_added(one, other):
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % Q == 0:
        return None
    slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, Q) if one == other else (y2 - y1) * pow(x2 - x1, -1, Q)
    x = (slope * slope - x1 - x2) % Q
    return x, (slope * (x1 - x) - y1) % Q


def q_times(factor, point):
    result = None
    while factor:
        if factor & 1:
            result = q_added(result, point)
        point = q_added(point, point)
        factor >>= 1
    return result


def der_integer(number):
    content = number.to_bytes(number.bit_length() // 8 + 1, "big")
    return b"\x02" + bytes([len(content)]) + content


def pem_content(pem, name):
    """The DER bytes between the lines of a PEM text, which must be written as openssl writes it."""
    text = pem.decode("ascii")
    der = base64.b64decode("".join(text.split("\n")[1:-2]), validate=True)
    if text != "\n".join(["-----BEGIN PUBLIC KEY-----", *wrapped(der, 64), "-----END PUBLIC KEY-----", ""]):
        raise Wrong("%s holds no key" % name)
    return der


def p256_verifies(der, name, message, signature):
    """Whether the DER bytes are the signature of the key (SubjectPublicKeyInfo) over the message, with SHA-256."""
    if len(der) != 91 or not der.startswith(P256_DER):
        raise Wrong("%s holds no key of the curve P-256" % name)
    key = int.from_bytes(der[27:59], "big"), int.from_bytes(der[59:], "big")
    if (key[1] ** 2 - key[0] ** 3 + 3 * key[0] - Q_B) % Q:
        raise Wrong("%s holds no point of the curve P-256" % name)
    if len(signature) < 8:
        return False
    r = int.from_bytes(signature[4 : 4 + signature[3]], "big")
    s = int.from_bytes(signature[6 + signature[3] :], "big")
    content = der_integer(r) + der_integer(s)
    if signature != b"\x30" + bytes([len(content)]) + content or not (0 < r < Q_ORDER and 0 < s < Q_ORDER):
        return False
    digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
    inverse = pow(s, -1, Q_ORDER)
    point = q_added(q_times(digest * inverse % Q_ORDER, Q_BASE), q_times(r * inverse % Q_ORDER, key))
    return point is not None and point[0] % Q_ORDER == r


# RSA after RFC 8017, 8.2.2, with SHA-256: some devices know nothing newer.

RSA_DER = bytes.fromhex("300d06092a864886f70d0101010500")
SHA256_DER = bytes.fromhex("3031300d060960864801650304020105000420")


def der_parts(content):
    """The contents of the values that stand one after the other."""
    parts = []
    while content:
        length, at = content[1], 2
        if length > 127:
            at += length & 127
            length = int.from_bytes(content[2:at], "big")
        if at + length > len(content):
            raise ValueError("a value is cut off")
        parts.append(content[at : at + length])
        content = content[at + length :]
    return parts


def rsa_verifies(der, name, message, signature):
    """Whether the bytes are the signature of the key (SubjectPublicKeyInfo) over the message."""
    try:
        _, bits = der_parts(der_parts(der)[0])
        modulus, exponent = (int.from_bytes(part, "big") for part in der_parts(der_parts(bits[1:])[0]))
    except (ValueError, IndexError):
        raise Wrong("%s holds no RSA key" % name)
    size = (modulus.bit_length() + 7) // 8
    if RSA_DER not in der[:24] or size < 256 or exponent < 3:
        raise Wrong("%s holds no RSA key that proves anything" % name)
    padded = b"\0\1" + b"\xff" * (size - 54) + b"\0" + SHA256_DER + hashlib.sha256(message).digest()
    number = int.from_bytes(signature, "big")
    return len(signature) == size and number < modulus and pow(number, exponent, modulus) == int.from_bytes(padded, "big")


def wrapped(content, width):
    text = base64.b64encode(content).decode("ascii")
    return [text[at : at + width] for at in range(0, len(text), width)]


def base64url(text):
    """The bytes; ValueError unless it is base64url without padding, as WebAuthn writes it."""
    content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(content).decode().rstrip("=") != text:
        raise ValueError("no base64url")
    return content


def ssh_field(content):
    return len(content).to_bytes(4, "big") + content


def ssh_fields(blob):
    fields, at = [], 0
    while at < len(blob):
        length = int.from_bytes(blob[at : at + 4], "big")
        fields.append(blob[at + 4 : at + 4 + length])
        at += 4 + length
    if at != len(blob):
        raise Wrong("tagmanifest-sha256.txt.sig holds a field that is cut off")
    return fields


def ssh_signature_key(armored, message):
    """The key (as SSH writes it) that made the signature over the message for packs. Raises Wrong if none did."""
    name = "tagmanifest-sha256.txt.sig"
    first, last = "-----BEGIN SSH SIGNATURE-----\n", "\n-----END SSH SIGNATURE-----\n"
    text = armored.decode("ascii", "replace")
    try:
        blob = base64.b64decode(text[len(first) : -len(last)].replace("\n", ""), validate=True)
    except ValueError:
        raise Wrong("%s is no signature" % name)
    # One way of writing it only: so no byte of the file can be changed unseen.
    if text != first + "\n".join(wrapped(blob, 70)) + last or blob[:10] != b"SSHSIG\0\0\0\1":
        raise Wrong("%s is no signature of OpenSSH" % name)
    fields = ssh_fields(blob[10:])
    if len(fields) != 5:
        raise Wrong("%s is no signature of OpenSSH" % name)
    key, namespace, reserved, algorithm, signature = fields
    if namespace != NAMESPACE.encode() or reserved or algorithm != b"sha512":
        raise Wrong("%s is a signature for something else than an evidence pack" % name)
    key_fields, signature_fields = ssh_fields(key), ssh_fields(signature)
    if len(key_fields) != 2 or len(signature_fields) != 2 or {key_fields[0], signature_fields[0]} != {b"ssh-ed25519"}:
        raise Wrong("%s is not made with an Ed25519 key" % name)
    purpose = ssh_field(namespace) + ssh_field(b"") + ssh_field(algorithm)
    signed = b"SSHSIG" + purpose + ssh_field(hashlib.sha512(message).digest())
    if not ed25519_verifies(key_fields[1], signed, signature_fields[1]):
        raise Wrong("tagmanifest-sha256.txt is not the text that was signed in %s" % name)
    return key


def fingerprint(ssh_key):
    return "SHA256:" + base64.b64encode(hashlib.sha256(ssh_key).digest()).decode("ascii").rstrip("=")


# --- The tree: RFC 6962, 2.1 -----------------------------------------------------------------------------------------


def leaf_hash(line):
    return hashlib.sha256(b"\0" + line).digest()


class Tree:
    """Grows leaf by leaf and keeps only the roots of complete subtrees."""

    def __init__(self):
        self.size = 0
        self.edge = []

    def add(self, leaf):
        rest, edge = self.size, self.edge
        while rest & 1:
            leaf = hashlib.sha256(b"\1" + edge.pop() + leaf).digest()
            rest >>= 1
        edge.append(leaf)
        self.size += 1

    def root(self):
        if not self.edge:
            return hashlib.sha256(b"").digest()
        root = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            root = hashlib.sha256(b"\1" + left + root).digest()
        return root


NOTE = re.compile(r"([^\s+]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n\n((?:— [^\s+]+ [A-Za-z0-9+/]+=*\n)+)")


class Checkpoint:
    """
    A C2SP signed note over a tree: the name of the log, its number of lines and its root. Others may have signed it too
    (cosignatures of witnesses); only the signature of the log itself is looked at here.
    """

    def __init__(self, note, name):
        match = NOTE.fullmatch(note)
        own = [one.split(" ")[2] for one in match[4].splitlines() if one.split(" ")[1] == match[1]] if match else []
        if len(own) != 1:
            raise Wrong("%s is no checkpoint" % name)
        self.note, self.origin, self.size = note, match[1], int(match[2])
        self.root, self.signature = base64.b64decode(match[3]), base64.b64decode(own[0])
        encoded = base64.b64encode(self.root), base64.b64encode(self.signature)
        if encoded != (match[3].encode(), own[0].encode()) or len(self.signature) != 68:
            raise Wrong("%s is no checkpoint" % name)
        self.text = note[: note.index("\n\n") + 1]

    def signed_by(self, keys):
        """The one of these keys (32 bytes each) that signed it, or None."""
        for key in keys:
            named = hashlib.sha256(self.origin.encode() + b"\n\x01" + key).digest()[:4]
            if named == self.signature[:4] and ed25519_verifies(key, self.text.encode(), self.signature[4:]):
                return key
        return None


class Anchor:
    """A root that was told before: `root` in base64, or its beginning; `origin` is None where it was not told."""

    def __init__(self, origin, size, root, words):
        self.origin, self.size, self.root, self.words = origin, size, root, words

    def fits(self, root):
        return root is not None and base64.b64encode(root).decode("ascii").startswith(self.root)


def epoch_of(origin):
    match = re.search(r"/e([1-9][0-9]{0,8})$", origin)
    return int(match[1]) if match else 0


def log_of(origin):
    return re.sub(r"[0-9]+$", "", origin)


# --- Reading ---------------------------------------------------------------------------------------------------------


def no_twins(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


def read_bytes(folder, name):
    try:
        with open(os.path.join(folder, *name.split("/")), "rb") as file:
            return file.read()
    except OSError as error:
        raise Wrong("%s cannot be read: %s" % (name, error.strerror))


def read_text(folder, name):
    try:
        return read_bytes(folder, name).decode("utf-8")
    except UnicodeDecodeError:
        raise Wrong("%s is not UTF-8" % name)


def read_json(folder, name):
    try:
        return json.loads(read_text(folder, name), object_pairs_hook=no_twins)
    except ValueError as error:
        raise Wrong("%s is no JSON: %s" % (name, error))


FORMULA = set("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")


def harmful(cell):
    """Undoes the apostrophe in front of what a spreadsheet could run as a formula."""
    rest = cell.lstrip("'")
    return cell[1:] if cell.startswith("'") and rest[:1] in FORMULA and rest else cell


def read_table(folder, name):
    """The rows of a CSV as dictionaries, one after the other."""
    try:
        with open(os.path.join(folder, *name.split("/")), encoding="utf-8", newline="") as file:
            rows = csv.reader(file, strict=True)
            head = next(rows, None)
            if not head:
                raise Wrong("%s has no head" % name)
            for row in rows:
                if len(row) != len(head):
                    raise Wrong("%s, line %d: %d cells under %d heads" % (name, rows.line_num, len(row), len(head)))
                yield dict(zip(head, map(harmful, row)))
    except OSError as error:
        raise Wrong("%s cannot be read: %s" % (name, error.strerror))
    except (csv.Error, UnicodeDecodeError) as error:
        raise Wrong("%s is no table: %s" % (name, error))


def column(field):
    """The name of a field in the lines: dueOn is due_on."""
    return re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), field)


def same(left, right):
    """Whether two values of JSON are the same; numbers by their value, however they are written."""
    if isinstance(left, bool) or isinstance(right, bool) or left is None or right is None:
        return left is right
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return float(left) == float(right)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[name], right[name]) for name in left)
    return type(left) is type(right) and left == right


MOMENT = re.compile(r"(\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?\+00:00")


def shown_as(value, told):
    """Whether the pack shows the value of a line so: instants of the database are told in milliseconds."""
    if isinstance(value, str) and isinstance(told, str) and value != told:
        match = MOMENT.fullmatch(value)
        return bool(match) and "%s.%sZ" % (match[1], ((match[2] or "") + "000")[:3]) == told
    return same(value, told)


def cell_shows(cell, value):
    if value is None:
        return cell == ""
    if isinstance(value, bool):
        return cell == ("true" if value else "false")
    try:
        if isinstance(value, (int, float)):
            return float(cell) == float(value)
        if isinstance(value, (list, dict)):
            return same(json.loads(cell), value)
    except ValueError:
        return False
    return cell == value


# --- What was found --------------------------------------------------------------------------------------------------


class Level:
    def __init__(self, number):
        self.number = number
        self.failures = []
        self.failed = 0
        self.remarks = []
        self.unchecked = None
        self.found = ""

    def fail(self, text):
        self.failed += 1
        if self.failed <= SHOWN_FAILURES:
            self.failures.append(text)

    def state(self):
        return "FAIL" if self.failed else "NOT CHECKED" if self.unchecked else "OK"


class Verification:
    """All levels over one pack; `run` goes through them in their order."""

    def __init__(self, folder, key=None, previous=None):
        self.folder = folder
        self.key = key
        self.previous = previous
        self.levels = [Level(number) for number in range(1, 7)]
        self.files = {}
        self.restrictions = []

    def run(self):
        for level, check in zip(
            self.levels,
            (
                self.check_files,
                self.check_issuer,
                self.check_log,
                self.check_records,
                self.check_completeness,
                self.check_previous,
            ),
        ):
            try:
                check(level)
            except Wrong as wrong:
                level.fail(str(wrong))
            except (ArithmeticError, AttributeError, IndexError, KeyError, OSError, RecursionError, TypeError, ValueError) as error:
                level.fail("something is not in the form of a pack: %s %s" % (type(error).__name__, error))
        broken = next((level for level in self.levels if level.failed), None)
        for level in self.levels:
            if broken and level.number > broken.number and level.state() == "OK":
                level.unchecked = "by itself nothing is wrong, but it rests on level %d, which fails" % broken.number
        return self

    # -- 1: the files ------------------------------------------------------------------------------------------------

    def check_files(self, level):
        listed = {}
        for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
            text = read_text(self.folder, manifest)
            if not text.endswith("\n"):
                level.fail("%s does not end with a line" % manifest)
            for number, line in enumerate(text.split("\n")[:-1], 1):
                match = re.fullmatch(r"([0-9a-f]{64})  ([\x21-\x7e]+)", line)
                if not match:
                    level.fail("%s, line %d names no file" % (manifest, number))
                elif (manifest == "manifest-sha256.txt") != match[2].startswith("data/"):
                    level.fail("%s, line %d: %s does not belong there" % (manifest, number, match[2]))
                elif match[2] in listed:
                    level.fail("%s, line %d: %s stands twice" % (manifest, number, match[2]))
                else:
                    listed[match[2]] = match[1]
        self.files, present, count, payload = listed, set(), 0, [0, 0]
        for parent, folders, names in os.walk(self.folder):
            for name in folders + names:
                path = os.path.join(parent, name)
                relative = os.path.relpath(path, self.folder).replace(os.sep, "/")
                if os.path.islink(path):
                    level.fail("%s is a link, not a file" % relative)
                    present.add(relative)
                elif name in names:
                    present.add(relative)
        for name in sorted(present - listed.keys() - {"tagmanifest-sha256.txt", *SIGNATURES}):
            level.fail("%s is in no manifest: it was added" % name)
        for name in sorted(listed.keys() - present):
            level.fail("%s is missing" % name)
        for name in sorted(listed.keys() & present):
            digest, size = file_digest(os.path.join(self.folder, *name.split("/")))
            count += 1
            if name.startswith("data/"):
                payload = [payload[0] + size, payload[1] + 1]
            if digest != listed[name]:
                level.fail("%s was changed" % name)
        if read_bytes(self.folder, "bagit.txt") != b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
            level.fail("bagit.txt is not that of a BagIt 1.0 bag")
        if "\nPayload-Oxum: %d.%d\n" % tuple(payload) not in "\n" + read_text(self.folder, "bag-info.txt"):
            level.fail("bag-info.txt: Payload-Oxum is not that of the %d files of %d bytes" % (payload[1], payload[0]))
        level.found = "%d files" % count

    # -- 2: who issued them ------------------------------------------------------------------------------------------

    def check_issuer(self, level):
        text = read_bytes(self.folder, "tagmanifest-sha256.txt")
        ssh_key = ssh_signature_key(read_bytes(self.folder, "tagmanifest-sha256.txt.sig"), text)
        name = "keys/pack-p256.pem"
        der = pem_content(read_bytes(self.folder, name), name)
        if not p256_verifies(der, name, text, read_bytes(self.folder, "tagmanifest-sha256.txt.p256")):
            level.fail("tagmanifest-sha256.txt is not the text that was signed in tagmanifest-sha256.txt.p256")
        if self.key is None:
            level.unchecked = (
                "the signature is that of the key in the pack itself, %s. THAT PROVES NOTHING ABOUT WHO MADE THE PACK: "
                "whoever forges one puts their own key into it" % fingerprint(ssh_key)
            )
            return
        signer, line = self.key.find(ssh_key)
        if signer is None:
            raise Wrong(
                "the pack was signed with the key %s, which is not %s: somebody else made it, or the key was replaced "
                "and you have not been told the new one" % (fingerprint(ssh_key), self.key.words())
            )
        level.found = "%s%s" % (signer + " " if signer else "", fingerprint(ssh_key))
        self.check_stamp(level, "tagmanifest-sha256.txt.tsr", text)
        answer = ask_ssh_keygen(self.folder, signer, line) if line else None
        if answer is not None and answer != 0:
            level.fail("ssh-keygen refuses the signature: %s" % answer)
        elif answer == 0:
            level.found += ", ssh-keygen says the same"

    def check_stamp(self, level, name, text):
        """That a time stamp, where there is one, is about the text. Its signature is for openssl: see README.txt."""
        if not os.path.exists(os.path.join(self.folder, *name.split("/"))):
            return
        if hashlib.sha256(text).digest() not in read_bytes(self.folder, name):
            level.fail("%s is a time stamp of something else" % name)
        else:
            level.remarks.append("%s says when; who says so, openssl ts -verify shows" % name)

    # -- 3: the log --------------------------------------------------------------------------------------------------

    def check_log(self, level):
        history = read_json(self.folder, "keys/key-history.json")
        keys = [base64.b64decode(one["publicKey"], validate=True) for one in history["log"]]
        for one, key in zip(history["log"], keys):
            if one["fingerprint"] != fingerprint(ssh_field(b"ssh-ed25519") + ssh_field(key)):
                level.fail("keys/key-history.json: %s is not the fingerprint of its key" % one["fingerprint"])
        self.log_keys = keys
        last = Checkpoint(read_text(self.folder, "data/log/checkpoint"), "data/log/checkpoint")
        vkey = read_text(self.folder, "keys/log.vkey")
        newest = keys[-1]
        named = hashlib.sha256(last.origin.encode() + b"\n\x01" + newest).hexdigest()[:8]
        if vkey != "%s+%s+%s\n" % (last.origin, named, base64.b64encode(b"\x01" + newest).decode()):
            level.fail("keys/log.vkey is not the newest key of keys/key-history.json for the log of the checkpoint")
        if last.signed_by([newest]) is None:
            level.fail("data/log/checkpoint is not signed by the key in keys/log.vkey")
        if not last.origin.startswith(history["instance"] + "/o/"):
            level.fail("data/log/checkpoint is not of the installation %s" % history["instance"])
        self.scope = read_json(self.folder, "data/scope.json")
        if self.scope["origin"] != last.origin:
            level.fail("data/scope.json speaks of another log than data/log/checkpoint")
        self.epochs = self.read_epochs(level, last)
        self.anchors = self.read_anchors(level)
        # The log is read once, for this level and the ones above it.
        self.log = Log(self, last)
        self.log.read(level, self.levels[3])
        self.check_anchors(level)
        level.found = "%d lines of %s" % (last.size, last.origin)
        if len(self.epochs) > 1:
            level.remarks.append(
                "the log was begun anew %d times; data/log/epochs.json tells why" % (len(self.epochs) - 1)
            )

    def read_anchors(self, level):
        """Checkpoints that were mailed or stamped before this pack; earlier packs do not have the table."""
        name, anchors = "data/log/anchors.csv", []
        for row in read_table(self.folder, name) if name in self.files else ():
            anchor = Anchor(row["origin"], int(row["size"]), row["root"], "%s of %s" % (row["kind"], row["madeAt"]))
            anchors.append(anchor)
            if not row["path"]:
                continue
            stem = "data/log/anchors/%s" % row["id"]
            point = Checkpoint(read_text(self.folder, stem + ".checkpoint"), stem + ".checkpoint")
            if (point.origin, point.size, point.root) != (anchor.origin, anchor.size, base64.b64decode(row["root"])):
                level.fail("%s.checkpoint is not the one that %s names" % (stem, name))
            if row["path"] != stem + ".tsr" or point.signed_by(self.log_keys) is None:
                level.fail("%s.checkpoint is not signed by a key of keys/key-history.json" % stem)
            self.check_stamp(level, row["path"], point.note.encode())
        return anchors

    def check_anchors(self, level):
        for anchor in self.anchors:
            epoch = next((one for one in self.epochs if one["origin"] == anchor.origin), None)
            if epoch is not None and anchor.size <= epoch["size"]:
                if not anchor.fits(self.log.roots.get((anchor.origin, anchor.size))):
                    level.fail("the first %d lines are not those of the %s" % (anchor.size, anchor.words))
            elif self.restart_after(anchor) is None:
                level.fail("the %s is over lines that the log does not have" % anchor.words)
        if self.anchors:
            level.remarks.append(
                "%d checkpoints that were mailed or stamped before are beginnings of it: data/log/anchors.csv"
                % len(self.anchors)
            )

    def read_epochs(self, level, last):
        epochs, first = [], 0
        for told in read_json(self.folder, "data/log/epochs.json")["epochs"]:
            name = "data/log/epochs.json, epoch %s" % told["epoch"]
            point = Checkpoint(told["checkpoint"], name)
            if (point.origin, point.size) != (told["origin"], told["size"]) or told["first"] != first:
                level.fail("%s does not fit its checkpoint" % name)
            if epoch_of(point.origin) != told["epoch"] or log_of(point.origin) != log_of(last.origin):
                level.fail("%s is of another log" % name)
            if point.signed_by(self.log_keys) is None:
                level.fail("%s: its checkpoint is not signed by a key of keys/key-history.json" % name)
            if epochs and epochs[-1]["epoch"] >= told["epoch"]:
                level.fail("%s does not follow the one before" % name)
            if (told["restart"] is None) == (told["epoch"] > 1):
                level.fail("%s does not tell why it was begun" % name)
            epochs.append(dict(told, point=point))
            first += point.size
        if not epochs or epochs[-1]["point"].note != last.note:
            level.fail("data/log/epochs.json does not end with data/log/checkpoint")
        return epochs

    # -- 4: the records ----------------------------------------------------------------------------------------------

    def check_records(self, level):
        self.need_log()
        log, folder = self.log, self.folder
        self.by_passkey = 0
        self.challenges, self.passkey_parts = set(), False
        names = {}
        for row in read_table(folder, "data/tables/names.csv"):
            if row["id"] in names:
                level.fail("data/tables/names.csv: %s stands twice" % row["id"])
            names[row["id"]] = row["name"]
        self.check_attachments(level)
        for name in sorted(log.record_files):
            try:
                self.check_record(level, name, names)
            except Wrong as wrong:
                level.fail(str(wrong))
            except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
                level.fail("%s is not in the form of a record: %s %s" % (name, type(error).__name__, error))
        self.check_tables(level)
        self.check_strays(level)
        self.check_redactions(level)
        self.check_restarts(level)
        signatures = sum(name.startswith("data/records/signature/") for name in log.record_files)
        if self.passkey_parts:
            self.restrictions.append(
                "That the passkeys signed the parts of a record too, such as a check of effectiveness: their statements "
                "name the version of the record, and which parts belonged to it the organisation says"
            )
        by_passkey = " (%d by passkey)" % self.by_passkey if self.by_passkey else ""
        level.found = "%d records in %d versions, %d signatures of people%s, %d attachments" % (
            len(log.record_files) - signatures,
            log.versions,
            signatures,
            by_passkey,
            len(log.attachments),
        )
        known = re.compile(
            r"data/(index\.html|omissions\.csv|scope\.json|ro-crate-metadata\.json|"
            r"log/(entries\.ndjson|disclosures\.ndjson|redactions\.csv|not-selected\.csv|anchors\.csv|checkpoint|epochs\.json)|"
            r"log/anchors/[0-9a-f-]{36}\.(checkpoint|tsr)|"
            r"records/.*|tables/.*|attachments/.*)"
        )
        unknown = sorted(name for name in self.files if name.startswith("data/") and not known.fullmatch(name))
        if unknown:
            level.remarks.append(
                "this program does not know these files and did not look into them: %s" % ", ".join(unknown)
            )

    def need_log(self):
        if not getattr(self, "log", None) or not self.log.complete:
            raise Wrong("the log could not be read to its end")

    def check_record(self, level, name, names):
        """The file of a record: its latest version, the list of all, its attachments and signatures."""
        record, (kind, rid) = read_json(self.folder, name), name[13:-5].split("/")
        newest = self.log.newest(kind, rid)
        if newest is None:
            raise Wrong("%s: the log has no line of this record" % name)
        if (record["type"], record["id"]) != (kind, rid):
            level.fail("%s tells of another record" % name)
        if len(record["versions"]) != newest[0]:
            level.fail("%s tells of %d versions, the log of %d" % (name, len(record["versions"]), newest[0]))
        state_version = 0
        for number, told in enumerate(record["versions"], 1):
            file = "records/%s/%s/versions/%d.json" % (kind, rid, number)
            version = read_json(self.folder, "data/" + file)
            content = {field: value for field, value in version.items() if field not in ("type", "id", "record")}
            if (version["type"], version["id"]) != (kind, rid) or not same(dict(content, file=file), told):
                level.fail("%s and data/%s say different things" % (name, file))
            if told["actor"][:2] in ("p:", "k:") and names.get(told["actor"][2:], told["actor"]) != told["actorName"]:
                level.fail("data/%s: %s is not the name of %s" % (file, told["actorName"], told["actor"]))
            if "state" in version["changed"]:
                state_version = number
        if not same(record["record"], version["record"]):
            level.fail("%s does not show its last version" % name)
        if record["changedSinceState"] != (0 < state_version < newest[0]):
            level.fail("%s is wrong about a change after its last state" % name)
        fields = self.log.attachment_fields
        told = [{field: one[field] for field in fields} for one in record["attachments"]]
        rows = [one for one in self.log.attachments.values() if one["row"]["recordId"] == rid]
        if len(told) != len(rows) or not all(
            cell_shows(one["row"][field], other[field]) for one, other in zip(rows, told) for field in fields
        ):
            level.fail("%s has other attachments than data/tables/attachments.csv" % name)
        signed = [one for one in self.log.signatures.values() if one["recordId"] == rid and one["recordType"] == kind]
        told = {one["id"]: one for one in record["signatures"]}
        if len(told) != len(record["signatures"]) or told.keys() != {one["id"] for one in signed}:
            level.fail("%s tells of other signatures than data/records/signature/" % name)
        for one in signed:
            shown = told.get(one["id"], {})
            own = {field: value for field, value in one.items() if field != "parts"}
            rest = shown.keys() - own.keys()
            if not all(same(shown.get(field), value) for field, value in own.items()) or shown["partCount"] != len(
                one["parts"]
            ):
                level.fail("%s tells the signature %s otherwise than its own file" % (name, one["id"]))
            if not shown["intact"] or shown["changedSince"] != bool(shown["changes"]):
                level.fail(
                    "%s: the signature %s is told not to be of its line, or its changes are not" % (name, one["id"])
                )
            if rest - {"partCount", "intact", "changedSince", "changes"}:
                level.fail("%s tells more about the signature %s than is known" % (name, one["id"]))
        if kind == "signature":
            self.check_signature(level, name, record["record"], rid)

    def check_signature(self, level, name, one, rid):
        """A person's signature is bound to a version by the leaf of its line, and given by the person who acted."""
        lines = self.log.signed_lines
        line = lines.get((one["recordType"], one["recordId"], one["recordVersion"]))
        if line is None:
            level.fail(
                "%s: the line that was signed, version %s of %s %s, is not shown"
                % (name, one["recordVersion"], one["recordType"], one["recordId"])
            )
        elif line != (one["lineId"], one["digest"]):
            level.fail(
                "%s is not of version %s of %s %s: its digest is of another line"
                % (name, one["recordVersion"], one["recordType"], one["recordId"])
            )
        for part in one["parts"]:
            line = lines.get((part["recordType"], part["recordId"], part["version"]))
            if line is None:
                self.log.parts_not_shown += 1
            elif line[1] != part["digest"]:
                level.fail("%s: the part %s %s is of another line" % (name, part["recordType"], part["recordId"]))
        first = self.log.line_at(self.log.states[self.log.key("signature", rid)][2])
        if first["actor"] != "p:" + one["personId"]:
            level.fail("%s was given by %s in the name of %s" % (name, first["actor"], one["personId"]))
        if one["method"] == "passkey":
            self.check_passkey(level, name, one)

    def check_passkey(self, level, name, one):
        """A passkey signed the statement, which names what the person saw and said (WebAuthn level 3, 7.2)."""
        statement = json.loads(one["statement"], object_pairs_hook=no_twins)
        seen = statement["record"]
        line = self.log.signed_lines.get((seen["type"], seen["id"], seen["version"]))
        about = (statement["for"], statement["person"], statement["meaning"], statement["sentence"])
        if (
            about != ("signature", one["personId"], one["meaning"], one["sentence"])
            or (seen["type"], seen["id"]) != (one["recordType"], one["recordId"])
            or one["recordVersion"] - seen["version"] not in (0, 1)
            or line is None
            or line[1] != seen["line"]
        ):
            level.fail("%s: the statement that the passkey signed says something else" % name)
        client, data = base64url(one["clientData"]), base64url(one["authenticatorData"])
        told = json.loads(client)
        challenge = hashlib.sha256(one["statement"].encode()).digest()
        # User present, user verified.
        if told["type"] != "webauthn.get" or base64url(told["challenge"]) != challenge or data[32] & 5 != 5:
            level.fail("%s: the passkey answered another question, or did not look who asks" % name)
        der = base64.b64decode(one["publicKey"], validate=True)
        verifies = p256_verifies if der.startswith(P256_DER) else rsa_verifies
        message = data + hashlib.sha256(client).digest()
        if not verifies(der, name, message, base64url(one["assertion"])):
            level.fail("%s: the passkey has not signed this" % name)
        if challenge in self.challenges:
            level.fail("%s: the passkey signed this for another signature" % name)
        self.challenges.add(challenge)
        self.by_passkey += 1
        self.passkey_parts = self.passkey_parts or len(one["parts"]) > 0

    def check_attachments(self, level):
        """Each row of attachments.csv is what the lines of attachment and file say; each content has its digest."""
        log, contents = self.log, set()
        omitted = {
            row["id"]: row for row in read_table(self.folder, "data/omissions.csv") if row["type"] == "attachment"
        }
        for aid, one in log.attachments.items():
            row, attachment, file = (
                one["row"],
                log.images.get(("attachment", aid)),
                log.images.get(("file", one["row"]["fileId"])),
            )
            name = "data/tables/attachments.csv, %s" % aid
            if attachment is None or file is None:
                level.fail("%s: the log does not tell of the attachment and its file" % name)
                continue
            for field in log.attachment_fields:
                if field in ("path", "id"):
                    continue
                image = file if field in ("sha256", "bytes", "mediaType", "originalName", "receivedAt") else attachment
                value = image["row"].get(column(field))
                cell = row[field]
                if not (cell_shows(cell, value) or (isinstance(value, str) and shown_as(value, cell))):
                    level.fail("%s: %s is not what the log says" % (name, field))
            if row["path"]:
                contents.add("data/" + row["path"])
                if not row["path"].startswith("attachments/%s." % row["sha256"]):
                    level.fail("%s: %s is the path of another content" % (name, row["path"]))
                elif self.files.get("data/" + row["path"]) != row["sha256"]:
                    level.fail("%s: data/%s is not the content that the log tells of" % (name, row["path"]))
            elif aid not in omitted:
                level.fail("%s: its content is not in the pack, and data/omissions.csv does not say why" % name)
            elif omitted[aid]["reason"] == "attachment-erased" and row["sha256"] not in log.erased_files:
                level.fail("%s: no erasure on record explains why its content is not there" % name)
            elif omitted[aid]["reason"] == "attachment-void" and not row["voidedOn"]:
                level.fail("%s: it is left out as void, and the log does not say that it is" % name)
        for name in sorted(name for name in self.files if name.startswith("data/attachments/")):
            if name not in contents:
                level.fail("%s belongs to no row of data/tables/attachments.csv" % name)

    def check_strays(self, level):
        """Nothing stands among records and tables but what was compared with the log."""
        kinds = {name.split("/")[2] for name in self.log.record_files} | {"attachments", "names"}
        version = re.compile(r"(data/records/([a-z_]+)/([0-9a-f-]{36}))/versions/([1-9][0-9]{0,8})\.json")
        for name in sorted(self.files):
            if name.startswith("data/records/") and name not in self.log.record_files:
                match = version.fullmatch(name)
                newest = self.log.newest(match[2], match[3]) if match and match[1] + ".json" in self.files else None
                known = newest is not None and int(match[4]) <= newest[0]
            elif name.startswith("data/tables/"):
                match = re.fullmatch(r"data/tables/([a-z0-9_]+)\.(?:csv|schema\.json)", name)
                known = match is not None and match[1] in kinds
            else:
                continue
            if not known:
                level.fail("%s belongs to nothing that the log tells of" % name)

    def check_tables(self, level):
        by_kind = {}
        for name in self.log.record_files:
            kind, rid = name[13:-5].split("/")
            by_kind.setdefault(kind, set()).add(rid)
        tables = {name[12:-4] for name in self.files if re.fullmatch(r"data/tables/[a-z0-9_]+\.csv", name)}
        for kind in sorted(by_kind.keys() - tables):
            level.fail("data/tables/%s.csv is missing" % kind)
        for kind in sorted(tables - by_kind.keys() - {"attachments", "names"}):
            level.fail("data/tables/%s.csv: there are no records of this kind in data/records/" % kind)
        for kind in sorted(by_kind.keys() & tables):
            name, left = "data/tables/%s.csv" % kind, set(by_kind[kind])
            try:
                fields = [one["name"] for one in read_json(self.folder, "data/tables/%s.schema.json" % kind)["fields"]]
                for row in read_table(self.folder, name):
                    rid = row.get("id", "")
                    if rid not in left:
                        level.fail("%s: %s stands twice, or is not in data/records/" % (name, rid))
                        continue
                    left.discard(rid)
                    record = read_json(self.folder, "data/records/%s/%s.json" % (kind, rid))["record"]
                    if list(row) != fields or row.keys() != record.keys():
                        level.fail("%s has other columns than its records have fields" % name)
                        break
                    for field, cell in row.items():
                        if not cell_shows(cell, record[field]):
                            level.fail("%s, %s: %s is not what the record says" % (name, rid, field))
            except Wrong as wrong:
                level.fail(str(wrong))
            for rid in sorted(left):
                level.fail("%s does not have %s" % (name, rid))

    def check_redactions(self, level):
        told = {}
        for row in read_table(self.folder, "data/log/redactions.csv"):
            told[(int(row["line"]), row["field"], row["digest"])] = row
        for key, (kind, rid, version) in self.log.missing.items():
            line, field, digest = key
            words = "line %d: %s of %s %s, version %d, is not disclosed" % (line, field, kind, rid, version)
            redaction = self.log.erased.get(digest)
            if redaction is None:
                level.fail(words + ", and no erasure on record explains it")
            elif key not in told or told[key]["redaction"] != redaction:
                level.fail(words + ", and data/log/redactions.csv does not tell of the erasure %s" % redaction)
        for key in told.keys() - self.log.missing.keys():
            level.fail("data/log/redactions.csv tells of a text in line %d that is not missing" % key[0])
        if self.log.missing:
            level.remarks.append("%d texts were erased; data/log/redactions.csv names each" % len(self.log.missing))

    def check_restarts(self, level):
        """Each new epoch begins with the line that says so, and binds it to the tree before."""
        for number, epoch in enumerate(self.epochs):
            if epoch["restart"] is None:
                continue
            name, told = "data/log/epochs.json, epoch %d" % epoch["epoch"], epoch["restart"]
            first = self.log.line_number(epoch["first"])
            image = self.log.images.get(("log_epoch", told["id"]))
            if first is None or (first["rt"], first["rid"]) != ("log_epoch", told["id"]) or image is None:
                level.fail("%s: its first line does not tell of the restart" % name)
                continue
            row = image["row"]
            if row.get("origin") != epoch["origin"] or row.get("epoch") != epoch["epoch"]:
                level.fail("%s: its first line tells of another restart" % name)
            confirmed = ("confirmedBy", "confirmedAt", "countersignedBy", "countersignedAt")
            for field in ("createdAt", "previousOrigin", "databaseCheckpoint", "lastCheckpoint", "reason") + confirmed:
                if not shown_as(row.get(column(field)), told.get(field)):
                    level.fail("%s: %s is not what its lines say" % (name, field))
            known = len({told.get("confirmedBy"), told.get("countersignedBy")} - {None})
            who = ("nobody", "one person", "two people")[known]
            level.remarks.append("%s: %s of the organisation confirmed the restart" % (name, who))
            before = self.epochs[number - 1]["point"] if number else None
            if told["databaseCheckpoint"] and (before is None or before.note != told["databaseCheckpoint"]):
                level.fail("%s: the checkpoint before it is not the one that its first line names" % name)

    # -- 5: completeness ---------------------------------------------------------------------------------------------

    def check_completeness(self, level):
        self.need_log()
        log, scope, asked = self.log, self.scope, self.scope["scope"]
        top = {one["name"] for one in scope["kinds"]}
        parts = {part for one in scope["kinds"] for part in one["parts"]}
        covered = top | parts | {"attachment", "file", "signature"}
        if asked.get("recordTypes") and not top <= set(asked["recordTypes"]):
            level.fail("data/scope.json covers other kinds than those that were asked for")
        for name in sorted(log.record_files):
            if name.split("/")[2] not in covered:
                level.fail("%s is of a kind that data/scope.json does not cover" % name)
        if scope["siteIds"] is None and log.hidden:
            for index in log.hidden_first:
                level.fail(
                    "line %d is not shown, although the pack was made for somebody who may see all sites" % index
                )
            level.failed += log.hidden - len(log.hidden_first)
        # What the lines do not show, so that the organisation's word stands for it.
        unsure = [field for field in ("from", "to", "disciplines", "clauses", "auditIds") if asked.get(field)]
        outside = unsure + ["siteIds"] * bool(asked.get("siteIds"))
        narrowed = [field for field in ("disciplines", "auditIds") if asked.get(field)]
        every_kind = not narrowed and not asked.get("recordTypes")
        omitted = {row["id"]: row for row in read_table(self.folder, "data/omissions.csv")}
        unselected = {row["id"]: row["type"] for row in read_table(self.folder, "data/log/not-selected.csv")}
        records, followers, beyond, unproved = {}, {}, {}, set()
        named = sum(row["type"] in top for row in omitted.values())
        for (kind, rid), state in log.records():
            site = log.sites[state[4]]
            if kind not in covered:
                beyond[kind] = beyond.get(kind, 0) + 1
                if kind in IN_NO_PACK or (asked.get("recordTypes") and kind not in asked["recordTypes"]):
                    continue
                if narrowed:
                    unproved.add(kind)
                else:
                    self.fail_omitted(level, state, kind, rid, site, "its kind was asked for, and is not covered")
                continue
            if log.in_pack(kind, rid) or (rid in omitted and omitted[rid]["type"] == kind):
                continue
            elsewhere = bool(asked.get("siteIds")) and site is not None and site not in asked["siteIds"]
            if kind in top and (elsewhere or (unsure and unselected.get(rid) == kind)):
                records[kind] = records.get(kind, 0) + 1
            elif kind not in top and (elsewhere or unselected.get(rid) == kind):
                followers.setdefault(kind, []).append((state, rid, site))
            else:
                words = "it is in scope, and neither in the pack nor named as left out"
                self.fail_omitted(level, state, kind, rid, site, words)
        if not records and not named and every_kind:
            # No record was left out, so no part of one can have been left out with it.
            for kind in sorted(followers.keys() & parts):
                for state, rid, site in followers.pop(kind):
                    words = "it is part of a record, and all records are in the pack"
                    self.fail_omitted(level, state, kind, rid, site, words)
        level.found = "%d records of the log, %d of them in the pack" % (len(log.states), log.packed)
        self.tell_omissions(level, omitted, records, {kind: len(all_of) for kind, all_of in followers.items()}, outside)
        if unsure and records:
            self.restrictions.append(
                "That what was left out really is outside of %s: a line shows kind, site and time, not these"
                % ", ".join(unsure)
            )
        if followers:
            self.restrictions.append(
                "That the parts, attachments and signatures which were left out belong to no record in the pack"
            )
        if unproved:
            self.restrictions.append(
                "That the kinds which the pack does not cover really are outside of %s: %s"
                % (", ".join(narrowed), ", ".join(sorted(unproved)))
            )
        if beyond:
            level.remarks.append("kinds that the pack does not cover: %s" % counted(beyond))
        if scope["siteIds"] is not None:
            sites = ", ".join(scope["siteIds"])
            words = "%d lines are in the pack by their hashes only" % log.hidden
            level.remarks.append("%s: of other sites than %s, or of kinds that no pack holds" % (words, sites))
            self.restrictions.append("Completeness beyond the sites that are shown (%s): %s" % (sites, words))

    def fail_omitted(self, level, state, kind, rid, site, words):
        day = self.log.line_at(state[2])["at"][:10]
        place = "site " + site if site else "the whole organisation"
        level.fail("line %d: %s %s, %s, recorded on %s: %s" % (state[1], kind, rid, place, day, words))

    def tell_omissions(self, level, omitted, records, followers, outside):
        reasons = {}
        for row in omitted.values():
            reasons[row["reason"]] = reasons.get(row["reason"], 0) + 1
        if reasons:
            level.remarks.append(
                "in scope and left out, each named in data/omissions.csv; the reason is the organisation's word: %s"
                % counted(reasons)
            )
        if records:
            level.remarks.append("left out as outside of %s: %s" % (", ".join(outside), counted(records)))
        if followers:
            level.remarks.append("left out as belonging to no record in the pack: %s" % counted(followers))
        if records or followers:
            level.remarks.append("data/log/not-selected.csv and the lines name each of these")

    # -- 6: an earlier pack ------------------------------------------------------------------------------------------

    def check_previous(self, level):
        if self.previous is None:
            level.unchecked = "no earlier pack was given (--previous)"
            self.restrictions.append(
                "That the log was not rewritten before this pack was made: for that, keep this pack and give it as "
                "--previous next time"
            )
            return
        self.need_log()
        old = self.previous
        point = old.point
        if point.origin is None:
            if not any(point.fits(self.log.roots.get((one["origin"], point.size))) for one in self.epochs):
                raise Wrong("the first %d lines are not those of %s" % (point.size, point.words))
            level.found = "tree 1..%d has the root of %s" % (point.size, point.words)
            return
        words = "the earlier pack of %d lines of %s" % (point.size, point.origin)
        if old.folder is not None and self.key is not None:
            old.assert_issued_by(self.key)
        if point.signed_by(self.log_keys) is None:
            level.fail("%s: its checkpoint is not signed by a key of keys/key-history.json" % words)
        epoch = next((one for one in self.epochs if one["origin"] == point.origin), None)
        if epoch is None:
            lost = self.restart_after(point)
            if lost is None:
                raise Wrong("%s is of another log than this pack" % words)
            level.found = "%s: lost in the restart of the log that epoch %d tells of" % (words, lost["epoch"])
            self.restrictions.append("The lines of the earlier pack: the restart says that its epoch was lost")
            return
        if point.size <= epoch["size"]:
            if self.log.roots.get((point.origin, point.size)) != point.root:
                where = old.first_difference(self.folder, epoch, point.size)
                raise Wrong("%s is no beginning of this one: %s" % (words, where))
            level.found = "tree 1..%d of the earlier pack is a prefix" % point.size
            return
        lost = self.restart_after(point)
        if lost is None:
            raise Wrong(
                "%s is longer than this one, which has %d: this pack is older, or the log was set back"
                % (words, epoch["size"])
            )
        if old.folder is None:
            raise Wrong(
                "%s: %d of its lines were lost; give the whole earlier pack to compare the rest"
                % (words, point.size - epoch["size"])
            )
        where = old.first_difference(self.folder, epoch, epoch["size"])
        if where:
            raise Wrong("%s is no beginning of this one: %s" % (words, where))
        level.found = (
            "tree 1..%d of the earlier pack is a prefix; lines %d to %d were lost in a restart that epoch %d tells of"
            % (epoch["size"], epoch["size"] + 1, point.size, lost["epoch"])
        )
        self.restrictions.append(
            "Lines %d to %d of the earlier pack: the restart says that they were lost, in the organisation's words"
            % (epoch["size"] + 1, point.size)
        )

    def restart_after(self, point):
        """The restart that explains why lines under this checkpoint are gone: it names one at least as large."""
        for epoch in self.epochs:
            note = (epoch["restart"] or {}).get("lastCheckpoint")
            last = Checkpoint(note, "the last checkpoint of epoch %d" % epoch["epoch"]) if note else None
            if last and last.origin == point.origin and last.size >= point.size and last.signed_by(self.log_keys):
                return epoch
        return None


# --- The log ---------------------------------------------------------------------------------------------------------


SMALL_KINDS = ("attachment", "file", "log_epoch", "redaction")
HIDDEN = re.compile(rb'"([A-Za-z0-9+/]{43}=)"')
# A line as the database writes it, for speed: any other is read as JSON. Log, prev, rid, rt, site, ver.
USUAL = re.compile(
    rb'\{"act":"[^"\\]*","actor":"[^"\\]*","at":"[^"\\]*","id":"[^"\\]*","log":"([^"\\]*)","p":"[^"\\]*",'
    rb'"pd":\{[^{}\\]*\},"prev":(?:null|"([0-9a-f]{64})"),"req":(?:null|"[^"\\]*"),"rid":"([0-9a-f-]{36})",'
    rb'"rt":"([a-z0-9_]+)","site":(?:null|"([0-9a-f-]{36})"),"v":1,"ver":([1-9][0-9]*),"via":"[a-z]+"\}'
)


class Log:
    """One pass over the lines and their disclosures. Of each record it keeps a few numbers, not its texts."""

    def __init__(self, verification, last):
        self.folder = verification.folder
        self.files = verification.files
        self.epochs = verification.epochs
        self.last = last
        # Roots of the first lines that are asked for: by log, the numbers of lines; and what they turn out to be.
        self.sought, self.roots = {}, {}
        points = verification.anchors + ([verification.previous.point] if verification.previous else [])
        for point in points:
            for origin in [point.origin] if point.origin else [epoch["origin"] for epoch in self.epochs]:
                self.sought.setdefault(origin, set()).add(point.size)
        self.complete = False
        self.size = self.hidden = self.versions = self.packed = self.parts_not_shown = 0
        self.hidden_first = []
        self.kinds, self.kind_names = {}, []
        self.site_numbers, self.sites = {None: 0}, [None]
        # Kind and id → version, index and offset of its first line, offset of its last line, number of its site, leaf.
        self.states = {}
        self.images = {}
        self.missing = {}
        self.erased, self.erased_files = {}, set()
        self.signed_lines = {}
        self.logs = set()
        self.record_files = {
            name for name in self.files if re.fullmatch(r"data/records/[a-z0-9_]+/[0-9a-f-]{36}\.json", name)
        }
        self.record_kinds = {name.split("/")[2] for name in self.record_files}
        self.attachment_fields = []
        self.attachments = {}
        self.attached_files = set()
        self.signatures = {}

    def sought_in(self, epoch):
        return self.sought.get(epoch["origin"], ()) if epoch else ()

    def key(self, kind, rid):
        number = self.kinds.setdefault(kind, len(self.kinds))
        if number == len(self.kind_names):
            self.kind_names.append(kind)
        return bytes([number]) + bytes.fromhex(rid.replace("-", ""))

    def newest(self, kind, rid):
        return self.states.get(self.key(kind, rid))

    def records(self):
        for key, state in self.states.items():
            digits = key[1:].hex()
            rid = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
            yield (self.kind_names[key[0]], rid), state

    def in_pack(self, kind, rid):
        if kind == "attachment":
            return rid in self.attachments
        if kind == "file":
            return rid in self.attached_files
        return kind in self.record_kinds and "data/records/%s/%s.json" % (kind, rid) in self.record_files

    def line_at(self, offset):
        with open(os.path.join(self.folder, "data", "log", "entries.ndjson"), "rb") as file:
            file.seek(offset)
            return json.loads(file.readline())

    def line_number(self, number):
        with open(os.path.join(self.folder, "data", "log", "entries.ndjson"), "rb") as file:
            for index, line in enumerate(file):
                if index == number:
                    return json.loads(line) if line.startswith(b"{") else None
        return None

    def read(self, seal, content):
        """Goes through the log; `seal` is told what contradicts the checkpoint, `content` what contradicts a line."""
        self.read_what_is_looked_for()
        try:
            disclosures = Disclosures(self.folder)
        except Wrong as wrong:
            content.fail(str(wrong))
            return
        epochs = iter(self.epochs)
        epoch, tree = next(epochs, None), Tree()
        sought = self.sought_in(epoch)
        offset = 0
        path = os.path.join(self.folder, "data", "log", "entries.ndjson")
        try:
            with open(path, "rb") as file, open(path, "rb") as self.earlier:
                for index, raw in enumerate(file):
                    while epoch and tree.size == epoch["size"]:
                        self.close(seal, epoch, tree)
                        epoch, tree = next(epochs, None), Tree()
                        sought = self.sought_in(epoch)
                    if raw[-1:] != b"\n":
                        seal.fail("data/log/entries.ndjson does not end with a line end")
                    line = raw[:-1] if raw[-1:] == b"\n" else raw
                    hidden = HIDDEN.fullmatch(line) if line[:1] == b'"' else None
                    leaf = base64.b64decode(hidden[1]) if hidden else leaf_hash(line)
                    tree.add(leaf)
                    if tree.size in sought:
                        self.roots[(epoch["origin"], tree.size)] = tree.root()
                    try:
                        waiting = disclosures.waiting
                        disclosed = disclosures.of(index) if waiting and waiting[0] <= index else ()
                        if not hidden:
                            self.look(content, index, offset, line, leaf, disclosed)
                        else:
                            self.hidden += 1
                            if len(self.hidden_first) < SHOWN_FAILURES:
                                self.hidden_first.append(index)
                            if disclosed:
                                content.fail(
                                    "data/log/disclosures.ndjson discloses line %d, which is not shown" % index
                                )
                    except Wrong as wrong:
                        content.fail(str(wrong))
                    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
                        content.fail(
                            "line %d is not in the form of a line: %s %s" % (index, type(error).__name__, error)
                        )
                    offset += len(raw)
                    self.size = index + 1
        except OSError as error:
            raise Wrong("data/log/entries.ndjson cannot be read: %s" % error.strerror)
        while epoch:
            self.close(seal, epoch, tree)
            epoch, tree = next(epochs, None), Tree()
        if self.size > sum(one["size"] for one in self.epochs):
            seal.fail(
                "data/log/entries.ndjson has lines after the %d that were signed"
                % sum(one["size"] for one in self.epochs)
            )
        try:
            disclosures.end()
        except Wrong as wrong:
            content.fail(str(wrong))
        for (kind, rid), image in self.images.items():
            if kind == "redaction":
                for digest in image["row"].get("digests") or []:
                    self.erased[digest] = rid
                self.erased_files.update(image["row"].get("file_digests") or [])
        self.complete = True

    def close(self, seal, epoch, tree):
        point = epoch["point"]
        if tree.size < point.size:
            seal.fail(
                "data/log/entries.ndjson: %d of the %d lines of %s are there" % (tree.size, point.size, point.origin)
            )
        elif tree.root() != point.root:
            seal.fail(
                "data/log/entries.ndjson: lines %d to %d have the root %s; the checkpoint of %s has %s: "
                "at least one was changed, added or taken away"
                % (
                    epoch["first"],
                    epoch["first"] + point.size - 1,
                    base64.b64encode(tree.root()).decode(),
                    point.origin,
                    base64.b64encode(point.root).decode(),
                )
            )

    def read_what_is_looked_for(self):
        for row in read_table(self.folder, "data/tables/attachments.csv"):
            self.attachment_fields = list(row)
            if row["id"] in self.attachments:
                raise Wrong("data/tables/attachments.csv: %s stands twice" % row["id"])
            self.attachments[row["id"]] = {"row": row}
            self.attached_files.add(row["fileId"])
        for name in sorted(self.record_files):
            if not name.startswith("data/records/signature/"):
                continue
            try:
                one = read_json(self.folder, name)["record"]
                self.signatures[one["id"]] = one
                self.signed_lines[(one["recordType"], one["recordId"], one["recordVersion"])] = None
                if one["method"] == "passkey":
                    seen = json.loads(one["statement"])["record"]
                    self.signed_lines[(seen["type"], seen["id"], seen["version"])] = None
                for part in one["parts"]:
                    self.signed_lines[(part["recordType"], part["recordId"], part["version"])] = None
            except (KeyError, TypeError, ValueError):
                raise Wrong("%s is no signature" % name)

    def look(self, content, index, offset, line, leaf, disclosed):
        usual = USUAL.fullmatch(line)
        if usual:
            log, prev, rid, kind, site, version = usual.groups()
            log, rid, kind, version = log.decode(), rid.decode(), kind.decode(), int(version)
            prev, site = prev and prev.decode(), site and site.decode()
        else:
            one = json.loads(line)
            log, prev, rid, kind, site, version = (one[name] for name in ("log", "prev", "rid", "rt", "site", "ver"))
        key = self.key(kind, rid)
        before = self.states.get(key)
        if version != (before[0] + 1 if before else 1):
            content.fail(
                "line %d: %s %s has version %s after version %d"
                % (index, kind, rid, version, before[0] if before else 0)
            )
        if prev != (before[5].hex() if before else None):
            content.fail("line %d: %s %s does not follow the version before it" % (index, kind, rid))
        if log not in self.logs:
            if log_of(log) != log_of(self.last.origin):
                content.fail("line %d is of another log, %s" % (index, log))
            self.logs.add(log)
        number = self.site_numbers.setdefault(site, len(self.sites))
        if number == len(self.sites):
            self.sites.append(site)
        first = (before[1], before[2]) if before else (index, offset)
        self.states[key] = (version, first[0], first[1], offset, number, leaf)
        if (kind, rid, version) in self.signed_lines:
            self.signed_lines[(kind, rid, version)] = (json.loads(line)["id"], leaf.hex())
        packed = self.in_pack(kind, rid)
        if packed and not before:
            self.packed += 1
        small = kind in SMALL_KINDS and (packed or kind in ("log_epoch", "redaction"))
        if packed or small or disclosed:
            self.look_into(content, index, json.loads(line), before, disclosed, packed, small)

    def look_into(self, content, index, one, before, disclosed, packed, small):
        kind, rid, version = one["rt"], one["rid"], one["ver"]
        digests = {one["p"]: "p", **{digest: name for name, digest in one["pd"].items()}}
        values = {}
        for digest, name, value in disclosed:
            if digests.get(digest) != name or name in values:
                raise Wrong("data/log/disclosures.ndjson: a disclosure does not belong to line %d" % index)
            values[name] = value
        if not packed and not small:
            raise Wrong(
                "data/log/disclosures.ndjson discloses line %d of %s %s, which is not in the pack" % (index, kind, rid)
            )
        earlier = {}
        if before:
            self.earlier.seek(before[3])
            earlier = json.loads(self.earlier.readline())["pd"]
        carried = {name for name, digest in one["pd"].items() if name not in values and earlier.get(name) == digest}
        missing = {name for name in {"p", *one["pd"]} if name not in values and name not in carried}
        if packed:
            for name in missing:
                self.missing[(index, name, one["p"] if name == "p" else one["pd"][name])] = (kind, rid, version)
        plain = values.pop("p", None) or {}
        reason = values.pop("@reason", None)
        row = dict(plain.get("after") or {}, **values)
        if kind in SMALL_KINDS:
            old = self.images.get((kind, rid), {"row": {}})["row"]
            row.update({name: old.get(name) for name in carried})
            self.images[(kind, rid)] = {"row": row}
            return
        self.versions += 1
        gone = self.check_version(content, index, one, row, plain, reason, carried, missing)
        # A text that was erased is missing from all lines that have its digest.
        for name in gone:
            self.missing[(index, name, one["pd"][name])] = (kind, rid, version)

    def check_version(self, content, index, one, row, plain, reason, carried, missing):
        """The file of a version shows what its line and its disclosures say."""
        kind, rid, version = one["rt"], one["rid"], one["ver"]
        name = "data/records/%s/%s/versions/%d.json" % (kind, rid, version)
        told = read_json(self.folder, name)
        for field in ("at", "actor", "via", "act"):
            if told[field] != one[field]:
                content.fail("%s: %s is not what line %d says" % (name, field, index))
        if (told["type"], told["id"], told["version"], told["line"]) != (kind, rid, version, index):
            content.fail("%s does not tell of line %d" % (name, index))
        if told["reason"] != reason:
            content.fail("%s: reason is not what line %d says" % (name, index))
        changed = [one for one in plain.get("changed") or [] if one != "org_id"]
        if sorted(map(column, told["changed"])) != sorted(changed):
            content.fail("%s: changed is not what line %d says" % (name, index))
        before = (
            read_json(self.folder, name[: -len("%d.json" % version)] + "%d.json" % (version - 1)) if carried else {}
        )
        erased_before = set(map(column, before.get("erased", [])))
        gone = {one for one in carried if one in erased_before}
        erased = (missing - {"p", "@reason"}) | gone
        if set(map(column, told["erased"])) != erased | (missing & {"@reason"}):
            content.fail("%s: erased is not what line %d says" % (name, index))
        fields = {column(field): field for field in told["record"]}
        if len(fields) != len(told["record"]):
            content.fail("%s has a field under two names" % name)
        for field, value in told["record"].items():
            place = column(field)
            if place in carried:
                right = same(before["record"].get(field), value)
            elif place in erased:
                right = value is None
            else:
                right = shown_as(row.get(place), value)
            if not right:
                content.fail("%s: %s is not what line %d says" % (name, field, index))
        for place in (row.keys() | carried | erased) - fields.keys() - {"org_id", "@reason"}:
            content.fail("%s lacks %s, which line %d tells" % (name, place, index))
        return gone


class Disclosures:
    """Reads data/log/disclosures.ndjson beside the lines: it is in their order."""

    NAME = "data/log/disclosures.ndjson"
    ROW = re.compile(rb'\{"i":(0|[1-9][0-9]*),"d":"([A-Za-z0-9_-]+)"\}\n')

    def __init__(self, folder):
        self.number = 0
        self.waiting = self.coming = None
        try:
            self.file = open(os.path.join(folder, *self.NAME.split("/")), "rb")
        except OSError as error:
            raise Wrong("%s cannot be read: %s" % (self.NAME, error.strerror))
        # Two rows ahead, so that one that stands too early is found before it is waited for.
        self.next()
        self.next()

    def next(self):
        self.waiting, self.coming = self.coming, None
        raw = b"" if self.file.closed else self.file.readline()
        self.number += 1
        if not raw:
            self.file.close()
            return
        match = self.ROW.fullmatch(raw)
        if not match:
            raise Wrong("%s, line %d is no disclosure" % (self.NAME, self.number))
        self.coming = int(match[1]), match[2]
        if self.waiting and self.coming[0] < self.waiting[0]:
            raise Wrong("%s, line %d is not in the order of the lines of the log" % (self.NAME, self.number))

    def of(self, index):
        """Digest, name and value of each disclosure of the line."""
        found = []
        while self.waiting and self.waiting[0] <= index:
            _, encoded = self.waiting
            number = self.number - 1
            self.next()
            digest = base64.urlsafe_b64encode(hashlib.sha256(encoded).digest()).decode().rstrip("=")
            try:
                content = base64.urlsafe_b64decode(encoded + b"=" * (-len(encoded) % 4))
                _, name, value = json.loads(content, object_pairs_hook=no_twins)
            except ValueError:
                raise Wrong("%s, line %d is no disclosure" % (self.NAME, number))
            found.append((digest, name, value))
        return found

    def end(self):
        self.file.close()
        if self.waiting:
            raise Wrong("%s, line %d tells of a line that the log does not have" % (self.NAME, self.number - 1))


# --- The key and the earlier pack ------------------------------------------------------------------------------------


class KnownKey:
    """The key that was got by another way: a fingerprint, or the lines of a file of allowed signers."""

    def __init__(self, given, folder):
        self.given = given
        self.lines = []
        if given.startswith("SHA256:"):
            self.print = given.rstrip("=")
            return
        self.print = None
        if os.path.realpath(given).startswith(os.path.realpath(folder) + os.sep):
            raise Wrong(
                "%s came with the pack: it proves nothing. Get the key by another way, or say --use-enclosed-key"
                % given
            )
        try:
            with open(given, encoding="utf-8") as file:
                text = file.read()
        except (OSError, UnicodeDecodeError) as error:
            raise Wrong("%s cannot be read: %s" % (given, error))
        for line in text.splitlines():
            match = re.fullmatch(
                r'(?:(\S+)\s+)?([a-z-]+(?:="[^"]*")?(?:,[a-z-]+(?:="[^"]*")?)*\s+)?ssh-ed25519\s+([A-Za-z0-9+/]+=*)(?:\s.*)?', line.strip()
            )
            if match and not line.startswith("#"):
                purposes = re.search(r'namespaces="([^"]*)"', match[2] or "")
                if not purposes or NAMESPACE in purposes[1].split(","):
                    try:
                        self.lines.append((match[1] or "", base64.b64decode(match[3]), line.strip()))
                    except ValueError:
                        raise Wrong("%s holds a key that was cut off" % given)
        if not self.lines:
            raise Wrong("%s has no Ed25519 key of an allowed signer" % given)

    def find(self, ssh_key):
        """Who the key belongs to and the line that says so; None where it is not known."""
        if self.print:
            return ("", None) if fingerprint(ssh_key) == self.print else (None, None)
        for signer, known, line in self.lines:
            if known == ssh_key:
                return signer, line if signer else None
        return None, None

    def words(self):
        return self.print or "%s in %s" % (", ".join(fingerprint(known) for _, known, _ in self.lines), self.given)


class Previous:
    """An earlier pack, a checkpoint alone, or what stands on paper."""

    PRINTED = re.compile(r"([1-9][0-9]{0,15}):([A-Za-z0-9+/]{16,43}=?)")

    def __init__(self, given):
        self.folder = given if os.path.isdir(given) else None
        printed = None if os.path.exists(given) else self.PRINTED.fullmatch(given)
        if printed:
            self.point = Anchor(None, int(printed[1]), printed[2], "the printed report")
            return
        try:
            if self.folder:
                self.point = Checkpoint(
                    read_text(given, "data/log/checkpoint"), "data/log/checkpoint of the earlier pack"
                )
            else:
                with open(given, encoding="utf-8", newline="") as file:
                    self.point = Checkpoint(file.read(), given)
        except (OSError, ValueError) as error:
            raise Wrong("%s cannot be read: %s" % (given, error))

    def assert_issued_by(self, key):
        """The checkpoint is that of a pack which the known key signed."""
        tags = read_bytes(self.folder, "tagmanifest-sha256.txt")
        signer, _ = key.find(ssh_signature_key(read_bytes(self.folder, "tagmanifest-sha256.txt.sig"), tags))
        if signer is None:
            raise Wrong("the earlier pack was not signed with the known key")
        manifest = read_bytes(self.folder, "manifest-sha256.txt")
        line = "%s  data/log/checkpoint\n" % hashlib.sha256(self.point.note.encode()).hexdigest()
        if "%s  manifest-sha256.txt\n" % hashlib.sha256(manifest).hexdigest() not in tags.decode(
            "utf-8", "replace"
        ) or (line not in manifest.decode("utf-8", "replace")):
            raise Wrong("the earlier pack is not as it was issued")

    def first_difference(self, folder, epoch, size):
        """Names the first line that differs; empty when there is none."""
        if self.folder is None:
            return "the checkpoint alone does not tell which line differs; give the whole earlier pack"
        begin = 0
        for one in read_json(self.folder, "data/log/epochs.json")["epochs"]:
            if one["origin"] == epoch["origin"]:
                begin = one["first"]
        older, newer = leaves(self.folder, begin, size), leaves(folder, epoch["first"], size)
        for number in range(size):
            old, new = next(older, None), next(newer, None)
            if old is None or new is None or old[0] != new[0]:
                text = (new or old or (None, b""))[1]
                if text.startswith(b"{"):
                    one = json.loads(text)
                    return "line %d differs: %s %s, version %s of %s" % (
                        epoch["first"] + number,
                        one["rt"],
                        one["rid"],
                        one["ver"],
                        one["at"][:10],
                    )
                return "line %d differs" % (epoch["first"] + number)
        return ""


def leaves(folder, begin, size):
    with open(os.path.join(folder, "data", "log", "entries.ndjson"), "rb") as file:
        for index, raw in enumerate(file):
            if index >= begin + size:
                return
            if index >= begin:
                line = raw.rstrip(b"\n")
                hidden = HIDDEN.fullmatch(line)
                yield (base64.b64decode(hidden[1]) if hidden else leaf_hash(line)), line


def file_digest(path):
    digest, size = hashlib.sha256(), 0
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size


def ask_ssh_keygen(folder, signer, line):
    """0 when ssh-keygen accepts the signature, its words when it does not, None where it cannot be asked."""
    program = shutil.which("ssh-keygen")
    if not program:
        return None
    with tempfile.TemporaryDirectory() as place:
        allowed = os.path.join(place, "allowed_signers")
        with open(allowed, "w", encoding="utf-8") as file:
            file.write(line + "\n")
        with open(os.path.join(folder, "tagmanifest-sha256.txt"), "rb") as text:
            name = signer.split(",")[0]
            signature = os.path.join(folder, "tagmanifest-sha256.txt.sig")
            command = [program, "-Y", "verify", "-f", allowed, "-I", name, "-n", NAMESPACE, "-s", signature]
            done = subprocess.run(command, stdin=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    words = done.stdout.decode("utf-8", "replace").strip()
    # Before OpenSSH 8.1 it does not know -Y; then it says nothing about the signature.
    return (
        None
        if re.search("unknown option|illegal option|usage:", words)
        else done.returncode and (words or "no reason given")
    )


# --- Receipts of signatures: C2SP tlog-proof --------------------------------------------------------------------------

PROOF = re.compile(
    r"c2sp\.org/tlog-proof@v1\nextra ([A-Za-z0-9+/]+=*)\nindex (0|[1-9][0-9]{0,15})\n((?:[A-Za-z0-9+/]{43}=\n)*)\n(.+)", re.S
)


def one_way(text):
    """The bytes of base64 that is written as every encoder writes it."""
    content = base64.b64decode(text, validate=True)
    if base64.b64encode(content).decode() != text:
        raise ValueError("no base64")
    return content


def log_key(text):
    """The name of a log and its key, out of a C2SP verifier key."""
    try:
        name, number, encoded = text.strip().split("+", 2)
        content = one_way(encoded)
    except ValueError:
        raise Wrong("the key is no verifier key of a log, such as name+0123abcd+AQ…")
    if content[:1] != b"\1" or len(content) != 33:
        raise Wrong("the key is no Ed25519 key of a log")
    if hashlib.sha256(name.encode() + b"\n" + content).hexdigest()[:8] != number:
        raise Wrong("the key is mistyped: its number does not fit")
    return name, content[1:]


def root_over(leaf, index, size, path):
    """The root of a tree of this size in which the leaf stands at the index, after RFC 9162, 2.1.3.2."""
    node, place, last = leaf, index, size - 1
    for sibling in path:
        if last == 0:
            return b""
        if place & 1 or place == last:
            node = hashlib.sha256(b"\1" + sibling + node).digest()
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\1" + node + sibling).digest()
        place, last = place >> 1, last >> 1
    return node if last == 0 else b""


def check_receipt(text, key):
    """Where the line stands, the line, and what its texts say. Raises Wrong for a receipt that proves nothing."""
    name, public = log_key(key)
    match = PROOF.fullmatch(text)
    if not match:
        raise Wrong("this is no receipt")
    try:
        content = one_way(match[1]).decode()
        path = [one_way(one) for one in match[3].splitlines()]
    except ValueError:
        raise Wrong("this is no receipt")
    line, *disclosures = content.split("\n")[:-1]
    if content != "\n".join([line, *disclosures, ""]):
        raise Wrong("this is no receipt")
    checkpoint = Checkpoint(match[4], "the end of the receipt")
    if checkpoint.origin != name:
        raise Wrong("the receipt is of another log: %s" % checkpoint.origin)
    if not checkpoint.signed_by([public]):
        raise Wrong("the checkpoint is not signed with this key")
    index = int(match[2])
    if index >= checkpoint.size or root_over(leaf_hash(line.encode()), index, checkpoint.size, path) != checkpoint.root:
        raise Wrong("the line is not in the log under this checkpoint")
    one, said = json.loads(line, object_pairs_hook=no_twins), {}
    digests = {one["p"], *one["pd"].values()}
    for disclosure in disclosures:
        digest = base64.urlsafe_b64encode(hashlib.sha256(disclosure.encode()).digest()).decode().rstrip("=")
        if digest not in digests:
            raise Wrong("a text does not belong to the line")
        _, field, value = json.loads(base64url(disclosure))
        said[field] = value
    return "line %d of %d of %s" % (index + 1, checkpoint.size, name), one, said


def tell_receipt(arguments):
    parser = argparse.ArgumentParser(
        description="Verifies the receipt of a signature.", usage="verify.py --receipt FILE KEY"
    )
    parser.add_argument("receipt", metavar="FILE", help="what was downloaded, signature-….tlog-proof")
    parser.add_argument("key", metavar="KEY", help="the verifier key of the log, got by another way: name+0123abcd+AQ…")
    options = parser.parse_args(arguments)
    try:
        with open(options.receipt, encoding="utf-8", newline="") as file:
            place, line, said = check_receipt(file.read(), options.key)
    except (OSError, UnicodeDecodeError) as error:
        print("The receipt cannot be read: %s" % error)
        return 2
    except (Wrong, ValueError, KeyError, TypeError, AttributeError) as wrong:
        words = str(wrong) if isinstance(wrong, Wrong) else "this is no receipt"
        print(coloured("The receipt proves nothing: ", "31;1") + words)
        return 1
    after = (said.get("p") or {}).get("after", {})
    print(coloured("The receipt holds: ", "32;1") + place)
    for title, value in (
        ("who", said.get("printed_name")),
        ("said", said.get("sentence")),
        ("about", said.get("record_label")),
        ("version", after.get("record_version")),
        ("line", after.get("digest")),
        ("when", line["at"]),
    ):
        if value is not None:
            print("  %-8s %s" % (title, value))
    return 0


# --- Telling ---------------------------------------------------------------------------------------------------------


def counted(counts):
    return ", ".join("%s (%d)" % one for one in sorted(counts.items()))


def coloured(text, colour):
    return "\033[%sm%s\033[0m" % (colour, text) if sys.stdout.isatty() else text


def tell(verification, wanted):
    for level in verification.levels:
        state = level.state()
        colour = {"OK": "32", "FAIL": "31;1", "NOT CHECKED": "31" if level.number == 2 else "33"}[state]
        words = level.unchecked if state == "NOT CHECKED" else level.found if state == "OK" else ""
        print(
            "%d %s %s%s"
            % (level.number, coloured("%-11s" % state, colour), TITLES[level.number - 1], ": " + words if words else "")
        )
        for failure in level.failures:
            print("    " + failure)
        if level.failed > len(level.failures):
            print("    and %d more" % (level.failed - len(level.failures)))
        for remark in level.remarks:
            print("    (%s)" % remark)
    holds = all(level.state() == "OK" for level in verification.levels[:wanted])
    proved = [
        TITLES[level.number - 1][0].lower() + TITLES[level.number - 1][1:]
        for level in verification.levels
        if level.state() == "OK"
    ]
    print()
    if holds:
        print(coloured("VERIFIED up to level %d." % wanted, "32;1"))
    else:
        print(coloured("NOT VERIFIED up to level %d." % wanted, "31;1"))
    print("Proved: %s." % ("; ".join(proved) or "nothing"))
    print("Not proved:")
    for restriction in (
        (["Who made the pack: the key came with it."] if verification.key is None else [])
        + [text + "." for text in verification.restrictions]
        + [
            "That what was recorded is true.",
            "That the log is the only one: whoever owns the server and the keys can keep two and show one. "
            "Packs, mails and printed reports that others hold, compared with --previous, would show it.",
            "The clock of the server, and the reasons that are given for what was left out.",
            "What data/index.html, the titles of records and the names of people and sites say: they were issued with the "
            "pack, but only the JSON, the tables and the attachments were compared with the log.",
        ]
    ):
        print("  - " + restriction)
    return holds


def main(arguments):
    if arguments[:1] == ["--receipt"]:
        return tell_receipt(arguments[1:])
    parser = argparse.ArgumentParser(
        description="Verifies an evidence pack.", usage="%(prog)s PACK KEY [--previous OLD] [--level N]"
    )
    parser.add_argument("pack", metavar="PACK", help="the folder of the unpacked pack")
    parser.add_argument(
        "key", metavar="KEY", nargs="?", help="a file of allowed signers that did not come with the pack, or SHA256:…"
    )
    parser.add_argument("--previous", metavar="OLD", help="an earlier pack, unpacked; a checkpoint; or LINES:ROOT")
    parser.add_argument("--level", type=int, choices=range(1, 7), help="how far it must hold for the exit code 0")
    parser.add_argument("--use-enclosed-key", action="store_true", help="go on without a key from elsewhere")
    given = parser.parse_args(arguments)
    if given.key is None and not given.use_enclosed_key:
        parser.error(
            "name the key with which the organisation signs its packs: a file of allowed signers, or its fingerprint "
            "SHA256:…, that did not come with the pack. With a key out of the pack, a signature proves nothing; if there "
            "is no other, say --use-enclosed-key"
        )
    if given.key is not None and given.use_enclosed_key:
        parser.error("either a key or --use-enclosed-key")
    if not os.path.isdir(given.pack):
        parser.error("%s is no folder" % given.pack)
    try:
        key = KnownKey(given.key, given.pack) if given.key is not None else None
        previous = Previous(given.previous) if given.previous is not None else None
    except Wrong as wrong:
        parser.error(str(wrong))
    wanted = given.level or (6 if previous else 5)
    if wanted == 6 and not previous:
        parser.error("level 6 needs --previous")
    return 0 if tell(Verification(given.pack, key, previous).run(), wanted) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
