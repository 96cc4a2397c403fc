/** What the texts of a pack must know. */
export interface PackFacts {
  organisation: string;
  reference: string;
  asOf: string;
  origin: string;
}

/** The first thing that someone opens: what this is, how to check it, and what it does not prove. */
export const readme = ({ organisation, reference, asOf, origin }: PackFacts): string => `EVIDENCE PACK ${reference}
Organisation: ${organisation}
Shows one moment: ${asOf}
Log: ${origin}

READ
  Open data/index.html in a browser. It needs no network and runs no script.
  data/records/      each record as JSON, with all its versions
  data/records/signature/  who signed which version of a record, and what it meant
  data/tables/       the same records as CSV tables, each with a description of its columns
  data/attachments/  every attached file under its SHA-256; names and records in data/tables/attachments.csv
  data/log/          the lines of history, and what their digests stand for
  data/omissions.csv what is in scope and not in this pack, and why

CHECK THAT NOTHING WAS DAMAGED
  In this folder:
    sha256sum -c --quiet manifest-sha256.txt && sha256sum -c --quiet tagmanifest-sha256.txt && echo FILES-OK
  verify/FORMAT.md explains the formats and how to check a line of history by hand.

WHAT IS NOT PROVED
  This pack itself is not signed and holds no proofs of a sealed log. The signatures of people in it are records like
  the others: they show what the organisation's server wrote down when a person gave the password. The checksums find accidental damage. They do not show
  who made the pack, nor that the lines of history were not changed before it was made. Therefore these files, which
  belong to the full layout, are not here: tagmanifest-sha256.txt.sig, .p256 and .tsr, keys/, verify/verify.py,
  verify/verify.html, data/signatures/, data/log/checkpoint, data/log/proofs/, data/log/anchors/, data/log/epochs.json
  and data/report.pdf.
  Only what the person who asked may read is in the pack. omissions.csv tells what else is in scope at the sites that
  the person may see; of other sites neither records nor their number are told.
`;

/** How the files relate, for whoever checks without the product. */
export const format = (): string => `# Format of an evidence pack

The folder is a BagIt 1.0 bag (RFC 8493). \`manifest-sha256.txt\` names every file below \`data/\` with its SHA-256,
\`tagmanifest-sha256.txt\` every other file. All text is UTF-8.

## Lines: data/log/entries.ndjson

One line is one version of one record, exactly as the database wrote it in the transaction of the change. The bytes
count; nothing needs to be put into another order. Lines stand in the order in which they were written.

| key | meaning |
|---|---|
| act | what was done, such as \`nonconformity.close\` |
| actor | who: \`p:\` person, \`k:\` API key, \`s:\` part of the system; names in data/tables/names.csv |
| at | when, by the clock of the server, UTC |
| id | id of the line |
| log | name of the organisation's log |
| p | digest of the disclosure with all codes, references, dates and numbers of the record after the change, with the operation and the list of changed columns |
| pd | digests of the disclosures of texts and structures, by column; \`@reason\` is why the change was made |
| prev | SHA-256 of a zero byte followed by the line of the version before, in hex; null for version 1 |
| req | id of the request or job |
| rid, rt, ver | id, kind and version of the record |
| site | site of the record |
| v | version of this format: 1 |
| via | through what: ui, api, job, import, migration, restore, demo |

The pack holds all lines of each record in it, of its parts and attachments, and of the attached files.

## Disclosures: data/log/disclosures.ndjson

\`{"i": 4, "d": "WyI3…"}\`: line 4 (the first line is 0) is the first one with the digest of this disclosure; later lines
keep the digest as long as the text stays. \`d\` is base64url of the JSON \`[salt, name, value]\`; its digest is
base64url(SHA-256(ASCII of d)) without padding (the form of RFC 9901, 4.2). A digest without a disclosure belongs to a
text that was erased; data/log/redactions.csv tells about it.

Check that every disclosure belongs to its line, and every line to the one before it:

\`\`\`sh
python3 -c '
import base64, hashlib, json
raw = open("data/log/entries.ndjson", "rb").read().split(b"\\n")[:-1]
lines = [json.loads(line) for line in raw]
digests = [{line["p"], *line["pd"].values()} for line in lines]
for number, row in enumerate(open("data/log/disclosures.ndjson", encoding="utf-8")):
    entry = json.loads(row)
    digest = base64.urlsafe_b64encode(hashlib.sha256(entry["d"].encode("ascii")).digest()).rstrip(b"=").decode()
    assert digest in digests[entry["i"]], "disclosure %d does not belong to line %d" % (number, entry["i"])
last = {}
for number, line in enumerate(lines):
    key = (line["rt"], line["rid"])
    version, digest = last.get(key, (0, None))
    assert line["ver"] == version + 1 and line["prev"] == digest, "line %d does not follow the version before it" % number
    last[key] = (line["ver"], hashlib.sha256(b"\\0" + raw[number]).hexdigest())
print("LOG-OK", len(lines), "lines")
'
\`\`\`

## Records: data/records/

\`<kind>/<id>.json\` holds the record as of the moment of the pack (\`record\`), who changed what and when (\`versions\`,
with the index of the line) and its attachments. \`<kind>/<id>/versions/<n>.json\` holds the record as it stood after
version n. A field \`dueOn\` here is the column \`due_on\` in a disclosure. Instants are shown with milliseconds.
\`changedSinceState\` is true when the record was changed after its state last changed, for instance after closure.

## Signatures of people: data/records/signature/

A signature names the record (\`recordType\`, \`recordId\`), the version that was signed and the line of its history
(\`lineId\`), with \`digest\`: SHA-256 of a zero byte followed by that line, in hex. \`parts\` are rows that were signed with
it, each with the digest of its line. \`sentence\` is what the signer was shown, \`printedName\` the name at that time,
\`createdAt\` the time. \`fields\` tells that the signature is about these fields only. Each record tells its signatures
too, with \`changedSince\` and what was changed; that was found out when the pack was made. Check that each signature is
of its line (parts whose lines are not in the pack are counted):

\`\`\`sh
python3 -c '
import glob, hashlib, json
lines = {}
for raw in open("data/log/entries.ndjson", "rb").read().split(b"\\n")[:-1]:
    line = json.loads(raw)
    lines[(line["rt"], line["rid"], line["ver"])] = (line["id"], hashlib.sha256(b"\\0" + raw).hexdigest())
names, absent = sorted(glob.glob("data/records/signature/*.json")), 0
for name in names:
    one = json.load(open(name, encoding="utf-8"))["record"]
    line = lines.get((one["recordType"], one["recordId"], one["recordVersion"]))
    assert line == (one["lineId"], one["digest"]), "%s is not of its line" % name
    for part in one["parts"]:
        known = lines.get((part["recordType"], part["recordId"], part["version"]))
        absent += known is None
        assert known is None or known[1] == part["digest"], "%s has a part that was changed" % name
print("SIGNATURES-OK", len(names), "signatures,", absent, "parts not in the pack")
'
\`\`\`

## Tables: data/tables/

CSV after RFC 4180, all texts in double quotes, lists and structures as JSON. A text that a spreadsheet could run as a
formula has an apostrophe in front. To read it back, take one apostrophe off a text that has, after its leading
apostrophes, one of \`= + - @\`, TAB, CR, LF, NUL or their full-width forms. The JSON beside it has the text as it is.
\`<kind>.schema.json\` describes the columns (Table Schema). \`names.csv\` names the people, sites and API keys that stand
in records by their id.

## Attachments: data/attachments/

Each content once, as \`<sha256>.<ending>\`: \`sha256sum\` of the file must give its name. The line of the record of kind
\`file\` discloses the same digest (\`sha256\`), and the line of kind \`attachment\` binds file and record.
`;
