import {
  dayFor,
  instantFor,
  listed,
  noted,
  type ReportLanguage,
  type ReportSection,
  said,
  signatureBlocks,
  type SignaturePlace,
} from '#evidence';
import { confirmedCauses } from '../nonconformity/causes.js';
import { causes } from './nonconformity-causes.js';
import type { NonconformityReportTexts } from './nonconformity-report.texts.js';
import type { NonconformityStory } from './nonconformity-story.js';

/** The titles of columns with the shares of the width that they take; 0 for as wide as its widest cell. */
const columns = (titles: readonly string[], shares: readonly number[]): [string, number?][] =>
  titles.map((title, at) => (shares[at] ? [title, shares[at]] : [title]));

/** The story in the order in which it happened; sections that say nothing are left out by whoever prints it. */
export function sectionsOf(
  story: NonconformityStory,
  t: NonconformityReportTexts,
  language: ReportLanguage,
): ReportSection[] {
  const { nc, actions, checks, extensions, nameOf } = story;
  const day = (value: string | null) => dayFor(language, value);
  const causeOf = new Map(confirmedCauses(nc).map(({ id, statement }) => [id, statement]));
  return [
    {
      title: t.found,
      blocks: [
        ...said(t.requirement, nc.requirement),
        ...said(t.evidence, nc.evidence),
        ...said(t.statement, nc.statement),
        ...said(t.breach, nc.legalBreach ? t.breached : null),
        ...said(t.notification, nc.legalNotification),
        ...said(t.repeats, nc.recurrenceOfId && story.references.get(nc.recurrenceOfId)),
        ...said(t.rejected, nc.rejectionCode && t.rejection[nc.rejectionCode]),
        ...said(t.duplicate, nc.duplicateOfId && story.references.get(nc.duplicateOfId)),
      ],
    },
    {
      title: t.containment,
      blocks: [
        ...listed(
          columns(t.containmentColumns, [0, 3, 0, 3]),
          nc.containments.map((one) => [
            t.containmentKind[one.kind],
            one.description,
            day(one.doneOn),
            one.result ?? '',
          ]),
        ),
        ...said(t.notContained, nc.containmentNotApplicable),
        ...said(t.consequences, nc.consequences),
        ...said(t.similar, nc.similarCheck),
        ...said(t.enough, nc.correctionOnlyJustification),
        ...said(t.corrected, nc.correctionVerification),
      ],
    },
    { title: t.causes, blocks: causes(story, t) },
    {
      title: t.actions,
      blocks: listed(
        columns(t.actionColumns, [0, 5, 1.8, 0, 0, 0]),
        actions.map((action) => [
          action.reference,
          noted(
            action.title,
            action.description,
            action.causeId && causeOf.has(action.causeId) && t.removes(causeOf.get(action.causeId)!),
            action.deliverable && t.delivers(action.deliverable),
            action.completion && t.was(action.completion),
            ...action.flags.map((flag) => t.flag[flag] ?? flag),
            nc.cycle > 1 && action.cycle !== null && t.cycle(action.cycle),
          ),
          nameOf(action.ownerId),
          day(action.dueOn),
          day(action.doneOn),
          t.actionState[action.state],
        ]),
      ),
    },
    {
      title: t.effectiveness,
      blocks: [
        ...said(t.criterion, nc.effectivenessCriterion),
        ...said(t.method, nc.effectivenessMethod),
        ...said(t.verifier, nc.verifierId && `${nameOf(nc.verifierId)} · ${day(nc.effectivenessCheckOn)}`),
        ...listed(
          columns(t.checkColumns, [0, 1.6, 0, 4]),
          checks.map((check) => [
            day(check.checkedOn),
            nameOf(check.checkedById),
            t.result[check.result],
            noted(check.evidence, check.comment),
          ]),
        ),
        ...said(t.acceptance, nc.externalAcceptance),
      ],
    },
    {
      title: t.lessons,
      blocks: [
        ...said(t.changes, nc.changesDecided),
        ...said(t.removal, nc.containmentRemoval),
        ...said(t.updates, nc.updatesDone),
      ],
    },
    {
      title: t.extensions,
      blocks: listed(
        columns(t.extensionColumns, [0, 0, 4, 1.8, 2.4]),
        extensions.map((one) => [
          day(one.fromOn),
          day(one.toOn),
          one.reason,
          nameOf(one.requestedById),
          noted(t.extension[one.state], one.decidedById && nameOf(one.decidedById)),
        ]),
      ),
    },
    {
      title: t.cycles,
      blocks: listed(
        columns(t.cycleColumns, [0, 0, 1, 1]),
        story.cycles.map((one) => [
          String(one.cycle),
          day(one.endedOn),
          one.reason,
          confirmedCauses(one)
            .map(({ statement }) => statement)
            .join('\n'),
        ]),
      ),
    },
    {
      title: t.attachments,
      blocks: listed(
        columns(t.attachmentColumns, [3, 0, 4]),
        story.attachments.map(({ file, note }) => [
          noted(file.originalName, note),
          instantFor(language, file.receivedAt),
          `${file.sha256.slice(0, 32)}\n${file.sha256.slice(32)}`,
        ]),
      ),
    },
    {
      title: t.exceptions,
      blocks: nc.flags.length > 0 ? [{ kind: 'list', items: nc.flags.map((flag) => t.flag[flag] ?? flag) }] : [],
    },
    {
      title: t.steps,
      blocks: listed(
        columns(t.stepColumns, [0, 1.7, 2.6, 1.7, 2.6]),
        story.steps.map(({ at, actorName, act, reason, changes }) => [
          instantFor(language, at),
          actorName,
          t.act[act.split('.')[1] ?? ''] ?? act,
          stateAfter(changes, t),
          reason ?? '',
        ]),
      ),
    },
    {
      title: t.signatures,
      blocks: signatureBlocks(story.signatures, places(story, t), {
        columns: t.signatureColumns,
        language,
        standing: story.asOf === undefined,
      }),
    },
  ];
}

function stateAfter(changes: NonconformityStory['steps'][number]['changes'], t: NonconformityReportTexts): string {
  const state = changes.find(({ field }) => field === 'state')?.after;
  return typeof state === 'string' && state in t.state ? t.state[state as keyof typeof t.state] : '';
}

/** What there is to sign, by what becomes of the record. */
function places({ nc }: NonconformityStory, { signature }: NonconformityReportTexts): SignaturePlace[] {
  const closed = { meaning: signature.closed, signedBy: ['effectiveness_closed', 'correction_closed'] as const };
  if (nc.state === 'rejected') return [{ meaning: signature.rejected }];
  if (nc.correctionOnly) return [closed];
  return [
    { meaning: signature.causes, signedBy: ['causes_accepted'] },
    { meaning: signature.plan },
    { meaning: signature.effective, signedBy: ['effectiveness_closed'] },
    closed,
  ];
}
