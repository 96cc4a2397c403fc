import { Injectable } from '@nestjs/common';
import { conflict, forbidden, invalid, isSame, notFound, shown, type Tx } from '#platform';
import { Aspect } from '../aspect/aspect.entity.js';
import { mayAssess, mayRead } from '../aspect/aspect.policy.js';
import { AspectService } from '../aspect/aspect.service.js';
import { checkInput, evaluateSignificance } from '../significance-method/significance.js';
import type { AspectAssessmentView, AssessAspect, ConfirmOverride } from './aspect-assessment.dto.js';
import { AspectAssessment } from './aspect-assessment.entity.js';
import { usableVersion } from './method-version-choice.js';
import { confirmedOutcome, outcomeOf } from './override.js';

@Injectable()
export class AspectAssessmentService {
  constructor(private readonly aspects: AspectService) {}

  /** All assessments of an aspect, oldest first, the corrected ones too. */
  async list(tx: Tx, aspectId: string): Promise<AspectAssessmentView[]> {
    await this.readableAspect(tx, aspectId);
    return this.views(tx, await tx.all(AspectAssessment, { aspectId }));
  }

  async get(tx: Tx, aspectId: string, id: string): Promise<AspectAssessmentView> {
    await this.readableAspect(tx, aspectId);
    const assessment = await tx.get(AspectAssessment, id);
    if (assessment.aspectId !== aspectId) throw notFound();
    return this.view(tx, assessment);
  }

  async view(tx: Tx, assessment: AspectAssessment): Promise<AspectAssessmentView> {
    return (await this.views(tx, [assessment]))[0]!;
  }

  /**
   * Judges an aspect. 422 with pointers such as `/scores/S` for answers that the method does not know, for a version
   * that is not in force and for an override that is not possible; 403 for who may not; 409 when it is retired.
   */
  async assess(tx: Tx, aspectId: string, request: AssessAspect): Promise<AspectAssessment> {
    const aspect = await this.aspects.claim(tx, aspectId);
    const assessedById = assessor(tx, aspect);
    const { methodVersionId, scores, gates, reason, override, assessedOn = tx.today } = request;
    if (assessedOn > tx.today)
      throw invalid({
        code: 'in-the-future',
        field: '/assessedOn',
        message: 'It cannot have been judged after today.',
      });
    const corrected = request.correctionOfId ? await this.correctable(tx, aspect, request.correctionOfId) : null;
    if (corrected && !reason)
      throw invalid({ code: 'reason-required', field: '/reason', message: 'Say why the old assessment was wrong.' });
    const { definition } = await usableVersion(tx, methodVersionId, corrected?.methodVersionId);
    const input = { sign: aspect.sign, scores, gates };
    const mistakes = checkInput(definition, input);
    if (mistakes.length > 0)
      throw invalid(...mistakes.map(({ pointer, ...mistake }) => ({ ...mistake, field: pointer })));
    const computed = evaluateSignificance(definition, input);
    const outcome = await outcomeOf(tx, aspect, computed, override);
    await tx.because(corrected ? 'aspect.correctAssessment' : 'aspect.assess', reason);
    return tx.insert(AspectAssessment, {
      aspectId,
      aspectVersion: aspect.version,
      siteId: aspect.siteId,
      methodVersionId,
      ...input,
      score: computed.score,
      formula: computed.formula,
      computedSignificant: computed.significant,
      ...outcome,
      note: request.note ?? null,
      assessedOn,
      assessedById,
      correctionOfId: corrected?.id ?? null,
    });
  }

  /**
   * The second approver confirms an override downwards: the same assessment again, now not significant. 403 for anybody
   * else, 409 when it is no open proposal.
   */
  async confirmOverride(tx: Tx, aspectId: string, id: string, { reason }: ConfirmOverride): Promise<AspectAssessment> {
    const aspect = await this.aspects.claim(tx, aspectId);
    const proposal = await tx.get(AspectAssessment, id);
    if (proposal.aspectId !== aspectId) throw notFound();
    assessor(tx, aspect);
    if (!isSame(tx.actor, proposal.secondApproverId))
      throw forbidden('Only the second approver who is named confirms it', 'not-the-second-approver');
    if (proposal.overrideState !== 'proposed')
      throw conflict('not-proposed', 'No override of this assessment waits to be confirmed.');
    await this.refuseCorrected(tx, proposal);
    await tx.because('aspect.confirmOverride', reason);
    const { orgId: _, id: correctionOfId, version: __, createdAt: ___, updatedAt: ____, ...same } = proposal;
    return tx.insert(AspectAssessment, { ...same, ...confirmedOutcome(proposal), correctionOfId });
  }

  private async correctable(tx: Tx, aspect: Aspect, id: string): Promise<AspectAssessment> {
    const old = await tx.find(AspectAssessment, id);
    if (old?.aspectId !== aspect.id)
      throw invalid({
        code: 'unknown-reference',
        field: '/correctionOfId',
        message: 'This aspect has no such assessment.',
      });
    await this.refuseCorrected(tx, old);
    return old;
  }

  private async refuseCorrected(tx: Tx, { id }: AspectAssessment): Promise<void> {
    if ((await tx.all(AspectAssessment, { correctionOfId: id })).length > 0)
      throw conflict(
        'already-corrected',
        'Another assessment took its place already; correct that one.',
        '/correctionOfId',
      );
  }

  private async readableAspect(tx: Tx, id: string): Promise<void> {
    if (!mayRead(tx.actor, await tx.get(Aspect, id))) throw notFound();
  }

  private async views(tx: Tx, assessments: AspectAssessment[]): Promise<AspectAssessmentView[]> {
    const rows = await tx.sql<{ id: string; method: string }>(
      `SELECT v.id, m.code || ' v' || v.version_number AS method FROM significance_method_version v
       JOIN significance_method m ON m.org_id = v.org_id AND m.id = v.method_id WHERE v.org_id = $1 AND v.id = ANY ($2)`,
      [tx.actor.orgId, assessments.map(({ methodVersionId }) => methodVersionId)],
    );
    const methods = new Map(rows.map(({ id, method }) => [id, method]));
    return assessments.map((one) => ({ ...shown(one), method: methods.get(one.methodVersionId) ?? '' }));
  }
}

/** The person who answers for an assessment: integrations do not judge. */
function assessor(tx: Tx, aspect: Aspect): string {
  const { personId } = tx.actor;
  if (!personId || !mayAssess(tx.actor, aspect))
    throw forbidden('Significance is judged by the environmental manager of this site');
  if (aspect.state === 'retired')
    throw conflict('record-closed', 'The aspect is retired; it is not assessed any more.');
  return personId;
}
