import { ApiProperty } from '@nestjs/swagger';
import { VerificationView } from './verification.dto.js';

/** Something outside of this installation that binds it to its history: whoever holds it would notice a rewriting. */
export class OutsideAnchor {
  @ApiProperty({ format: 'uuid', description: 'The evidence pack that was taken away' }) packId: string;
  @ApiProperty({ example: 'EP-2026-0004' }) reference: string;
  @ApiProperty({ format: 'date-time', description: 'The moment that the pack shows' }) asOf: string;
  @ApiProperty({ format: 'date-time' }) takenAt: string;
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Lines of the log that were written after it' })
  linesAfter: number;
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
  @ApiProperty({ type: OutsideAnchor, nullable: true, description: 'The last evidence pack that somebody took away' })
  lastAnchor: OutsideAnchor | null;
}
