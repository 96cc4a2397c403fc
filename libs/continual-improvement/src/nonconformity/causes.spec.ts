import {
  checkFiveWhys,
  checkIshikawa,
  confirmedCauses,
  type FiveWhys,
  type FiveWhysNode,
  type Ishikawa,
  type IshikawaCause,
  type Mistake,
  warningsOf,
} from './causes.js';

const why = (id: string, parentId: string | null, more: Partial<FiveWhysNode> = {}): FiveWhysNode => ({
  id,
  parentId,
  statement: `Statement ${id}`,
  verified: false,
  root: false,
  ...more,
});
const whys = (...nodes: FiveWhysNode[]): FiveWhys => ({ leg: 'occurrence', nodes });
const root = { root: true, verified: true } as const;

const bone = (id: string, parentId: string | null, state: IshikawaCause['state'] = 'suspected'): IshikawaCause => ({
  id,
  parentId,
  statement: `Statement ${id}`,
  state,
});
const fishbone = (...categories: Ishikawa['categories']): Ishikawa => ({ problem: 'Bores too wide', categories });

const places = (mistakes: readonly Mistake[]) => mistakes.map(({ pointer, code }) => `${pointer} ${code}`);

describe('five whys', () => {
  it('accept a branching tree with several verified roots, in any order', () => {
    const analysis = whys(why('c', 'b', root), why('a', null), why('b', 'a'), why('d', 'a', root));
    expect(checkFiveWhys(analysis, 'Bores too wide')).toEqual([]);
  });

  it('accept an analysis in which no root is named yet', () => {
    expect(checkFiveWhys(whys(why('a', null)))).toEqual([]);
  });

  it.each([
    ['no nodes', whys(), ['/nodes not-one-tree']],
    ['two beginnings', whys(why('a', null), why('b', null)), ['/nodes not-one-tree']],
    ['the same id twice', whys(why('a', null), why('b', 'a'), why('b', 'a')), ['/nodes/1/id duplicate-id']],
    ['a parent that is missing', whys(why('a', null), why('b', 'x')), ['/nodes/1/parentId unknown-parent']],
    ['a node that is its own parent', whys(why('a', null), why('b', 'b')), ['/nodes/1/parentId circle']],
    [
      'a circle beside the tree',
      whys(why('a', null), why('b', 'c'), why('c', 'b')),
      ['/nodes/1/parentId circle', '/nodes/2/parentId circle'],
    ],
    [
      'nothing but a circle',
      whys(why('a', 'b'), why('b', 'a')),
      ['/nodes/0/parentId circle', '/nodes/1/parentId circle'],
    ],
    [
      'a root that is not verified',
      whys(why('a', null), why('b', 'a', { root: true })),
      ['/nodes/1/verified root-not-verified'],
    ],
    ['a root at the first why', whys(why('a', null, root)), ['/nodes/0/root too-shallow']],
  ])('refuse %s', (_name, analysis, expected) => {
    expect(places(checkFiveWhys(analysis))).toEqual(expected);
  });

  it.each(['Bores too wide', '  bores   too WIDE. ', 'Bores – too wide!'])(
    'refuse the root “%s”, which is the problem',
    (statement) => {
      const analysis = whys(why('a', null), why('b', 'a', { ...root, statement }));
      expect(places(checkFiveWhys(analysis, 'Bores too wide'))).toEqual(['/nodes/1/statement root-is-problem']);
      expect(checkFiveWhys(analysis)).toEqual([]);
    },
  );

  it('let a longer statement mention the problem', () => {
    const analysis = whys(why('a', null), why('b', 'a', { ...root, statement: 'Bores too wide for the new gauge' }));
    expect(checkFiveWhys(analysis, 'Bores too wide')).toEqual([]);
  });

  it('leave the analysis as it was', () => {
    const analysis = whys(why('a', null), why('b', 'a', root));
    const before = JSON.stringify(analysis);
    checkFiveWhys(analysis, 'Bores too wide');
    warningsOf(analysis);
    expect(JSON.stringify(analysis)).toBe(before);
  });
});

describe('a warning', () => {
  const warn = (statement: string, isRoot = true) =>
    places(warningsOf(whys(why('a', null), why('b', 'a', { verified: true, root: isRoot, statement }))));

  it.each([
    'Operator error',
    'human mistake',
    'Operators forgot the check',
    'Carelessness of the staff',
    'The worker was careless',
  ])('is given for the root “%s”', (statement) => {
    expect(warn(statement)).toEqual(['/nodes/1/statement person-blamed']);
  });

  it.each([
    'The work instruction has no limit for wear',
    'Measurement error of the gauge',
    'Two operators for three machines',
  ])('is not given for “%s”', (statement) => {
    expect(warn(statement)).toEqual([]);
  });

  it('is not given on the way to the root', () => {
    expect(warn('Operator error', false)).toEqual([]);
  });
});

describe('a fishbone', () => {
  it('accepts trees under each category', () => {
    const diagram = fishbone(
      { key: 'machine', causes: [bone('a', null, 'rejected'), bone('b', 'a', 'confirmed')] },
      { key: 'surroundings', causes: [bone('c', null), bone('d', null)] },
      { key: 'people', causes: [] },
    );
    expect(checkIshikawa(diagram)).toEqual([]);
  });

  it.each<[string, Ishikawa, string[]]>([
    [
      'a category twice',
      fishbone({ key: 'method', causes: [] }, { key: 'method', causes: [] }),
      ['/categories/1/key duplicate-category'],
    ],
    [
      'a parent in another category',
      fishbone({ key: 'method', causes: [bone('a', null)] }, { key: 'people', causes: [bone('b', 'a')] }),
      ['/categories/1/causes/0/parentId unknown-parent'],
    ],
    [
      'an id twice in one category',
      fishbone({ key: 'method', causes: [bone('a', null), bone('a', null)] }),
      ['/categories/0/causes/0/id duplicate-id'],
    ],
    [
      'an id that another category uses',
      fishbone(
        { key: 'method', causes: [bone('a', null)] },
        { key: 'people', causes: [bone('b', null), bone('a', 'b')] },
      ),
      ['/categories/1/causes/1/id duplicate-id'],
    ],
    [
      'a circle',
      fishbone({ key: 'material', causes: [bone('a', 'b'), bone('b', 'a')] }),
      ['/categories/0/causes/0/parentId circle', '/categories/0/causes/1/parentId circle'],
    ],
  ])('refuses %s', (_name, diagram, expected) => {
    expect(places(checkIshikawa(diagram))).toEqual(expected);
  });
});

describe('confirmed causes', () => {
  it('are the verified roots of the whys and the confirmed causes of the fishbone', () => {
    const occurrence = whys(
      why('w1', null, { verified: true }),
      why('w2', 'w1', { ...root, category: 'procedure_missing' }),
      why('w3', 'w1', { root: true }),
    );
    const escape: FiveWhys = { leg: 'escape', nodes: [why('e1', null), why('e2', 'e1', root)] };
    const diagram = fishbone({
      key: 'machine',
      causes: [
        bone('f1', null),
        bone('f2', null, 'rejected'),
        { ...bone('f3', 'f1', 'confirmed'), category: 'equipment' },
      ],
    });
    expect(confirmedCauses({ fiveWhys: [occurrence, escape], ishikawa: diagram })).toEqual([
      { id: 'w2', statement: 'Statement w2', category: 'procedure_missing', leg: 'occurrence', method: 'five_whys' },
      { id: 'e2', statement: 'Statement e2', category: null, leg: 'escape', method: 'five_whys' },
      { id: 'f3', statement: 'Statement f3', category: 'equipment', leg: 'occurrence', method: 'ishikawa' },
    ]);
  });

  it('are none before anything is analysed', () => {
    expect(confirmedCauses({ fiveWhys: [], ishikawa: null })).toEqual([]);
  });
});
