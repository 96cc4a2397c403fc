import type { Schemas } from '../api/api.js';

/** Whether this browser has passkeys here: they need https, or this very computer. */
export const browserHasPasskeys = (): boolean => window.isSecureContext && 'PublicKeyCredential' in window;

const minutes = 5 * 60_000;

const known = (passkeys: Schemas['PasskeyView'][]) =>
  passkeys.map(({ credentialId, transports }) => ({
    id: credentialId,
    type: 'public-key' as const,
    transports: transports as AuthenticatorTransport[],
  }));

/** Has a device make a passkey. Throws when the person or the device does not want to. */
export async function makePasskey(
  offer: Schemas['PasskeyOffer'],
): Promise<Pick<Schemas['AddPasskey'], 'statement' | 'credentialId' | 'clientData' | 'attestation' | 'transports'>> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const { id, response } = await startRegistration({
    optionsJSON: {
      challenge: offer.challenge,
      rp: { id: offer.relyingPartyId, name: offer.relyingPartyName },
      user: { id: offer.userId, name: offer.userName, displayName: offer.userName },
      pubKeyCredParams: offer.algorithms.map((alg) => ({ alg, type: 'public-key' })),
      excludeCredentials: known(offer.passkeys),
      authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
      attestation: 'none',
      timeout: minutes,
    },
  });
  const { clientDataJSON: clientData, attestationObject: attestation, transports = [] } = response;
  return { statement: offer.statement, credentialId: id, clientData, attestation, transports };
}

/** Has a device sign. Throws when the person or the device does not want to. */
export async function signWithPasskey(question: Schemas['SigningQuestion']): Promise<Schemas['GivenPasskey']> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const { id, response } = await startAuthentication({
    optionsJSON: {
      challenge: question.challenge,
      rpId: question.relyingPartyId,
      allowCredentials: known(question.passkeys),
      userVerification: 'required',
      timeout: minutes,
    },
  });
  const { authenticatorData, clientDataJSON: clientData, signature: assertion } = response;
  return { statement: question.statement, credentialId: id, authenticatorData, clientData, assertion };
}

/** Whether somebody said no to the device, or let it wait: nothing is wrong then. */
export const isDeclined = (error: unknown): boolean =>
  error instanceof Error && ['NotAllowedError', 'AbortError'].includes(error.name);
