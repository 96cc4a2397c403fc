import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import {
  AccountService,
  type GivenSignature,
  invalid,
  Organisation,
  type RecordEntity,
  shown,
  signatureMeanings,
  type Signing,
  stale,
  type Tx,
} from '#platform';
import { HistoryService, leafDigest } from '../history/history.service.js';
import { type RecordType, RecordTypes, siteOf } from '../record-type/record-types.js';
import type { SigningQuestion } from '../passkey/passkey.dto.js';
import { PasskeySigning, type Said } from '../passkey/passkey-signing.js';
import { SealingLag } from '../seal/sealing-lag.js';
import type { SignatureView, SigningAsked } from './signature.dto.js';
import { Signature, type SignedPart } from './signature.entity.js';
import { signedRows, stateOf } from './signed-state.js';

const noPasskey = {
  statement: null,
  passkeyId: null,
  publicKey: null,
  authenticatorData: null,
  clientData: null,
  assertion: null,
};

/** Signatures of people on versions of records (21 CFR 11.50 to 11.200 is the bar). */
@Injectable()
export class SignatureService {
  constructor(
    private readonly types: RecordTypes,
    private readonly history: HistoryService,
    private readonly accounts: AccountService,
    private readonly passkeys: PasskeySigning,
    private readonly lag: SealingLag,
  ) {}

  /**
   * Signs a record as the open transaction left it, so it comes last there; does nothing for a step that signs nothing
   * (`signingOf`).
   * The person gives the password or uses a passkey with each signature: 422 for a wrong one, 429 after ten passwords,
   * 503 while the history is not sealed: a signature is evidence.
   */
  async sign(
    tx: Tx,
    record: RecordEntity,
    signing: Signing | undefined,
    given: GivenSignature | undefined,
  ): Promise<void> {
    if (!signing) return;
    await this.lag.assertSealed(tx);
    if (!given || !tx.actor.personId) throw new Error('A step that signs was decided without a signature');
    const type = this.types.get(tx.manager.connection.getMetadata(record.constructor).tableName);
    const [line] = await tx.sql<{ id: string; number: string; digest: string }>(
      `SELECT e.entry_id AS id, e.seq AS number, ${leafDigest} AS digest FROM log.entry e
       WHERE e.org_id = $1 AND e.rec_type = $2 AND e.rec_id = $3 AND e.rec_ver = $4`,
      [tx.actor.orgId, type.name, record.id, record.version],
    );
    const parts = signing.rows
      ? await this.linesOf(tx, signing.rows)
      : signing.fields
        ? []
        : await this.partsOf(tx, type, record.id);
    const language = given.language ?? 'en';
    const sentence = signatureMeanings[signing.meaning][language];
    const said = { recordType: type.name, recordId: record.id, meaning: signing.meaning, sentence };
    // A step makes one version: before it stands what the person saw.
    const seen = signing.rows ? record.version : record.version - 1;
    const proof = await this.prove(tx, seen, said, given);
    await tx.because('signature.sign');
    await tx.insert(Signature, {
      recordType: type.name,
      recordId: record.id,
      recordVersion: record.version,
      siteId: siteOf(tx, type, record),
      lineId: line!.id,
      lineNumber: Number(line!.number),
      digest: line!.digest,
      fields: signing.fields && [...signing.fields],
      parts,
      meaning: signing.meaning,
      sentence,
      language,
      recordLabel: type.label(record),
      personId: tx.actor.personId,
      printedName: tx.actor.name,
      ...proof,
    });
  }

  /** What a passkey is asked to sign, for who may read the record; 404 for others, 412 for another version than the present. */
  async ask(tx: Tx, asked: SigningAsked): Promise<SigningQuestion> {
    const { recordType, recordId, recordVersion, meaning, language = 'en' } = asked;
    const { record } = await this.types.readable(tx, recordType, recordId);
    if (record.version !== recordVersion) throw stale(record.version);
    const sentence = signatureMeanings[meaning][language];
    return this.passkeys.ask(tx, { recordType, recordId, meaning, sentence }, recordVersion);
  }

  /** How the person proved to be the one who signs. 422 for a password where the organisation takes passkeys alone. */
  private async prove(tx: Tx, seen: number, said: Said, { password, passkey }: GivenSignature) {
    if (passkey) return { method: 'passkey' as const, ...(await this.passkeys.prove(tx, seen, said, passkey)) };
    const { signatureProof } = await tx.get(Organisation, tx.actor.orgId);
    if (signatureProof === 'passkey')
      throw invalid({ code: 'passkey-required', field: '/signature', message: 'Sign this with a passkey.' });
    if (password === undefined)
      throw invalid({ code: 'missing', field: '/signature/password', message: 'Sign this with your password.' });
    await this.accounts.reauthenticate(tx, password, '/signature/password');
    return { method: 'password' as const, ...noPasskey };
  }

  /** The signatures on a record, oldest first, for who may read the record; 404 for others. */
  async of(tx: Tx, recordType: string, recordId: string): Promise<SignatureView[]> {
    await this.types.readable(tx, recordType, recordId);
    return this.on(tx, this.types.get(recordType), [recordId]);
  }

  /** Throws 404 unless the caller may read what the signature is on. */
  async readable(tx: Tx, id: string): Promise<void> {
    const { recordType, recordId } = await tx.get(Signature, id);
    await this.types.readable(tx, recordType, recordId);
  }

  /** The signatures on records of one kind that the caller may read, oldest first. */
  async on(tx: Tx, type: RecordType, recordIds: readonly string[]): Promise<SignatureView[]> {
    const signatures = await tx.all(Signature, { recordType: type.name, recordId: In(recordIds) });
    const states = await stateOf(tx, this.history, type, signatures);
    return signatures.map((signature) => {
      const { parts, ...rest } = shown(signature);
      const { intact, changes } = states.get(signature.id)!;
      return { ...rest, partCount: parts.length, intact, changedSince: changes.length > 0, changes };
    });
  }

  /** Rows of one table, as they are now. */
  private linesOf(tx: Tx, rows: readonly RecordEntity[]): Promise<SignedPart[]> {
    const { tableName } = tx.manager.connection.getMetadata(rows[0]!.constructor);
    return tx.sql<SignedPart>(
      `SELECT e.rec_type AS "recordType", e.rec_id AS "recordId", e.rec_ver AS version, ${leafDigest} AS digest
       FROM unnest($3::uuid[], $4::integer[]) AS r (id, version)
       JOIN log.entry e ON e.org_id = $1 AND e.rec_type = $2 AND e.rec_id = r.id AND e.rec_ver = r.version ORDER BY r.id`,
      [tx.actor.orgId, tableName, rows.map(({ id }) => id), rows.map(({ version }) => version)],
    );
  }

  private async partsOf(tx: Tx, type: RecordType, recordId: string): Promise<SignedPart[]> {
    const parts: SignedPart[] = [];
    for (const { entity, of } of signedRows(type)) {
      const { tableName } = tx.manager.connection.getMetadata(entity);
      parts.push(
        ...(await tx.sql<SignedPart>(
          `SELECT e.rec_type AS "recordType", e.rec_id AS "recordId", e.rec_ver AS version, ${leafDigest} AS digest
           FROM ${tableName} r JOIN log.entry e ON e.org_id = r.org_id AND e.rec_type = $3 AND e.rec_id = r.id AND e.rec_ver = r.version
           WHERE r.org_id = $1 AND r.${of} = $2 ORDER BY r.id`,
          [tx.actor.orgId, recordId, tableName],
        )),
      );
    }
    return parts;
  }
}
