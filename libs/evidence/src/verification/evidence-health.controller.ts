import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, forbidden, Operation, Organisation, Tx } from '#platform';
import { anchorKinds, type AnchorKind } from '../anchor/log-anchor.entity.js';
import { LogAnchorService } from '../anchor/log-anchor.service.js';
import { SealedLogService } from '../seal/sealed-log.service.js';
import { SealingLag } from '../seal/sealing-lag.js';
import { type Anchoring, EvidenceHealth, type OutsideAnchor } from './evidence-health.dto.js';
import { mayVerify, VerificationService } from './verification.service.js';

/** The last of each kind, with the number of lines of the log that it binds. */
const outside = `(SELECT 'pack' AS kind, id, reference AS name, as_of AS "asOf", last_downloaded_at AS "madeAt", (counts ->> 'lines')::integer AS lines
    FROM evidence_pack WHERE org_id = $1 AND last_downloaded_at IS NOT NULL ORDER BY as_of DESC LIMIT 1)
  UNION ALL (SELECT last.* FROM unnest($2::varchar[]) AS k (kind) CROSS JOIN LATERAL (
    SELECT a.kind, a.id, a.target, a.as_of, a.made_at, a.lines FROM log_anchor a
    WHERE a.org_id = $1 AND a.kind = k.kind AND a.state = 'made' ORDER BY a.as_of DESC LIMIT 1) last)
  ORDER BY lines DESC, "asOf" DESC`;
/** What came of the last attempt of each kind. */
const attempts = `SELECT last.* FROM unnest($2::varchar[]) AS k (kind) CROSS JOIN LATERAL (
    SELECT a.kind, a.failure, a.updated_at AS "failedAt" FROM log_anchor a
    WHERE a.org_id = $1 AND a.kind = k.kind AND a.state <> 'queued' ORDER BY a.created_at DESC LIMIT 1) last`;

interface OutsideRow extends Omit<OutsideAnchor, 'asOf' | 'madeAt' | 'linesAfter'> {
  asOf: Date;
  madeAt: Date;
  lines: number;
}

@ApiTags('Evidence health')
@Controller('evidence-health')
export class EvidenceHealthController {
  constructor(
    private readonly lag: SealingLag,
    private readonly verifications: VerificationService,
    private readonly anchors: LogAnchorService,
    private readonly log: SealedLogService,
  ) {}

  @Get()
  @Operation('Tells how well the history is protected, and what is therefore not proved', EvidenceHealth)
  async get(@CurrentTx() tx: Tx): Promise<EvidenceHealth> {
    if (!mayVerify(tx.actor)) throw forbidden();
    const { state, pendingLines, oldestPendingSeconds } = await this.lag.of(tx);
    const sealed = await this.log.sealed(tx);
    const rows = await tx.sql<OutsideRow>(outside, [tx.actor.orgId, anchorKinds]);
    return {
      sealing: state,
      pendingLines,
      oldestPendingSeconds,
      sealedLines: sealed.lines,
      sealedAt: sealed.at?.toISOString() ?? null,
      lastVerification: (await this.verifications.last(tx)) ?? null,
      anchors: rows.map(({ lines, asOf, madeAt, ...row }) => ({
        ...row,
        asOf: asOf.toISOString(),
        madeAt: madeAt.toISOString(),
        linesAfter: Math.max(0, sealed.lines + pendingLines - lines),
      })),
      anchoring: await this.anchoring(tx),
    };
  }

  private async anchoring(tx: Tx): Promise<Anchoring[]> {
    const rows = await tx.sql<{ kind: AnchorKind; failure: string | null; failedAt: Date }>(attempts, [
      tx.actor.orgId,
      anchorKinds,
    ]);
    const { anchorEmail } = await tx.get(Organisation, tx.actor.orgId);
    return anchorKinds.map((kind) => {
      const last = rows.find((row) => row.kind === kind);
      return {
        kind,
        possible: this.anchors.possible(kind),
        address: kind === 'mail' ? anchorEmail : null,
        failure: last?.failure ?? null,
        failedAt: last?.failure ? last.failedAt.toISOString() : null,
      };
    });
  }
}
