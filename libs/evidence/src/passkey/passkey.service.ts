import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import {
  AccountService,
  Configuration,
  conflict,
  forbidden,
  invalid,
  isSame,
  notFound,
  Organisation,
  Person,
  signatureMeaningCodes,
  signatureMeanings,
  type Tx,
} from '#platform';
import { RecordTypes } from '../record-type/record-types.js';
import { type AddPasskey, type PasskeyOffer, type PasskeyView, type SigningMeans, viewPasskey } from './passkey.dto.js';
import { Passkey } from './passkey.entity.js';
import { algorithmOf, deviceAlgorithms } from './public-key.js';
import { challengeOf, judge, statementOf } from './statement.js';

/** Passkeys of people: made with the password, taken back by the person or by who manages people, never changed. */
@Injectable()
export class PasskeyService {
  constructor(
    types: RecordTypes,
    private readonly accounts: AccountService,
    private readonly configuration: Configuration,
  ) {
    types.register<Passkey>({
      name: 'passkey',
      path: 'passkeys',
      title: 'Passkey',
      titles: 'Passkeys',
      entity: Passkey,
      mayRead: (actor, { personId }) => actor.canEverywhere('person:manage') || isSame(actor, personId),
      label: ({ name }) => name,
      scope: {},
      inPacks: false,
    });
  }

  /** All that a person ever had, for the person and for those who manage people. */
  async list(tx: Tx, personId: string): Promise<PasskeyView[]> {
    if (!tx.actor.canEverywhere('person:manage') && !isSame(tx.actor, personId)) throw forbidden();
    await tx.get(Person, personId, 'person');
    return (await tx.all(Passkey, { personId })).map(viewPasskey);
  }

  /** With what the caller may prove a signature to be theirs. */
  async means(tx: Tx): Promise<SigningMeans> {
    const { signatureProof } = await tx.get(Organisation, tx.actor.orgId);
    return {
      password: signatureProof !== 'passkey',
      passkeys: (await this.own(tx)).map(viewPasskey),
      passkeysPossible: this.relyingPartyId !== undefined,
      meanings: signatureMeaningCodes.map((meaning) => ({ meaning, sentence: signatureMeanings[meaning] })),
    };
  }

  /** The passkeys that the caller can use. */
  async own(tx: Tx): Promise<Passkey[]> {
    const { personId } = tx.actor;
    return personId ? tx.all(Passkey, { personId, revokedAt: IsNull() }) : [];
  }

  /** The name that browsers bind passkeys to; undefined where the server has no address for that. */
  get relyingPartyId(): string | undefined {
    const { hostname } = new URL(this.configuration.publicUrl);
    const named = !/^[\d.]+$|^\[/.test(hostname);
    return named && (this.configuration.secure || hostname === 'localhost') ? hostname : undefined;
  }

  get origin(): string {
    return new URL(this.configuration.publicUrl).origin;
  }

  /** What a device needs to make a passkey. 403 for others than people, 409 where the server's address allows none. */
  async offer(tx: Tx): Promise<PasskeyOffer> {
    const { relyingPartyId, about } = this.registration(tx);
    const organisation = await tx.get(Organisation, tx.actor.orgId);
    const statement = statementOf(about);
    return {
      statement,
      challenge: challengeOf(statement),
      relyingPartyId,
      passkeys: (await this.own(tx)).map(viewPasskey),
      relyingPartyName: organisation.name,
      userId: Buffer.from(tx.actor.personId!).toString('base64url'),
      userName: tx.actor.name,
      algorithms: [...deviceAlgorithms],
    };
  }

  /** Keeps a passkey that a device has made. 422 for a wrong password and for what is no new passkey of the caller. */
  async add(tx: Tx, fields: AddPasskey): Promise<PasskeyView> {
    const { relyingPartyId, about } = this.registration(tx);
    const { name, password, statement, credentialId, clientData, attestation, transports } = fields;
    await this.accounts.reauthenticate(tx, password, '/password');
    if (judge(statement, about) !== 'fresh') throw notMade('/statement');
    // With all its formats of certificates it takes time to load, and few ever need it.
    const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
    const made = await verifyRegistrationResponse({
      response: {
        id: credentialId,
        rawId: credentialId,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON: clientData, attestationObject: attestation },
      },
      expectedChallenge: challengeOf(statement),
      expectedOrigin: this.origin,
      expectedRPID: relyingPartyId,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...deviceAlgorithms],
    }).catch(() => ({ verified: false as const }));
    if (!made.verified) throw notMade('/attestation');
    const { credential } = made.registrationInfo;
    if ((await tx.all(Passkey, { credentialId: credential.id })).length > 0)
      throw conflict('passkey-known', 'This passkey is here already.', '/credentialId');
    await tx.because('passkey.add');
    const kept = await tx.insert(Passkey, {
      personId: tx.actor.personId!,
      name,
      credentialId: credential.id,
      algorithm: await algorithmOf(credential.publicKey),
      coseKey: Buffer.from(credential.publicKey).toString('base64url'),
      transports,
      revokedAt: null,
    });
    return viewPasskey(kept);
  }

  /** Nothing can be signed with it any more; what was signed stays signed. */
  async revoke(tx: Tx, id: string, version: number, reason: string | undefined): Promise<PasskeyView> {
    const { personId } = await tx.get(Passkey, id);
    if (!tx.actor.canEverywhere('person:manage') && !isSame(tx.actor, personId)) throw notFound();
    const passkey = await tx.claim(Passkey, id, version);
    if (passkey.revokedAt) throw conflict('revoked', 'The passkey was taken back already.');
    await tx.because('passkey.revoke', reason);
    return viewPasskey(await tx.update(passkey, { revokedAt: new Date().toISOString() }));
  }

  private registration(tx: Tx): { relyingPartyId: string; about: object } {
    const { personId, orgId } = tx.actor;
    if (!personId) throw forbidden('Only people have passkeys', 'not-a-person');
    const { relyingPartyId } = this;
    if (!relyingPartyId)
      throw conflict(
        'no-passkeys-here',
        'Browsers make passkeys only for a server with a name and https; the administrator sets PUBLIC_URL.',
      );
    return { relyingPartyId, about: { for: 'passkey', organisation: orgId, person: personId } };
  }
}

const notMade = (field: string) =>
  invalid({ code: 'no-passkey', field, message: 'The device has not made a passkey for this; begin again.' });
