import { defaultMethods } from './significance-defaults.js';
import type { DefaultMethod } from './significance-defaults.js';
import { checkInput, checkMethod, evaluateSignificance } from './significance.js';
import type { AssessmentInput, MethodDefinition, Mistake } from './significance.js';

/** A copy as it comes back from a jsonb column. */
function method(code: DefaultMethod['code']): MethodDefinition {
  const found = defaultMethods.find((candidate) => candidate.code === code);
  if (!found) throw new Error(`no method ${code}`);
  return JSON.parse(JSON.stringify(found.definition)) as MethodDefinition;
}

const noGate = { L: false, K: false };
const places = (mistakes: readonly Mistake[]) => mistakes.map(({ pointer, code }) => `${pointer} ${code}`);

describe('input', () => {
  const check = (scores: Record<string, number>, gates: Record<string, boolean> = noGate) =>
    places(checkInput(method('M2'), { scores, gates }));

  it('is accepted when every question is answered', () => {
    expect(check({ S: 1, P: 1, D: 5 })).toEqual([]);
  });

  it.each([0, 6, 2.5, -1, Number.NaN])('refuses %d on a scale from 1 to 5', (S) => {
    expect(check({ S, P: 1, D: 1 })).toEqual(['/scores/S not-on-scale']);
  });

  it('names every missing and unknown criterion and gate', () => {
    expect(check({ S: 1, X: 2, 'a/b~c': 1 }, { L: true, Z: true })).toEqual([
      '/scores/P score-missing',
      '/scores/D score-missing',
      '/scores/X unknown-criterion',
      '/scores/a~1b~0c unknown-criterion',
      '/gates/K gate-unanswered',
      '/gates/Z unknown-gate',
    ]);
  });

  it('about a beneficial aspect answers no gate and scores no adverse criterion', () => {
    const input: AssessmentInput = { sign: 'beneficial', scores: { S: 3, P: 5, D: 1 }, gates: { L: true } };
    expect(places(checkInput(method('M2'), input))).toEqual(['/scores/D not-applicable', '/gates/L not-applicable']);
  });

  it('does not take what every object has for an answer', () => {
    const scale = [0, 1].map((value) => ({ value, anchor: 'step' }));
    const odd: MethodDefinition = {
      kind: 'product',
      criteria: [{ key: 'constructor', name: 'odd', scale }],
      threshold: 1,
      gates: [],
    };
    expect(places(checkInput(odd, { scores: {}, gates: {} }))).toEqual(['/scores/constructor score-missing']);
  });

  it.each([
    ['a number as text', '{"scores":{"S":"4","P":1,"D":1},"gates":{"L":false,"K":false}}', '/scores/S not-on-scale'],
    ['a gate as text', '{"scores":{"S":4,"P":1,"D":1},"gates":{"L":"no","K":false}}', '/gates/L not-yes-or-no'],
    [
      'another sign',
      '{"sign":"neutral","scores":{"S":4,"P":1,"D":1},"gates":{"L":false,"K":false}}',
      '/sign unknown-sign',
    ],
  ])('refuses %s', (_what, json, place) => {
    expect(places(checkInput(method('M2'), JSON.parse(json) as AssessmentInput))).toEqual([place]);
  });

  it('with a mistake is not evaluated', () => {
    expect(() => evaluateSignificance(method('M2'), { scores: { S: 4, P: 5 }, gates: noGate })).toThrow(
      new RangeError('The assessment cannot be evaluated: /scores/D Detectability is not scored.'),
    );
  });
});

describe('method definitions', () => {
  it.each(defaultMethods.map(({ code, definition }) => [code, definition] as const))(
    '%s is sound',
    (_code, definition) => {
      expect(checkMethod(definition)).toEqual([]);
    },
  );

  it('may have other scales, weights and thresholds', () => {
    const ten = Array.from({ length: 10 }, (_, index) => ({ value: index + 1, anchor: `step ${index + 1}` }));
    const wide: MethodDefinition = {
      kind: 'product',
      criteria: ['S', 'O', 'D'].map((key) => ({ key, name: key, scale: ten })),
      threshold: 100,
      gates: [{ key: 'N', question: 'Does any law apply?' }],
    };
    expect(checkMethod(wide)).toEqual([]);
    expect(evaluateSignificance(wide, { scores: { S: 5, O: 4, D: 5 }, gates: { N: false } }).significant).toBe(true);
    expect(evaluateSignificance(wide, { scores: { S: 9, O: 10, D: 1 }, gates: { N: false } }).significant).toBe(false);
  });

  const steps = (...values: number[]) => values.map((value) => ({ value, anchor: 'step' }));
  const changed = (code: DefaultMethod['code'], change: Partial<MethodDefinition>) =>
    places(checkMethod({ ...method(code), ...change }));
  const criterion = { key: 'S', name: 'Severity', scale: steps(1, 2, 3) };

  it.each<[string, DefaultMethod['code'], Partial<MethodDefinition>, string[]]>([
    [
      'two criteria of one key',
      'M1',
      { criteria: [criterion, criterion], threshold: 4, always: [] },
      ['/criteria/1/key duplicate-key'],
    ],
    [
      'a key that is no name',
      'M1',
      { criteria: [{ ...criterion, key: '__proto__' }], always: [] },
      ['/criteria/0/key bad-key'],
    ],
    [
      'a nameless criterion',
      'M1',
      { criteria: [{ ...criterion, name: ' ' }], always: [] },
      ['/criteria/0/name text-missing'],
    ],
    [
      'a scale with no choice',
      'M1',
      { criteria: [{ ...criterion, scale: steps(1) }], always: [] },
      ['/criteria/0/scale scale-too-short'],
    ],
    [
      'broken and negative values',
      'M1',
      { criteria: [{ ...criterion, scale: steps(-1, 1.5) }], always: [] },
      ['/criteria/0/scale/0/value value-not-whole', '/criteria/0/scale/1/value value-not-whole'],
    ],
    [
      'a scale that does not ascend',
      'M1',
      { criteria: [{ ...criterion, scale: steps(1, 3, 3) }], always: [] },
      ['/criteria/0/scale/2/value scale-not-ascending'],
    ],
    [
      'a value without an anchor',
      'M1',
      { criteria: [{ ...criterion, scale: [...steps(1), { value: 2, anchor: '' }] }], always: [] },
      ['/criteria/0/scale/1/anchor text-missing'],
    ],
    [
      'a weight nobody uses',
      'M1',
      { criteria: [{ ...criterion, weight: 2 }], always: [] },
      ['/criteria/0/weight weight-unused'],
    ],
    ['a mean without a weight', 'M3', { criteria: [criterion] }, ['/criteria/0/weight weight-missing']],
    ['a weight of 0', 'M3', { criteria: [{ ...criterion, weight: 0 }] }, ['/criteria/0/weight weight-not-positive']],
    ['no criterion', 'M3', { criteria: [], beneficial: undefined }, ['/criteria criteria-missing']],
    [
      'a ranking without a criterion',
      'M1',
      { criteria: [{ ...criterion, onlyFor: 'adverse' }], threshold: 2, always: [] },
      ['/criteria criteria-missing'],
    ],
    ['no threshold', 'M1', { threshold: undefined }, ['/threshold threshold-missing']],
    ['a threshold that is no number', 'M1', { threshold: Number.NaN }, ['/threshold not-a-number']],
    ['a product nobody can reach', 'M1', { threshold: 26 }, ['/threshold threshold-unreachable']],
    ['a mean nobody can reach', 'M3', { threshold: 5.01 }, ['/threshold threshold-unreachable']],
    [
      'a threshold everybody reaches',
      'M2',
      { threshold: 1, watchThreshold: 0.5 },
      ['/threshold threshold-always-reached'],
    ],
    ['a watch list above the threshold', 'M2', { watchThreshold: 40 }, ['/watchThreshold watch-not-below-threshold']],
    [
      'a beneficial threshold that needs detectability',
      'M2',
      { beneficial: { threshold: 40 } },
      ['/beneficial/threshold threshold-unreachable'],
    ],
    [
      'a rule about no criterion',
      'M1',
      { always: [{ criterion: 'X', atLeast: 5 }] },
      ['/always/0/criterion unknown-criterion'],
    ],
    ['a rule off the scale', 'M1', { always: [{ criterion: 'S', atLeast: 6 }] }, ['/always/0/atLeast not-on-scale']],
    [
      'a rule everybody reaches',
      'M1',
      { always: [{ criterion: 'S', atLeast: 1 }] },
      ['/always/0/atLeast always-reached'],
    ],
    [
      'two rules for one criterion',
      'M1',
      {
        always: [
          { criterion: 'S', atLeast: 5 },
          { criterion: 'S', atLeast: 4 },
        ],
      },
      ['/always/1/criterion duplicate-criterion'],
    ],
    [
      'two gates of one key',
      'M4',
      {
        gates: [
          { key: 'L', question: 'a?' },
          { key: 'L', question: 'b?' },
        ],
      },
      ['/gates/1/key duplicate-key'],
    ],
    ['a gate that asks nothing', 'M4', { gates: [{ key: 'L', question: '' }] }, ['/gates/0/question text-missing']],
    ['a gate method without gates', 'M4', { gates: [] }, ['/gates gate-missing']],
    ['a gate method with a threshold', 'M4', { threshold: 3 }, ['/threshold threshold-unused']],
  ])('are refused with %s', (_what, code, change, expected) => {
    expect(changed(code, change)).toEqual(expected);
  });

  it('accept a threshold at the very top', () => {
    expect(changed('M1', { threshold: 25 })).toEqual([]);
    expect(changed('M3', { threshold: 5 })).toEqual([]);
  });

  it('with a mistake are not used', () => {
    const broken = { ...method('M1'), threshold: 30 };
    expect(() => evaluateSignificance(broken, { scores: { S: 5, P: 5 }, gates: {} })).toThrow(
      'Scores run from 1 to 25.',
    );
  });
});
