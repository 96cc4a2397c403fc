import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { Configuration, type Tx } from '#platform';
import { allowedSigner, fingerprint, sshSignature } from './ssh-signature.js';
import { publicKeyOf, verifierKey, verifierOf } from './signed-note.js';
import { signingKey } from './signing-key.js';

/** What a signature over a pack is for; a signature for anything else is none of a pack. */
export const packNamespace = 'continua-evidence-pack';

/** A key that signs or signed logs of this database. */
export interface LogKey {
  fingerprint: string;
  /** The 32 bytes of the key, base64. */
  publicKey: string;
  addedAt: string;
}

/** The public halves of all keys, for an organisation and for whoever verifies what it gives out. */
export interface PublicKeys {
  /** The name of the installation. */
  instance: string;
  /** Who signs packs: `pack@<instance>`. */
  packSigner: string;
  packFingerprint: string;
  /** A line for `ssh-keygen -Y verify`, with its line end. */
  allowedSigners: string;
  packP256Pem: string;
  packP256Fingerprint: string;
  logFingerprint: string;
  /** C2SP verifier key of the organisation's log. */
  logVerifierKey: string;
  /** Oldest first; the last one signs. */
  logKeys: LogKey[];
}

/** Knows the keys of this installation, makes those of packs at first use, and signs packs. */
@Injectable()
export class PublishedKeys {
  private readonly dataFolder: string;

  constructor(configuration: Configuration) {
    this.dataFolder = path.resolve(configuration.DATA_DIR);
  }

  /** Of the organisation of the transaction. Undefined before anything of it was recorded or sealed. */
  async of(tx: Tx): Promise<PublicKeys | undefined> {
    const [log] = await tx.sql<{ instance: string; origin: string }>(
      'SELECT i.name AS instance, o.origin FROM log.instance i CROSS JOIN log.origin o WHERE o.org_id = $1',
      [tx.actor.orgId],
    );
    const rows = await tx.sql<{ public_key: Buffer; added_at: Date }>(
      'SELECT public_key, added_at FROM log.signing_key ORDER BY id',
    );
    const newest = rows.at(-1);
    if (!log || !newest) return undefined;
    const [pack, p256] = [await this.key('pack'), await this.key('pack-p256')];
    const packSigner = `pack@${log.instance}`;
    const logKey = publicKeyOf(newest.public_key);
    return {
      instance: log.instance,
      packSigner,
      packFingerprint: fingerprint(pack),
      allowedSigners: allowedSigner(packSigner, packNamespace, pack),
      packP256Pem: createPublicKey(p256).export({ type: 'spki', format: 'pem' }) as string,
      packP256Fingerprint: derFingerprint(p256),
      logFingerprint: fingerprint(logKey),
      logVerifierKey: verifierKey(verifierOf(log.origin, logKey)),
      logKeys: rows.map(({ public_key, added_at }) => ({
        fingerprint: fingerprint(publicKeyOf(public_key)),
        publicKey: public_key.toString('base64'),
        addedAt: added_at.toISOString(),
      })),
    };
  }

  /** Signs a text for ssh-keygen (Ed25519) and for openssl (ECDSA P-256 with SHA-256, DER). */
  async signPack(text: string): Promise<{ ssh: string; p256: Buffer }> {
    return {
      ssh: sshSignature(text, packNamespace, await this.key('pack')),
      p256: sign('sha256', Buffer.from(text), await this.key('pack-p256')),
    };
  }

  private key(name: 'pack' | 'pack-p256'): Promise<KeyObject> {
    return signingKey(this.dataFolder, name);
  }
}

/** SHA-256 of the key in DER, hex: what `openssl pkey -pubin -outform DER | sha256sum` says. */
const derFingerprint = (key: KeyObject): string =>
  createHash('sha256')
    .update(createPublicKey(key).export({ type: 'spki', format: 'der' }))
    .digest('hex');
