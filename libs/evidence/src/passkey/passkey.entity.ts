import { Entity } from 'typeorm';
import { Choice, Code, Codes, Instant, RecordEntity, Reference, Text } from '#platform';

export const passkeyAlgorithms = ['ES256', 'RS256'] as const;
export type PasskeyAlgorithm = (typeof passkeyAlgorithms)[number];

const base64url = /^[\w-]+$/;

/**
 * A key that a device of a person keeps and uses after it has checked a fingerprint, a face or a PIN (WebAuthn). What is
 * signed with it nobody else can have signed, neither the administrator nor this server.
 */
@Entity()
export class Passkey extends RecordEntity {
  @Reference() personId: string;
  @Text({ max: 100, example: 'Laptop at the line' }) name: string;
  @Code({ max: 1400, pattern: base64url, description: 'By which the device knows it' }) credentialId: string;
  @Choice(passkeyAlgorithms) algorithm: PasskeyAlgorithm;
  @Code({ max: 2000, pattern: base64url, description: 'The public key as the device tells it (COSE)' }) coseKey: string;
  @Codes({ max: 20, pattern: /^[a-z-]+$/, maxItems: 10, description: 'How a browser reaches the device' })
  transports: string[];
  @Instant({ nullable: true }) revokedAt: string | null;
}
