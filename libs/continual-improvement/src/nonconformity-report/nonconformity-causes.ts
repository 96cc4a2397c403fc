import { fishboneDrawing, svgText } from '#drawing';
import { listed, noted, type ReportBlock, type ReportNode, said, strong } from '#evidence';
import { confirmedCauses, type FiveWhys, type Ishikawa } from '../nonconformity/causes.js';
import type { NonconformityReportTexts } from './nonconformity-report.texts.js';
import type { NonconformityStory } from './nonconformity-story.js';

/** Pixels, of which the text width of a page has 650. */
const pictureWidth = 650;

/** Why it happened and why nobody noticed: trees of whys, the fishbone, and what is lived with. */
export function causes({ nc, nameOf }: NonconformityStory, t: NonconformityReportTexts): ReportBlock[] {
  const statements = new Map(confirmedCauses(nc).map(({ id, statement }) => [id, statement]));
  return [
    ...nc.fiveWhys.flatMap((whys): ReportBlock[] => [
      { kind: 'text', label: t.leg[whys.leg], text: '' },
      { kind: 'tree', nodes: tree(whys, t) },
    ]),
    ...(nc.ishikawa ? fishbone(nc.ishikawa, t) : []),
    ...said(t.escape, nc.escapeCause),
    ...listed(
      [
        [t.acceptedColumns[0]!, 1],
        [t.acceptedColumns[1]!, 1],
      ],
      nc.acceptedCauses.map(({ causeId, reason }) => [statements.get(causeId) ?? causeId, reason]),
    ),
    ...said(t.investigator, nc.investigatorId && nameOf(nc.investigatorId)),
  ];
}

/** Each cause after the one that it explains, deeper by one. */
function inOrder<N extends { id: string; parentId: string | null }>(nodes: readonly N[]): { node: N; depth: number }[] {
  const below = new Map<string | null, N[]>();
  for (const node of nodes) below.set(node.parentId, [...(below.get(node.parentId) ?? []), node]);
  const walk = (parent: string | null, depth: number): { node: N; depth: number }[] =>
    depth > nodes.length
      ? []
      : (below.get(parent) ?? []).flatMap((node) => [{ node, depth }, ...walk(node.id, depth + 1)]);
  return walk(null, 0);
}

const tree = ({ nodes }: FiveWhys, t: NonconformityReportTexts): ReportNode[] =>
  inOrder(nodes).map(({ node: { statement, evidence, verified, root }, depth }) => ({
    depth,
    text: statement,
    mark: root ? t.root : null,
    notes: [...(evidence ? [t.shownBy(evidence)] : []), ...(!verified && depth > 0 ? [t.unverified] : [])],
  }));

/** The picture, and each cause in full with its state in words. */
function fishbone({ problem, categories }: Ishikawa, t: NonconformityReportTexts): ReportBlock[] {
  const all = categories
    .map(({ key, causes }) => ({
      label: t.category[key],
      causes: inOrder(causes).map(({ node, depth }) => ({
        ...node,
        text: `${'– '.repeat(depth)}${node.statement}`,
      })),
    }))
    .filter(({ causes }) => causes.length > 0);
  const words = all.flatMap(({ label, causes }) => causes.map(({ statement }) => `${label}: ${statement}`));
  return [
    { kind: 'text', label: t.fishbone, text: problem },
    ...(all.length > 0
      ? [
          {
            kind: 'picture' as const,
            svg: svgText(fishboneDrawing({ problem, width: pictureWidth, categories: all })),
            words: words.join('; '),
          },
        ]
      : []),
    ...listed(
      [[t.fishboneColumns[0]!], [t.fishboneColumns[1]!, 1], [t.fishboneColumns[2]!]],
      all.flatMap(({ label, causes }) =>
        causes.map(({ text, evidence, state }) => [
          label,
          (state === 'confirmed' ? strong : noted)(text, evidence && t.shownBy(evidence)),
          state === 'confirmed' ? strong(t.cause[state]) : t.cause[state],
        ]),
      ),
    ),
  ];
}
