import { Injectable } from '@nestjs/common';
import { fishboneDrawing, svgText, whysDrawing } from '#drawing';
import {
  dayFor,
  HistoryService,
  instantFor,
  type Report,
  type ReportBlock,
  type ReportLanguage,
  type ReportSection,
  said,
} from '#evidence';
import { Organisation, Site, type Tx } from '#platform';
import { Action } from '../action/action.entity.js';
import { EffectivenessService } from '../nonconformity/effectiveness.service.js';
import { Nonconformity } from '../nonconformity/nonconformity.entity.js';
import { NonconformityService } from '../nonconformity/nonconformity.service.js';
import type { NonconformityView } from '../nonconformity/nonconformity.dto.js';
import { Process } from '../process/process.entity.js';
import { nonconformityReportTexts } from './nonconformity-report.texts.js';

type Texts = (typeof nonconformityReportTexts)['en'];
const pictureWidth = 760;

/** What the report of a nonconformity says: the same figures as on the screen. */
@Injectable()
export class NonconformityReportService {
  constructor(
    private readonly nonconformities: NonconformityService,
    private readonly effectiveness: EffectivenessService,
    private readonly history: HistoryService,
  ) {}

  async of(tx: Tx, id: string, language: ReportLanguage): Promise<Report> {
    const nc = await this.nonconformities.get(tx, id);
    const [organisation, site, process, actions, checks, changes, [digest]] = [
      await tx.get(Organisation, tx.actor.orgId),
      nc.siteId ? await tx.find(Site, nc.siteId) : null,
      nc.processId ? await tx.find(Process, nc.processId) : null,
      await tx.all(Action, { nonconformityId: id }),
      await this.effectiveness.checks(tx, id),
      await this.history.changes(tx, Nonconformity, id, 2_147_483_647, 200),
      await this.history.digests(tx, Nonconformity, [id]),
    ];
    const people = [nc.ownerId, ...actions.map(({ ownerId }) => ownerId), ...checks.map((one) => one.checkedById)];
    const names = await this.history.namesOf(
      tx,
      people.flatMap((person) => (person ? [`p:${person}`] : [])),
    );
    const t = nonconformityReportTexts[language];
    const nameOf = (person: string | null) => (person ? (names.get(`p:${person}`) ?? '—') : '—');
    const word = (key: string | null) => (key ? (t.words[key] ?? key) : '—');
    const day = (value: string | null) => dayFor(language, value);
    const steps = changes.filter(({ changes }) => changes.some(({ field }) => field === 'state')).toReversed();
    const sections: ReportSection[] = [
      {
        title: t.found,
        blocks: [
          ...said(t.requirement, nc.requirement),
          ...said(t.evidence, nc.evidence),
          ...said(t.statement, nc.statement),
        ],
      },
      { title: t.containment, blocks: containment(nc, t, day, word) },
      { title: t.causes, blocks: causes(nc, t) },
      {
        title: t.actions,
        blocks: table(
          t.actionColumns,
          [1.3, 4, 1.6, 1.2, 1.2],
          actions.map((action) => [
            action.reference,
            action.title,
            nameOf(action.ownerId),
            day(action.dueOn),
            word(action.state),
          ]),
        ),
      },
      {
        title: t.effectiveness,
        blocks: [
          ...said(t.criterion, nc.effectivenessCriterion),
          ...said(t.method, nc.effectivenessMethod),
          ...table(
            t.checkColumns,
            [1.2, 1.6, 1.4, 4],
            checks.map((check) => [
              day(check.checkedOn),
              nameOf(check.checkedById),
              t.result[check.result] ?? check.result,
              check.evidence,
            ]),
          ),
        ],
      },
      {
        title: t.steps,
        blocks: table(
          t.stepColumns,
          [2.3, 1.6, 2, 3],
          steps.map(({ at, actorName, act, reason }) => [
            instantFor(language, at),
            actorName,
            t.acts[act.split('.')[1] ?? ''] ?? act,
            reason ?? '',
          ]),
        ),
      },
      {
        title: t.signatures,
        blocks: [{ kind: 'signatures', labels: t.signatureLabels, columns: t.signatureColumns }],
      },
    ];
    return {
      language,
      kind: t.kind,
      reference: nc.reference ?? t.words['draft']!,
      title: nc.title,
      organisation: organisation.name,
      draft: nc.state === 'draft' ? t.draft : nc.state === 'closed' || nc.state === 'rejected' ? null : t.open,
      landscape: false,
      facts: [
        [t.facts.grade, word(nc.grade)],
        [t.facts.state, word(nc.state)],
        [t.facts.clauses, nc.clauses.join(', ') || '—'],
        [t.facts.source, word(nc.source)],
        [t.facts.site, site ? `${site.code} ${site.name}` : '—'],
        [t.facts.process, process ? `${process.code} ${process.name}` : '—'],
        [t.facts.owner, nameOf(nc.ownerId)],
        [t.facts.raised, `${day(nc.detectedOn)} / ${day(nc.dueOn)}`],
      ],
      sections: sections.filter(({ blocks }) => blocks.length > 0),
      foot: t.foot(nc.version, instantFor(language, nc.updatedAt), digest?.digest ?? ''),
      page: t.page,
      at: nc.updatedAt,
      data: { ...nc, transitions: undefined, actions, checks, digest },
    };
  }
}

/** A table, or nothing for no rows; `shares` are widths by comparison. */
const table = (titles: string[], shares: number[], rows: string[][]): ReportBlock[] =>
  rows.length === 0
    ? []
    : [{ kind: 'table', columns: titles.map((title, index) => ({ title, share: shares[index] ?? 1 })), rows }];

function containment(
  nc: NonconformityView,
  t: Texts,
  day: (value: string | null) => string,
  word: (key: string) => string,
): ReportBlock[] {
  const items = nc.containments.map(
    ({ kind, description, doneOn, result }) =>
      `${word(kind)}: ${description}${doneOn ? ` (${day(doneOn)})` : ''}${result ? ` – ${result}` : ''}`,
  );
  return [
    ...(items.length > 0 ? [{ kind: 'list' as const, items }] : []),
    ...said(t.notContained, nc.containmentNotApplicable),
    ...said(t.consequences, nc.consequences),
  ];
}

function causes(nc: NonconformityView, t: Texts): ReportBlock[] {
  return [
    ...nc.fiveWhys.flatMap(({ leg, nodes }): ReportBlock[] => [
      { kind: 'text', text: t.whys[leg] },
      {
        kind: 'picture',
        svg: svgText(
          whysDrawing({
            width: pictureWidth,
            root: t.root,
            nodes: nodes.map(({ statement, ...node }) => ({ ...node, text: statement })),
          }),
        ),
        words: nodes.map(({ statement }) => statement).join(' ← '),
      },
    ]),
    ...(nc.ishikawa
      ? [
          {
            kind: 'picture' as const,
            svg: svgText(
              fishboneDrawing({
                problem: nc.ishikawa.problem,
                width: pictureWidth,
                categories: nc.ishikawa.categories.map(({ key, causes }) => ({
                  label: t.category[key],
                  causes: causes.map(({ statement, state }) => ({ text: statement, state })),
                })),
              }),
            ),
            words: nc.ishikawa.categories
              .flatMap(({ key, causes }) => causes.map(({ statement }) => `${t.category[key]}: ${statement}`))
              .join('; '),
          },
        ]
      : []),
    ...said(t.escape, nc.escapeCause),
    ...said(t.similar, nc.similarCheck),
  ];
}
