/** Codes for statistics (Pareto of causes). */
export const causeCategories = [
  'training',
  'procedure_missing',
  'procedure_unclear',
  'procedure_not_followed',
  'equipment',
  'design',
  'supplier_material',
  'measurement',
  'communication',
  'resources_workload',
  'management_planning',
  'external',
] as const;
export type CauseCategory = (typeof causeCategories)[number];

/** A confirmed cause to which nobody gave a code. */
export const unclassified = 'unclassified';
export const causeGroups = [...causeCategories, unclassified] as const;
export type CauseGroup = (typeof causeGroups)[number];

/** "Surroundings" instead of "environment", which means something else in an environmental management system. */
export const ishikawaCategoryKeys = ['people', 'machine', 'method', 'material', 'measurement', 'surroundings'] as const;
export type IshikawaCategoryKey = (typeof ishikawaCategoryKeys)[number];

export interface FiveWhysNode {
  id: string;
  parentId: string | null;
  statement: string;
  evidence?: string;
  verified: boolean;
  /** The cause whose removal prevents a repetition. */
  root: boolean;
  category?: CauseCategory;
}

export interface FiveWhys {
  /** Why it occurred, or why it escaped detection. */
  leg: 'occurrence' | 'escape';
  nodes: FiveWhysNode[];
}

export interface IshikawaCause {
  id: string;
  parentId: string | null;
  statement: string;
  state: 'suspected' | 'rejected' | 'confirmed';
  evidence?: string;
  category?: CauseCategory;
}

export interface IshikawaCategory {
  key: IshikawaCategoryKey;
  causes: IshikawaCause[];
}

export interface Ishikawa {
  problem: string;
  categories: IshikawaCategory[];
}

/** What is wrong with a structure, and where (JSON pointer). */
export interface Mistake {
  pointer: string;
  code: string;
  message: string;
}

interface TreeNode {
  id: string;
  parentId: string | null;
}

/** Ids are unique, parents exist, and following parents ends. */
function checkTree(nodes: readonly TreeNode[], pointer: string): Mistake[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return nodes.flatMap((node, index) => {
    const at = `${pointer}/${index}`;
    if (byId.get(node.id) !== node)
      return [{ pointer: `${at}/id`, code: 'duplicate-id', message: 'Each id stands for one cause.' }];
    if (node.parentId !== null && !byId.has(node.parentId))
      return [{ pointer: `${at}/parentId`, code: 'unknown-parent', message: 'There is no cause with this id.' }];
    return depthOf(node, byId) === Infinity
      ? [{ pointer: `${at}/parentId`, code: 'circle', message: 'A cause cannot explain itself.' }]
      : [];
  });
}

function depthOf(node: TreeNode, byId: ReadonlyMap<string, TreeNode>): number {
  let depth = 1;
  for (let parent = node.parentId; parent !== null; parent = byId.get(parent)?.parentId ?? null)
    if (++depth > byId.size) return Infinity;
  return depth;
}

const wordsOf = (text: string) => (text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ');

/** Case, spacing and punctuation do not make another statement. */
const same = (a: string, b: string) => wordsOf(a) === wordsOf(b);

/** One tree, at least two levels deep; a root is verified and is not the problem in other words. */
export function checkFiveWhys({ nodes }: FiveWhys, problem?: string): Mistake[] {
  const tree = checkTree(nodes, '/nodes');
  if (tree.length > 0) return tree;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const starts = nodes.filter((node) => node.parentId === null);
  if (starts.length !== 1)
    return [{ pointer: '/nodes', code: 'not-one-tree', message: 'The whys begin with one statement.' }];
  return nodes.flatMap((node, index) => {
    if (!node.root) return [];
    const at = `/nodes/${index}`;
    return [
      ...(node.verified
        ? []
        : [{ pointer: `${at}/verified`, code: 'root-not-verified', message: 'A root cause must be verified.' }]),
      ...(depthOf(node, byId) >= 2
        ? []
        : [{ pointer: `${at}/root`, code: 'too-shallow', message: 'Ask why at least twice.' }]),
      ...(problem && same(node.statement, problem)
        ? [{ pointer: `${at}/statement`, code: 'root-is-problem', message: 'The cause repeats the problem.' }]
        : []),
    ];
  });
}

/** Each category once; the causes of each are trees; an id stands for one cause of the whole diagram. */
export function checkIshikawa({ categories }: Ishikawa): Mistake[] {
  const keys = categories.map(({ key }) => key);
  return categories.flatMap(({ key, causes }, index) => {
    const at = `/categories/${index}`;
    const idsBefore = new Set(categories.slice(0, index).flatMap((category) => category.causes.map(({ id }) => id)));
    return [
      ...(keys.indexOf(key) === index
        ? []
        : [{ pointer: `${at}/key`, code: 'duplicate-category', message: 'Each category stands once.' }]),
      ...checkTree(causes, `${at}/causes`),
      ...causes.flatMap(({ id }, position) =>
        idsBefore.has(id)
          ? [{ pointer: `${at}/causes/${position}/id`, code: 'duplicate-id', message: 'Each id stands for one cause.' }]
          : [],
      ),
    ];
  });
}

const person = '(operator|human|employee|worker|staff|personnel)s?';
const lapse = '(errors?|mistakes?|faults?|forgot|careless(ness)?|negligen(t|ce)|inattenti(ve|on))';
const blamesPerson = new RegExp(`\\b${person}\\b.*\\b${lapse}\\b|\\b${lapse} (of|by) (an? |the )?${person}\\b`, 'i');

/** Root causes that name a person instead of what let it happen. */
export function warningsOf({ nodes }: FiveWhys): Mistake[] {
  return nodes.flatMap((node, index) =>
    node.root && blamesPerson.test(node.statement)
      ? [
          {
            pointer: `/nodes/${index}/statement`,
            code: 'person-blamed',
            message: 'Ask what in the system let this happen.',
          },
        ]
      : [],
  );
}

export interface ConfirmedCause {
  id: string;
  statement: string;
  category: CauseCategory | null;
  leg: FiveWhys['leg'];
  method: 'five_whys' | 'ishikawa';
}

/** The causes that actions must remove: verified roots of the whys, confirmed causes of the fishbone. */
export function confirmedCauses({
  fiveWhys,
  ishikawa,
}: {
  fiveWhys: readonly FiveWhys[];
  ishikawa: Ishikawa | null;
}): ConfirmedCause[] {
  return [
    ...fiveWhys.flatMap(({ leg, nodes }) =>
      nodes
        .filter((node) => node.root && node.verified)
        .map(({ id, statement, category }) => ({
          id,
          statement,
          category: category ?? null,
          leg,
          method: 'five_whys' as const,
        })),
    ),
    ...(ishikawa?.categories ?? []).flatMap(({ causes }) =>
      causes
        .filter(({ state }) => state === 'confirmed')
        .map(({ id, statement, category }) => ({
          id,
          statement,
          category: category ?? null,
          leg: 'occurrence' as const,
          method: 'ishikawa' as const,
        })),
    ),
  ];
}
