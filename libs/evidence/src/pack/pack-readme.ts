import { packNamespace, type PublicKeys } from '../seal/published-keys.js';

/** What the texts of a pack must know. */
export interface PackFacts {
  organisation: string;
  reference: string;
  asOf: string;
  /** The name of the log. */
  origin: string;
  /** Lines in it, under the checkpoint. */
  size: number;
  /** Of the tree, base64. */
  root: string;
  /** The signed note. */
  checkpoint: string;
  keys: PublicKeys;
}

/** The first thing that someone opens who has never heard of us: what this is, how to check it, what it does not prove. */
export const readme = ({ organisation, reference, asOf, origin, size, root, keys }: PackFacts): string =>
  `EVIDENCE PACK ${reference}

Organisation:     ${organisation.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')}
Shows one moment: ${asOf}
Log:              ${origin}
                  ${size} lines, root ${root}
Signed by:        ${keys.packSigner}
                  ${keys.packFingerprint}   (as this pack says: see 2)


1  WHAT THIS IS

Records of a management system (audits, nonconformities, environmental aspects and so on) with their whole history, as
the organisation above keeps them in a program called Continua. You need neither the program nor a network to read the
pack and to check it.

  data/index.html          start here: opens in any browser, runs no script
  data/records/            each record as JSON, with all its versions
  data/records/signature/  who signed which version of a record, and what it meant
  data/tables/             the same records as CSV tables
  data/attachments/        every attached file under its SHA-256; names in data/tables/attachments.csv
  data/log/                the log: every line of history, what the lines stand for, and the signed root
  data/scope.json          what this pack was asked to hold
  data/omissions.csv       what is in that scope and not in the pack, and why
  keys/                    public keys, as the pack itself says
  verify/                  two programs that check all of it, and FORMAT.md, which explains every file


2  GET THE KEY BY ANOTHER WAY

Whoever forges a pack puts a key of their own into it. So a signature proves something only with a key that did not come
with the pack. Any of these will do:
  - the file keys/allowed_signers of a pack that you were given in an earlier year and have verified;
  - a letter or a mail of the organisation with the fingerprint SHA256:…;
  - the organisation's own Continua: each evidence pack's page shows the fingerprint, and GET /api/v1/log/keys tells it.
Below, KEY is a file with the one line that you got so (in the form of keys/allowed_signers), outside of this folder.
verify.py takes the fingerprint SHA256:… instead of the file, too. Do not use the file in this pack.


3  CHECK IT

On Linux, in this folder:

    KEY=/path/to/allowed_signers
    sha256sum -c --quiet manifest-sha256.txt && sha256sum -c --quiet tagmanifest-sha256.txt && echo FILES-OK
    ssh-keygen -Y verify -f "$KEY" -I ${keys.packSigner} -n ${packNamespace} -s tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt
    openssl dgst -sha256 -verify keys/pack-p256.pem -signature tagmanifest-sha256.txt.p256 tagmanifest-sha256.txt
    python3 verify/verify.py . "$KEY"

With a pack of an earlier year, unpacked beside this one, verify.py also shows that its history was not rewritten since:

    python3 verify/verify.py . "$KEY" --previous ../evidence-of-last-year

Instead of the pack you may give the file checkpoint.txt of a mail that the organisation's Continua sent you, or what a
printed report says of the log, as LINES:ROOT:

    python3 verify/verify.py . "$KEY" --previous checkpoint.txt
    python3 verify/verify.py . "$KEY" --previous 20852:CsUYapGGPo4dkMgIAUqom

Only the last command looks for files that are in the folder and in no manifest, and at what the files say. It is
Python 3 without anything else, one file that you can read. The two commands before it show that it is the one that was
issued with the pack; you may as well take one that you have verified before.

On macOS the same, with shasum -a 256 -c in place of sha256sum -c --quiet.

Without Python, on any system: open verify/verify.html in a browser. It needs no network either.

On Windows 10 or 11, in cmd (never through a PowerShell pipe, which changes line ends):

    powershell -c "Get-Content -Encoding UTF8 manifest-sha256.txt,tagmanifest-sha256.txt | %%{ $h,$p=$_ -split '  ',2; if((Get-FileHash -Algorithm SHA256 -LiteralPath $p).Hash -ne $h){'BAD '+$p} }"
    ssh-keygen -Y verify -f %KEY% -I ${keys.packSigner} -n ${packNamespace} -s tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt
    py verify\\verify.py . %KEY%

The first command prints nothing when all is well. (In a .bat file the percent signs stay as they are; typed by hand,
write %{ instead of %%{.) The commands for macOS and Windows follow the manuals of these systems.

verify.py tells six levels, each OK, FAIL or NOT CHECKED: 1 the files are intact, 2 the known key issued them, 3 the log
has the root that was signed, 4 the records are what the log says, 5 nothing in scope was left out unnamed, 6 the log
continues an earlier pack. It ends with 0 only when all that could be asked for hold.


4  WHAT EACH SIGNATURE SAYS

Four signatures, four different statements:
  the pack's        tagmanifest-sha256.txt.sig and .p256: this installation issued exactly these files;
  the checkpoint's  data/log/checkpoint: the log had this root at this number of lines;
  time stamps       tagmanifest-sha256.txt.tsr and data/log/anchors/*.tsr, where there are any: this text existed before
                    a time for which somebody else vouches, whose certificate you get by another way (CA.pem):
                    openssl ts -verify -data tagmanifest-sha256.txt -in tagmanifest-sha256.txt.tsr -CAfile CA.pem
  people's          data/records/signature/: this person, who had given the password, put their name to this version
                    of a record with the meaning that stands there. It is a line of the log, not a signature with a
                    key of that person, unless its method is "passkey": then a device of the person signed it too, which
                    nobody else could, and verify.py checks that. Whose device it is, is the organisation's word.


5  WHAT IS NOT PROVED

- That what was recorded is true. The pack shows what was recorded, by whom, when, and that it was not changed since.
- That the log was never rewritten before you held anything of it. Whoever owns the server, the database and the keys can
  write another history and sign it, up to the last pack or checkpoint that somebody outside keeps. Keep this pack: it is
  what next year's is measured against. data/log/anchors.csv tells which checkpoints left the server before this pack.
- The times. They are those of the server's clock; the order of the lines does not depend on it.
- That data/index.html, the titles of records and the names of people and sites are right: they are how the organisation
  shows its records, signed with the pack. The JSON files and the log are what counts.
- Why something was left out. data/omissions.csv and data/log/not-selected.csv name it; the reasons are the organisation's
  word. Of sites that the person who asked for the pack may not see, the lines are here by their hashes only: that pack
  does not show what is recorded there.
`;
