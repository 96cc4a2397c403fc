import { Injectable } from '@nestjs/common';
import {
  AttachmentService,
  type AttachmentView,
  dayFor,
  type HistoryEntry,
  HistoryService,
  instantFor,
  type Report,
  type ReportLanguage,
  SignatureService,
  spoken,
} from '#evidence';
import { type Class, Organisation, type RecordEntity, Site, shown, type Tx } from '#platform';
import { Action } from '../action/action.entity.js';
import { EffectivenessService } from '../nonconformity/effectiveness.service.js';
import { DueDateExtension, EffectivenessCheck, Nonconformity } from '../nonconformity/nonconformity.entity.js';
import { NonconformityService } from '../nonconformity/nonconformity.service.js';
import { Process } from '../process/process.entity.js';
import { nonconformityReportTexts } from './nonconformity-report.texts.js';
import { sectionsOf } from './nonconformity-sections.js';
import { latest, type NonconformityStory } from './nonconformity-story.js';

/** What the report of a nonconformity says: the same figures as on the screen, now or as of an instant. */
@Injectable()
export class NonconformityReportService {
  constructor(
    private readonly nonconformities: NonconformityService,
    private readonly effectiveness: EffectivenessService,
    private readonly history: HistoryService,
    private readonly attachments: AttachmentService,
    private readonly signatures: SignatureService,
  ) {}

  async of(tx: Tx, id: string, language: ReportLanguage, asOf?: string): Promise<Report> {
    const story = await this.story(tx, id, asOf);
    const { nc, nameOf } = story;
    const t = nonconformityReportTexts[language];
    const day = (value: string | null) => dayFor(language, value);
    const at = latest(story);
    const reference = nc.reference ?? t.state.draft;
    const closed = nc.state === 'closed' || nc.state === 'rejected';
    return {
      language,
      kind: t.kind,
      reference,
      title: nc.title,
      organisation: story.organisation,
      notices: [
        ...(nc.state === 'draft' ? [t.draft] : closed ? [] : [t.open]),
        ...(asOf ? [t.asOf(instantFor(language, asOf))] : []),
      ],
      landscape: false,
      facts: [
        [t.fact.grade, nc.grade ? t.grade[nc.grade] : '—'],
        [t.fact.state, t.state[nc.state] + (nc.correctionOnly ? ` (${t.correctionOnly})` : '')],
        [t.fact.clauses, nc.clauses.join('\n') || '—'],
        [t.fact.disciplines, nc.disciplines.map((discipline) => t.discipline[discipline]).join(', ')],
        [t.fact.source, t.source[nc.source]],
        [t.fact.raised, nameOf(nc.raisedById)],
        [t.fact.site, story.site ?? '—'],
        [t.fact.process, story.process ?? '—'],
        [t.fact.owner, nameOf(nc.ownerId)],
        [t.fact.found, day(nc.detectedOn) + (nc.lateEntry ? ` (${t.late})` : '')],
        nc.closedOn ? [t.fact.closed, day(nc.closedOn)] : [t.fact.due, day(nc.dueOn)],
      ],
      sections: spoken(sectionsOf(story, t, language)),
      foot: t.foot(reference, nc.version, instantFor(language, at)),
      digest: { label: t.digest, value: story.digest?.digest ?? '' },
      lines: Object.entries({ nonconformity: story.digest ? [story.digest] : [], ...story.digests }).map(
        ([recordType, lines]) => ({ recordType, lines }),
      ),
      page: t.page,
      at,
      data: dataOf(story),
    };
  }

  private async story(tx: Tx, id: string, asOf?: string): Promise<NonconformityStory> {
    const nc = await this.nonconformities.get(tx, id, asOf);
    const then = async <R extends RecordEntity>(target: Class<R>, now: R[]): Promise<R[]> =>
      asOf
        ? this.history.allAsOf(
            tx,
            target,
            now.map((one) => one.id),
            asOf,
          )
        : now;
    const known = ({ createdAt }: { createdAt: string }) => !asOf || new Date(createdAt) <= new Date(asOf);
    const actions = await then(Action, await tx.all(Action, { nonconformityId: id }));
    const checks = await then(EffectivenessCheck, await this.effectiveness.checks(tx, id));
    const extensions = await then(DueDateExtension, await this.effectiveness.extensions(tx, id));
    const cycles = (await this.nonconformities.cycles(tx, id)).filter(known);
    const attachments = (await this.attached(tx, id, asOf)).filter(known);
    const signatures = (await this.signatures.of(tx, 'nonconformity', id)).filter(known);
    const digests = (target: Class<RecordEntity>, records: readonly { id: string }[]) =>
      this.history.digests(
        tx,
        target,
        records.map((one) => one.id),
        asOf,
      );
    const [digest] = await digests(Nonconformity, [nc]);
    const site = nc.siteId ? await tx.find(Site, nc.siteId) : null;
    const process = nc.processId ? await tx.find(Process, nc.processId) : null;
    const people = [
      nc.raisedById,
      nc.ownerId,
      nc.investigatorId,
      nc.verifierId,
      ...actions.map(({ ownerId }) => ownerId),
      ...checks.map(({ checkedById }) => checkedById),
      ...extensions.flatMap(({ requestedById, decidedById }) => [requestedById, decidedById]),
    ];
    const names = await this.history.namesOf(
      tx,
      people.flatMap((person) => (person ? [`p:${person}`] : [])),
    );
    const others = [nc.recurrenceOfId, nc.duplicateOfId].filter((other) => other !== null);
    const references = await tx.sql<{ id: string; reference: string }>(
      'SELECT id, reference FROM nonconformity WHERE org_id = $1 AND id = ANY ($2) AND reference IS NOT NULL',
      [tx.actor.orgId, others],
    );
    return {
      nc,
      actions,
      checks,
      extensions,
      cycles,
      attachments,
      signatures,
      asOf,
      steps: await this.steps(tx, id, asOf),
      digest,
      digests: {
        action: await digests(Action, actions),
        effectiveness_check: await digests(EffectivenessCheck, checks),
        due_date_extension: await digests(DueDateExtension, extensions),
      },
      organisation: (await tx.get(Organisation, tx.actor.orgId)).name,
      site: site && `${site.code} ${site.name}`,
      process: process && `${process.code} ${process.name}`,
      references: new Map(references.map((one) => [one.id, one.reference])),
      nameOf: (person) => (person ? (names.get(`p:${person}`) ?? '—') : '—'),
    };
  }

  /** All changes of the state, however many other changes lie between them. */
  private async steps(tx: Tx, id: string, asOf?: string): Promise<HistoryEntry[]> {
    const steps: HistoryEntry[] = [];
    for (let before = 2_147_483_647; before > 1;) {
      const changes = await this.history.changes(tx, Nonconformity, id, before, 200);
      steps.push(...changes.filter((change) => change.changes.some(({ field }) => field === 'state')));
      before = changes.length < 200 ? 0 : changes.at(-1)!.version;
    }
    return steps.filter(({ at }) => !asOf || new Date(at) <= new Date(asOf)).toReversed();
  }

  /** The files that count, or that were not yet said not to count. */
  private async attached(tx: Tx, recordId: string, asOf?: string): Promise<AttachmentView[]> {
    const found: AttachmentView[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await this.attachments.list(tx, {
        recordType: 'nonconformity',
        recordId,
        limit: 200,
        sort: 'createdAt',
        ...(cursor && { cursor }),
      });
      found.push(
        ...page.items.filter(
          ({ voidedOn }) => voidedOn === null || (asOf !== undefined && voidedOn > asOf.slice(0, 10)),
        ),
      );
      if (!page.nextCursor) return found;
      cursor = page.nextCursor;
    }
  }
}

/** The record as data: nothing that is worked out for whoever looks, or on which day. */
function dataOf({
  nc,
  actions,
  checks,
  extensions,
  cycles,
  attachments,
  signatures,
  digest,
  digests,
}: NonconformityStory): object {
  const { transitions: _, overdue: _overdue, ...record } = nc;
  return {
    ...record,
    actions: actions.map(shown),
    checks: checks.map(shown),
    extensions: extensions.map(shown),
    cycles: cycles.map(shown),
    attachments,
    signatures: signatures.map(
      ({ intact: _intact, changes: _changes, changedSince: _since, ...signature }) => signature,
    ),
    digest,
    digests,
  };
}
