import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, forbidden, Operation, Organisation, Tx } from '#platform';
import { anchorKinds, type AnchorKind } from '../anchor/log-anchor.entity.js';
import { LogAnchorService } from '../anchor/log-anchor.service.js';
import { SealingLag } from '../seal/sealing-lag.js';
import { type Anchoring, EvidenceHealth, type OutsideAnchor } from './evidence-health.dto.js';
import { mayVerify, VerificationService } from './verification.service.js';

const lastSealed = `SELECT signed_at AS "sealedAt", (SELECT sum(size)::integer FROM (
    SELECT max(size) AS size FROM log.checkpoint WHERE org_id = $1 GROUP BY epoch) each_epoch) AS lines
  FROM log.checkpoint WHERE org_id = $1 ORDER BY epoch DESC, size DESC LIMIT 1`;
/** The last of each kind, with the number of lines of the log that it binds. */
const outside = `(SELECT 'pack' AS kind, id, reference AS name, as_of AS "asOf", last_downloaded_at AS "madeAt", (counts ->> 'lines')::integer AS lines
    FROM evidence_pack WHERE org_id = $1 AND last_downloaded_at IS NOT NULL ORDER BY as_of DESC LIMIT 1)
  UNION ALL (SELECT last.* FROM unnest($2::varchar[]) AS k (kind) CROSS JOIN LATERAL (
    SELECT a.kind, a.id, a.target, a.as_of, a.made_at, a.lines FROM log_anchor a
    WHERE a.org_id = $1 AND a.kind = k.kind AND a.state = 'made' ORDER BY a.as_of DESC LIMIT 1) last)
  ORDER BY lines DESC, "asOf" DESC`;
/** What came of the last attempt of each kind. */
const attempts = `SELECT DISTINCT ON (kind) kind, failure, updated_at AS "failedAt" FROM log_anchor
  WHERE org_id = $1 AND state <> 'queued' ORDER BY kind, created_at DESC`;

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
  ) {}

  @Get()
  @Operation('Tells how well the history is protected, and what is therefore not proved', EvidenceHealth)
  async get(@CurrentTx() tx: Tx): Promise<EvidenceHealth> {
    if (!mayVerify(tx.actor)) throw forbidden();
    const { state, pendingLines, oldestPendingSeconds } = await this.lag.of(tx);
    const [sealed] = await tx.sql<{ sealedAt: Date; lines: number }>(lastSealed, [tx.actor.orgId]);
    const rows = await tx.sql<OutsideRow>(outside, [tx.actor.orgId, anchorKinds]);
    const sealedLines = sealed?.lines ?? 0;
    return {
      sealing: state,
      pendingLines,
      oldestPendingSeconds,
      sealedLines,
      sealedAt: sealed?.sealedAt.toISOString() ?? null,
      lastVerification: (await this.verifications.last(tx)) ?? null,
      anchors: rows.map(({ lines, asOf, madeAt, ...row }) => ({
        ...row,
        asOf: asOf.toISOString(),
        madeAt: madeAt.toISOString(),
        linesAfter: Math.max(0, sealedLines + pendingLines - lines),
      })),
      anchoring: await this.anchoring(tx),
    };
  }

  private async anchoring(tx: Tx): Promise<Anchoring[]> {
    const rows = await tx.sql<{ kind: AnchorKind; failure: string | null; failedAt: Date }>(attempts, [tx.actor.orgId]);
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
