import {
  type ClauseNode,
  clauseTitle,
  clauseTree,
  disciplineOf,
  editions,
  findEdition,
  formatClause,
  isKnownClause,
  parseClause,
  predecessorsOf,
  successorsOf,
} from './standard.js';

const referencesOf = (standard: string, edition: string) =>
  findEdition(standard, edition)!.clauses.map(({ clause }) => formatClause({ standard, edition, clause }));
const allReferences = editions.flatMap(({ standard, edition }) => referencesOf(standard, edition));
const flat = (nodes: readonly ClauseNode[]): ClauseNode[] => nodes.flatMap((node) => [node, ...flat(node.children)]);

it('knows both editions of both standards', () => {
  expect(editions.map(({ standard, edition, clauses }) => [standard, edition, clauses.length])).toEqual([
    ['ISO 9001', '2015', 91],
    ['ISO 9001', '2026', 91],
    ['ISO 14001', '2015', 45],
    ['ISO 14001', '2026', 49],
  ]);
});

it('bundles short titles only, no text of a standard', () => {
  const titles = editions.flatMap(({ clauses }) => clauses.map(({ title }) => title));
  expect(titles.filter((title) => title.length > 80 || /\bshall\b|\.$/i.test(title))).toEqual([]);
});

describe('a reference', () => {
  it('has one canonical form, for every clause', () => {
    expect(parseClause('ISO 9001:2026 / 8.7')).toEqual({ standard: 'ISO 9001', edition: '2026', clause: '8.7' });
    expect(allReferences.map((reference) => formatClause(parseClause(reference)!))).toEqual(allReferences);
  });

  it.each([
    '',
    '8.7',
    'ISO 9001 / 8.7',
    'ISO 9001:2026/8.7',
    'iso 9001:2026 / 8.7',
    ' ISO 9001:2026 / 8.7',
    'ISO 9001:2026 / 8.',
  ])('is refused when written “%s”', (text) => {
    expect(parseClause(text)).toBeUndefined();
    expect(isKnownClause(text)).toBe(false);
  });

  it.each([
    'ISO 9001:2026 / 10.3',
    'ISO 14001:2015 / 6.3',
    'ISO 9001:2008 / 8.3',
    'ISO 45001:2018 / 4',
    'ISO 9001:2026 / 08.7',
  ])('to the unknown clause %s is refused, even if well written', (reference) => {
    expect(parseClause(reference)).toBeDefined();
    expect(isKnownClause(reference)).toBe(false);
    expect(clauseTitle(reference)).toBeUndefined();
    expect(() => disciplineOf(reference)).toThrow(RangeError);
    expect(successorsOf(reference)).toEqual([]);
    expect(predecessorsOf(reference)).toEqual([]);
  });

  it('has the title of its own edition', () => {
    expect(clauseTitle('ISO 9001:2015 / 9.3.3')).toBe('Management review outputs');
    expect(clauseTitle('ISO 9001:2026 / 9.3.3')).toBe('Management review results');
  });

  it('belongs to the discipline of its standard', () => {
    expect(disciplineOf('ISO 9001:2026 / 10.2')).toBe('quality');
    expect(disciplineOf('ISO 14001:2026 / 10.2')).toBe('environment');
  });
});

describe('a clause tree', () => {
  it.each(editions.map(({ standard, edition }) => [standard, edition] as const))(
    'of %s:%s holds each clause once, in order, below its parent',
    (standard, edition) => {
      const tree = clauseTree(standard, edition)!;
      expect(tree.map(({ clause }) => clause)).toEqual(['4', '5', '6', '7', '8', '9', '10']);
      expect(flat(tree).map(({ reference }) => reference)).toEqual(referencesOf(standard, edition));
      for (const { clause, children } of flat(tree))
        expect(children.filter((child) => child.clause.replace(/\.\d+$/, '') !== clause)).toEqual([]);
    },
  );

  it('does not exist for an unknown edition', () => {
    expect(clauseTree('ISO 9001', '2008')).toBeUndefined();
    expect(clauseTree('ISO 14001:2026', '')).toBeUndefined();
    expect(findEdition('ISO 9001', '2008')).toBeUndefined();
  });
});

describe('the way from 2015 to 2026', () => {
  it('leads from every clause to clauses that exist, and back', () => {
    for (const reference of allReferences.filter((one) => one.includes(':2015'))) {
      const next = successorsOf(reference);
      expect(next).not.toEqual([]);
      expect(next.filter((one) => !isKnownClause(one))).toEqual([]);
      expect(next.filter((one) => !predecessorsOf(one).includes(reference))).toEqual([]);
      expect(next.filter((one) => disciplineOf(one) !== disciplineOf(reference))).toEqual([]);
    }
  });

  it('ends in 2026', () => {
    expect(successorsOf('ISO 9001:2026 / 10.1')).toEqual([]);
    expect(predecessorsOf('ISO 9001:2015 / 10.1')).toEqual([]);
  });

  it.each(['ISO 9001', 'ISO 14001'])('merges 10.1 and 10.3 of %s into 10.1', (standard) => {
    expect(successorsOf(`${standard}:2015 / 10.3`)).toEqual([`${standard}:2026 / 10.1`]);
    expect(predecessorsOf(`${standard}:2026 / 10.1`)).toEqual([`${standard}:2015 / 10.1`, `${standard}:2015 / 10.3`]);
  });

  it('moves the planning of action in ISO 14001 from 6.1.4 to 6.1.5', () => {
    expect(successorsOf('ISO 14001:2015 / 6.1.4')).toEqual(['ISO 14001:2026 / 6.1.5']);
    expect(clauseTitle('ISO 14001:2015 / 6.1.4')).toBe(clauseTitle('ISO 14001:2026 / 6.1.5'));
    expect(predecessorsOf('ISO 14001:2026 / 6.1.4')).toEqual(['ISO 14001:2015 / 6.1.1']);
  });

  it('splits actions on risks from actions on opportunities in ISO 9001', () => {
    expect(successorsOf('ISO 9001:2015 / 6.1.2')).toEqual(['ISO 9001:2026 / 6.1.2', 'ISO 9001:2026 / 6.1.3']);
  });

  it('leaves only the planning of changes in ISO 14001 without an origin', () => {
    const fresh = allReferences.filter((one) => one.includes(':2026') && predecessorsOf(one).length === 0);
    expect(fresh).toEqual(['ISO 14001:2026 / 6.3']);
  });
});
