import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, forbidden, Operation, Tx } from '#platform';
import { SealingLag } from '../seal/sealing-lag.js';
import { EvidenceHealth, type OutsideAnchor } from './evidence-health.dto.js';
import { mayVerify, VerificationService } from './verification.service.js';

/** A pack that was taken away, with the number of lines of the log that it holds. */
const lastTaken = `SELECT id AS "packId", reference, as_of AS "asOf", last_downloaded_at AS "takenAt", (counts ->> 'lines')::integer AS lines
  FROM evidence_pack WHERE org_id = $1 AND last_downloaded_at IS NOT NULL ORDER BY as_of DESC LIMIT 1`;
const lastSealed = `SELECT signed_at AS "sealedAt", (SELECT sum(size)::integer FROM (
    SELECT max(size) AS size FROM log.checkpoint WHERE org_id = $1 GROUP BY epoch) each_epoch) AS lines
  FROM log.checkpoint WHERE org_id = $1 ORDER BY epoch DESC, size DESC LIMIT 1`;

@ApiTags('Evidence health')
@Controller('evidence-health')
export class EvidenceHealthController {
  constructor(
    private readonly lag: SealingLag,
    private readonly verifications: VerificationService,
  ) {}

  @Get()
  @Operation('Tells how well the history is protected, and what is therefore not proved', EvidenceHealth)
  async get(@CurrentTx() tx: Tx): Promise<EvidenceHealth> {
    if (!mayVerify(tx.actor)) throw forbidden();
    const { state, pendingLines, oldestPendingSeconds } = await this.lag.of(tx);
    const [sealed] = await tx.sql<{ sealedAt: Date; lines: number }>(lastSealed, [tx.actor.orgId]);
    const [taken] = await tx.sql<{ packId: string; reference: string; asOf: Date; takenAt: Date; lines: number }>(
      lastTaken,
      [tx.actor.orgId],
    );
    const sealedLines = sealed?.lines ?? 0;
    return {
      sealing: state,
      pendingLines,
      oldestPendingSeconds,
      sealedLines,
      sealedAt: sealed?.sealedAt.toISOString() ?? null,
      lastVerification: (await this.verifications.last(tx)) ?? null,
      lastAnchor: taken ? anchorOf(taken, sealedLines + pendingLines) : null,
    };
  }
}

const anchorOf = (
  {
    packId,
    reference,
    asOf,
    takenAt,
    lines,
  }: { packId: string; reference: string; asOf: Date; takenAt: Date; lines: number },
  now: number,
): OutsideAnchor => ({
  packId,
  reference,
  asOf: asOf.toISOString(),
  takenAt: takenAt.toISOString(),
  linesAfter: Math.max(0, now - lines),
});
