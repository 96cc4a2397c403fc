import { Injectable } from '@nestjs/common';
import { conflict, type GivenPasskey, invalid, notFound, type RecordEntity, type Tx } from '#platform';
import { leafDigest } from '../history/history.service.js';
import { type SigningQuestion, viewPasskey } from './passkey.dto.js';
import type { Passkey } from './passkey.entity.js';
import { PasskeyService } from './passkey.service.js';
import { spkiOf } from './public-key.js';
import { challengeOf, judge, parsed, statementOf } from './statement.js';

/** What somebody says by a signature, about which record. */
export interface Said {
  recordType: string;
  recordId: string;
  meaning: string;
  sentence: string;
}

/** What proves that a passkey signed a statement, for anyone: WebAuthn's parts, in base64url. */
export interface PasskeyProof {
  statement: string;
  passkeyId: string;
  publicKey: string;
  authenticatorData: string;
  clientData: string;
  assertion: string;
}

/**
 * Signing with a passkey. The device signs the SHA-256 of a statement that names the record, the version that the person
 * saw with the digest of its line of history, and what is said about it.
 */
@Injectable()
export class PasskeySigning {
  constructor(private readonly passkeys: PasskeyService) {}

  /** What the device is asked to sign. 409 without a passkey, 404 for a version that does not exist. */
  async ask(tx: Tx, said: Said, version: number): Promise<SigningQuestion> {
    const relyingPartyId = this.passkeys.relyingPartyId;
    const own = await this.passkeys.own(tx);
    if (!relyingPartyId || own.length === 0) throw conflict('no-passkey-yet', 'You have no passkey to sign with.');
    const line = await this.lineSeen(tx, said, version);
    if (!line) throw notFound('version of the record');
    const statement = statementOf(aboutOf(tx, said, version, line));
    const passkeys = own.map(viewPasskey);
    return { statement, challenge: challengeOf(statement), relyingPartyId, passkeys };
  }

  /**
   * Checks what came back: that it is about this, that it is not older than five minutes, and that a passkey of the
   * person who acts has signed it after the device had checked who it is. 422 where not.
   */
  async prove(tx: Tx, record: RecordEntity, said: Said, given: GivenPasskey): Promise<PasskeyProof> {
    const { statement, credentialId, authenticatorData, clientData, assertion } = given;
    const { record: seen } = parsed(statement) as { record?: { version?: unknown } };
    const version = Number(seen?.version);
    const line = version < record.version ? await this.lineSeen(tx, said, version) : undefined;
    const verdict = line ? judge(statement, aboutOf(tx, said, version, line)) : 'other';
    if (verdict !== 'fresh') throw refused(verdict === 'stale' ? 'passkey-stale' : 'passkey-other');
    const passkey = (await this.passkeys.own(tx)).find((one) => one.credentialId === credentialId);
    if (!passkey || !(await this.holds(passkey, given))) throw refused('passkey-wrong');
    const publicKey = await spkiOf(Buffer.from(passkey.coseKey, 'base64url'));
    return { statement, passkeyId: passkey.id, publicKey, authenticatorData, clientData, assertion };
  }

  private async holds(
    { credentialId, coseKey }: Passkey,
    { statement, authenticatorData, clientData, assertion }: GivenPasskey,
  ): Promise<boolean> {
    const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
    const { verified } = await verifyAuthenticationResponse({
      response: {
        id: credentialId,
        rawId: credentialId,
        type: 'public-key',
        clientExtensionResults: {},
        response: { authenticatorData, clientDataJSON: clientData, signature: assertion },
      },
      expectedChallenge: challengeOf(statement),
      expectedOrigin: this.passkeys.origin,
      expectedRPID: this.passkeys.relyingPartyId!,
      credential: { id: credentialId, publicKey: new Uint8Array(Buffer.from(coseKey, 'base64url')), counter: 0 },
      requireUserVerification: true,
    }).catch(() => ({ verified: false }));
    return verified;
  }

  /** The digest of the line of a version after which nobody but this request has changed the record. */
  private async lineSeen(tx: Tx, { recordType, recordId }: Said, version: number): Promise<string | undefined> {
    if (!Number.isInteger(version)) return undefined;
    const [line] = await tx.sql<{ digest: string }>(
      `SELECT ${leafDigest} AS digest FROM log.entry e WHERE e.org_id = $1 AND e.rec_type = $2 AND e.rec_id = $3 AND e.rec_ver = $4
         AND NOT EXISTS (SELECT FROM log.entry l WHERE l.org_id = e.org_id AND l.rec_type = e.rec_type AND l.rec_id = e.rec_id
           AND l.rec_ver > e.rec_ver AND l.body::jsonb ->> 'req' <> $5)`,
      [tx.actor.orgId, recordType, recordId, version, tx.requestId],
    );
    return line?.digest;
  }
}

/** The text before its time, in this order: it is compared word for word, and a verifier reads it. */
const aboutOf = (tx: Tx, { recordType, recordId, meaning, sentence }: Said, version: number, line: string) => ({
  for: 'signature',
  organisation: tx.actor.orgId,
  person: tx.actor.personId,
  record: { type: recordType, id: recordId, version, line },
  meaning,
  sentence,
});

const words = {
  'passkey-stale': 'The passkey was asked more than five minutes ago; sign again.',
  'passkey-other': 'The passkey has signed something else than this; sign again.',
  'passkey-wrong': 'This is not the signature of one of your passkeys.',
};

const refused = (code: keyof typeof words) => invalid({ code, field: '/signature/passkey', message: words[code] });
