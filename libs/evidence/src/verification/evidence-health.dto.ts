import { ApiProperty } from '@nestjs/swagger';
import { anchorKinds, type AnchorKind } from '../anchor/log-anchor.entity.js';
import { VerificationView } from './verification.dto.js';

const outsideKinds = ['pack', ...anchorKinds] as const;

/** Something outside of this installation that binds it to its history: whoever holds it would notice a rewriting. */
export class OutsideAnchor {
  @ApiProperty({ enum: outsideKinds, description: 'An evidence pack that was taken away, a mail, or a time stamp' })
  kind: (typeof outsideKinds)[number];
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ example: 'EP-2026-0004', description: 'The number of the pack, the address, or the authority' })
  name: string;
  @ApiProperty({ format: 'date-time', description: 'The moment up to which it binds' }) asOf: string;
  @ApiProperty({ format: 'date-time', description: 'When it went out' }) madeAt: string;
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Lines of the log that were written after it' })
  linesAfter: number;
}

/** Whether and how checkpoints leave by themselves. */
export class Anchoring {
  @ApiProperty({ enum: anchorKinds }) kind: AnchorKind;
  @ApiProperty({ description: 'The server was told of a mail server or an authority' }) possible: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'The address that mails go to' }) address: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why the last attempt failed; null when it did not' })
  failure: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) failedAt: string | null;
}

/** How well the history is protected now. */
export class EvidenceHealth {
  @ApiProperty({ enum: ['current', 'late', 'overdue'] }) sealing: 'current' | 'late' | 'overdue';
  @ApiProperty({ type: 'integer', minimum: 0 }) pendingLines: number;
  @ApiProperty({ type: 'number', nullable: true }) oldestPendingSeconds: number | null;
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Lines under the last signed checkpoint' })
  sealedLines: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) sealedAt: string | null;
  @ApiProperty({ type: VerificationView, nullable: true, description: 'The last one that came to an end' })
  lastVerification: VerificationView | null;
  @ApiProperty({ type: [OutsideAnchor], description: 'The last of each kind, the one that binds most first' })
  anchors: OutsideAnchor[];
  @ApiProperty({ type: [Anchoring] }) anchoring: Anchoring[];
}
