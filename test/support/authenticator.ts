import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

interface Question {
  challenge: string;
  relyingPartyId: string;
}

/** How a device may misbehave. */
interface Manners {
  origin?: string;
  verified?: boolean;
}

const bytes = (...parts: (number[] | Buffer)[]) => Buffer.concat(parts.map((part) => Buffer.from(part)));
const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest();
const base64url = (content: string | Buffer) => Buffer.from(content).toString('base64url');

/** What a device with a fingerprint reader does, in software: it makes one passkey and signs with it (WebAuthn level 3). */
export class Authenticator {
  readonly credentialId = base64url(randomBytes(16));
  private readonly publicKey: KeyObject;
  private readonly privateKey: KeyObject;

  constructor(
    private readonly origin: string,
    private readonly algorithm: 'ES256' | 'RS256' = 'ES256',
  ) {
    ({ publicKey: this.publicKey, privateKey: this.privateKey } =
      algorithm === 'ES256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('rsa', { modulusLength: 2048 }));
  }

  /** The passkey, as a browser hands it over. */
  make(question: Question, { origin = this.origin, verified = true }: Manners = {}) {
    const id = Buffer.from(this.credentialId, 'base64url');
    const data = bytes(
      this.head(question, verified ? 0x45 : 0x41),
      randomBytes(16),
      [0, id.length],
      id,
      this.coseKey(),
    );
    // {"fmt": "none", "attStmt": {}, "authData": data} in CBOR
    const attestation = bytes(
      [0xa3, 0x63],
      Buffer.from('fmt'),
      [0x64],
      Buffer.from('none'),
      [0x67],
      Buffer.from('attStmt'),
      [0xa0, 0x68],
      Buffer.from('authData'),
      [0x59, data.length >> 8, data.length & 255],
      data,
    );
    return {
      credentialId: this.credentialId,
      clientData: base64url(this.clientData('webauthn.create', question, origin)),
      attestation: base64url(attestation),
      transports: ['internal'],
    };
  }

  /** The answer to a question for a signature. */
  sign(question: Question, { origin = this.origin, verified = true }: Manners = {}) {
    const clientData = this.clientData('webauthn.get', question, origin);
    const data = this.head(question, verified ? 0x05 : 0x01);
    return {
      credentialId: this.credentialId,
      authenticatorData: base64url(data),
      clientData: base64url(clientData),
      assertion: base64url(sign('sha256', bytes(data, sha256(clientData)), this.privateKey)),
    };
  }

  private clientData(type: string, { challenge }: Question, origin: string): string {
    return JSON.stringify({ type, challenge, origin, crossOrigin: false });
  }

  private head({ relyingPartyId }: Question, flags: number): Buffer {
    return bytes(sha256(relyingPartyId), [flags, 0, 0, 0, 0]);
  }

  private coseKey(): Buffer {
    const { x, y, n } = this.publicKey.export({ format: 'jwk' });
    const part = (text: string | undefined) => Buffer.from(text!, 'base64url');
    return this.algorithm === 'ES256'
      ? bytes([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32], part(x), [0x22, 0x58, 32], part(y))
      : bytes([0xa4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x59, 1, 0], part(n), [0x21, 0x43, 1, 0, 1]);
  }
}
