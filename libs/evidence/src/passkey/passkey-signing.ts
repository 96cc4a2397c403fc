import { Injectable } from '@nestjs/common';
import { conflict, type GivenPasskey, invalid, type Tx } from '#platform';
import { leafDigest } from '../history/history.service.js';
import { type SigningQuestion, viewPasskey } from './passkey.dto.js';
import type { Passkey } from './passkey.entity.js';
import { PasskeyService } from './passkey.service.js';
import { spkiOf } from './public-key.js';
import { challengeOf, judge, statementOf } from './statement.js';

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

  /** What the device is asked to sign about a record as it is now. 409 without a passkey. */
  async ask(tx: Tx, said: Said, version: number): Promise<SigningQuestion> {
    const relyingPartyId = this.passkeys.relyingPartyId;
    const own = await this.passkeys.own(tx);
    if (!relyingPartyId || own.length === 0) throw conflict('no-passkey-yet', 'You have no passkey to sign with.');
    const line = await this.lineOf(tx, said, version);
    const statement = statementOf(aboutOf(tx, said, version, line));
    const passkeys = own.map(viewPasskey);
    return { statement, challenge: challengeOf(statement), relyingPartyId, passkeys };
  }

  /**
   * Checks what came back: that it is about this version, which the person saw, that it is not older than five minutes, and that a passkey of the
   * person who acts has signed it after the device had checked who it is. 422 where not.
   */
  async prove(tx: Tx, version: number, said: Said, given: GivenPasskey): Promise<PasskeyProof> {
    const { statement, credentialId, authenticatorData, clientData, assertion } = given;
    const line = await this.lineOf(tx, said, version);
    const verdict = judge(statement, aboutOf(tx, said, version, line));
    if (verdict === 'stale') throw refused('passkey-stale', 'The passkey was asked over five minutes ago; sign again.');
    if (verdict === 'other') throw refused('passkey-other', 'The passkey has signed something else; sign again.');
    const passkey = (await this.passkeys.own(tx)).find((one) => one.credentialId === credentialId);
    if (!passkey || !(await this.holds(passkey, given)))
      throw refused('passkey-wrong', 'This is not the signature of one of your passkeys.');
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

  private async lineOf(tx: Tx, { recordType, recordId }: Said, version: number): Promise<string | undefined> {
    const [line] = await tx.sql<{ digest: string }>(
      `SELECT ${leafDigest} AS digest FROM log.entry e WHERE e.org_id = $1 AND e.rec_type = $2 AND e.rec_id = $3 AND e.rec_ver = $4`,
      [tx.actor.orgId, recordType, recordId, version],
    );
    return line?.digest;
  }
}

/** The text before its time, in this order: it is compared word for word, and a verifier reads it. */
const aboutOf = (tx: Tx, { recordType, recordId, meaning, sentence }: Said, version: number, line?: string) => ({
  for: 'signature',
  organisation: tx.actor.orgId,
  person: tx.actor.personId,
  record: { type: recordType, id: recordId, version, line },
  meaning,
  sentence,
});

const refused = (code: string, message: string) => invalid({ code, field: '/signature/passkey', message });
