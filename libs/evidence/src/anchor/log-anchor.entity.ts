import { Entity } from 'typeorm';
import { Choice, Code, Instant, RecordEntity, Reference, Text, Whole } from '#platform';

export const anchorKinds = ['mail', 'timestamp'] as const;
export type AnchorKind = (typeof anchorKinds)[number];
export const anchorStates = ['queued', 'made', 'failed'] as const;

/**
 * A checkpoint that left this installation, so that a history rewritten later would contradict it: mailed to somebody who
 * keeps it, or stamped by a time stamping authority (RFC 3161).
 */
@Entity()
export class LogAnchor extends RecordEntity {
  @Choice(anchorKinds) kind: AnchorKind;
  @Choice(anchorStates) state: (typeof anchorStates)[number];
  @Code({ max: 80, description: 'Who asked for it, as in the history' }) requestedBy: string;
  @Reference({ nullable: true }) requestedById: string | null;
  @Text({
    max: 254,
    nullable: true,
    description: 'The address, or the authority',
    example: 'records@certifier.example',
  })
  target: string | null;
  @Code({ max: 2000, nullable: true, description: 'The signed checkpoint that was sent or stamped' })
  checkpoint: string | null;
  @Whole({ min: 0, max: 2_147_483_647, nullable: true, description: 'Lines of history that it binds, of all epochs' })
  lines: number | null;
  @Instant({ nullable: true, description: 'When the checkpoint was signed' }) asOf: string | null;
  @Instant({ nullable: true, description: 'When the mail was taken, or the time that the authority vouches for' })
  madeAt: string | null;
  @Code({ max: 100_000, nullable: true, description: 'The answer of the authority, DER in base64' })
  token: string | null;
  @Text({ max: 2000, nullable: true, description: 'Why it could not be done' }) failure: string | null;
}
