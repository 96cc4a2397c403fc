import { defaultMethods } from './significance-defaults.js';
import type { DefaultMethod } from './significance-defaults.js';
import { checkMethod, evaluateSignificance } from './significance.js';
import type { AssessmentInput, MethodDefinition } from './significance.js';

/** A copy as it comes back from a jsonb column. */
function method(code: DefaultMethod['code']): MethodDefinition {
  const found = defaultMethods.find((candidate) => candidate.code === code);
  if (!found) throw new Error(`no method ${code}`);
  return JSON.parse(JSON.stringify(found.definition)) as MethodDefinition;
}

const noGate = { L: false, K: false };
const codes = (reasons: readonly { code: string }[]) => reasons.map(({ code }) => code);

/** S, P, D, gate, RPN, result under M2, S × P, significant under M1. */
const register: [string, number, number, number, 'L' | 'K' | '', number, 'yes' | 'watch' | 'no', number, boolean][] = [
  ['ASP-0001', 4, 5, 3, '', 60, 'yes', 20, true],
  ['ASP-0002', 4, 5, 2, '', 40, 'yes', 20, true],
  ['ASP-0003', 3, 5, 3, '', 45, 'yes', 15, true],
  ['ASP-0004', 4, 4, 2, 'L', 32, 'yes', 16, true],
  ['ASP-0005', 5, 2, 3, '', 30, 'yes', 10, true],
  ['ASP-0006', 5, 2, 2, '', 20, 'yes', 10, true],
  ['ASP-0007', 5, 1, 3, '', 15, 'yes', 5, true],
  ['ASP-0008', 2, 5, 1, '', 10, 'no', 10, false],
  ['ASP-0009', 4, 5, 2, '', 40, 'yes', 20, true],
  ['ASP-0010', 2, 5, 3, '', 30, 'watch', 10, false],
  ['ASP-0011', 2, 5, 2, 'K', 20, 'yes', 10, false],
  ['ASP-0012', 3, 5, 2, '', 30, 'watch', 15, true],
  ['ASP-0013', 4, 2, 3, '', 24, 'watch', 8, false],
  ['ASP-0014', 4, 5, 4, '', 80, 'yes', 20, true],
  ['ASP-0015', 2, 4, 2, '', 16, 'no', 8, false],
];

describe('the worked register of 15 aspects', () => {
  it.each(register)(
    '%s: S %i, P %i, D %i, gate "%s" has RPN %i and is significant: %s',
    (_id, S, P, D, gate, rpn, result) => {
      const gates = { ...noGate, ...(gate === '' ? {} : { [gate]: true }) };
      const found = evaluateSignificance(method('M2'), { scores: { S, P, D }, gates });
      expect(found).toMatchObject({ score: rpn, significant: result === 'yes', watch: result === 'watch' });
      expect(found.formula).toBe(`S ${S} × P ${P} × D ${D} = ${rpn}`);
    },
  );

  it.each(register)('%s under severity × probability', (_id, S, P, _D, _gate, _rpn, _result, score, significant) => {
    const found = evaluateSignificance(method('M1'), { scores: { S, P }, gates: {} });
    expect(found).toMatchObject({ score, significant, watch: false });
  });

  it('has 10 significant aspects under either method, but not the same ones', () => {
    const underM2 = register.filter(([, S, P, D, gate]) => {
      const gates = { L: gate === 'L', K: gate === 'K' };
      return evaluateSignificance(method('M2'), { scores: { S, P, D }, gates }).significant;
    });
    const underM1 = register.filter(
      ([, S, P]) => evaluateSignificance(method('M1'), { scores: { S, P }, gates: {} }).significant,
    );
    expect(underM2.map(([id]) => id.slice(-2)).join(' ')).toBe('01 02 03 04 05 06 07 09 11 14');
    expect(underM1.map(([id]) => id.slice(-2)).join(' ')).toBe('01 02 03 04 05 06 07 09 12 14');
  });
});

describe('reasons', () => {
  const m2 = (S: number, P: number, D: number, gates = noGate) =>
    evaluateSignificance(method('M2'), { scores: { S, P, D }, gates });

  it('name everything that makes an aspect significant', () => {
    const found = m2(5, 4, 2, { L: true, K: true });
    expect(codes(found.reasons)).toEqual(['threshold-reached', 'always-rule', 'legal-gate', 'gate']);
    expect(found.reasons[0]?.message).toBe('The score 40 reaches the threshold of 40.');
    expect(found.reasons[1]?.message).toBe('Severity is 5; from 5 an aspect is significant whatever the rest.');
    expect(found.reasons[2]?.message).toMatch(/^Gate L is answered yes: Does a legal or permit limit apply/);
  });

  it('leave out what did not decide', () => {
    expect(codes(m2(5, 1, 3).reasons)).toEqual(['always-rule']);
    expect(codes(m2(2, 5, 2, { L: false, K: true }).reasons)).toEqual(['gate']);
  });

  it('say of an aspect that is not significant why nothing makes it so', () => {
    expect(codes(m2(2, 4, 2).reasons)).toEqual(['below-threshold', 'below-always-rule', 'no-gate']);
    expect(codes(m2(4, 2, 3).reasons)).toEqual(['below-threshold', 'below-always-rule', 'no-gate', 'watched']);
  });
});

describe('boundaries', () => {
  it.each([
    [4, 5, 2, 40, true, false],
    [4, 3, 3, 36, false, true],
    [4, 5, 1, 20, false, true],
    [3, 3, 2, 18, false, false],
    [1, 1, 1, 1, false, false],
    [5, 5, 5, 125, true, false],
  ])('S %i × P %i × D %i = %i: significant %s, watch %s', (S, P, D, score, significant, watch) => {
    const found = evaluateSignificance(method('M2'), { scores: { S, P, D }, gates: noGate });
    expect(found).toMatchObject({ score, significant, watch });
  });

  it.each([
    [3, 4, true],
    [2, 5, false],
    [5, 1, true],
  ])('S %i × P %i under M1: significant %s', (S, P, significant) => {
    expect(evaluateSignificance(method('M1'), { scores: { S, P }, gates: {} }).significant).toBe(significant);
  });
});

describe('weighted criteria', () => {
  const scored = (S: number, Q: number, F: number, R: number, T: number, G: number, I: number): AssessmentInput => ({
    scores: { S, Q, F, R, T, G, I },
    gates: {},
  });

  it('gives 60 / 16 = 3.75 for the worked example', () => {
    const found = evaluateSignificance(method('M3'), scored(4, 4, 5, 3, 3, 4, 2));
    expect(found).toMatchObject({ significant: true, watch: false, score: 3.75 });
    expect(found.formula).toBe(
      '(3 × S 4 + 3 × Q 4 + 2 × F 5 + 2 × R 3 + 2 × T 3 + 3 × G 4 + 1 × I 2) / 16 = 60 / 16 = 3.75',
    );
  });

  it('is significant at exactly 3 and not one step below', () => {
    expect(evaluateSignificance(method('M3'), scored(3, 3, 3, 3, 3, 3, 3))).toMatchObject({
      score: 3,
      significant: true,
    });
    expect(evaluateSignificance(method('M3'), scored(3, 3, 3, 3, 3, 3, 2))).toMatchObject({
      score: 2.9375,
      significant: false,
    });
  });

  it('is not misled by weights that binary fractions cannot hold', () => {
    const scale = [1, 2, 3, 4, 5].map((value) => ({ value, anchor: `step ${value}` }));
    const weights = { a: 0.1, b: 0.7, c: 0.2 };
    const decimals: MethodDefinition = {
      kind: 'weightedMean',
      criteria: Object.entries(weights).map(([key, weight]) => ({ key, name: key, weight, scale })),
      threshold: 3,
      gates: [],
    };
    expect((0.1 * 3 + 0.7 * 3 + 0.2 * 3) / (0.1 + 0.7 + 0.2)).toBeLessThan(3);
    const found = evaluateSignificance(decimals, { scores: { a: 3, b: 3, c: 3 }, gates: {} });
    expect(found).toMatchObject({ score: 3, significant: true });
    expect(found.formula).toBe('(0.1 × a 3 + 0.7 × b 3 + 0.2 × c 3) / 1 = 3 / 1 = 3');
  });

  it('reaches a threshold given with more decimals than the score has', () => {
    const third: MethodDefinition = { ...method('M3'), threshold: 10 / 3 };
    third.criteria = third.criteria.slice(0, 3).map((criterion) => ({ ...criterion, weight: 1 }));
    const found = evaluateSignificance(third, { scores: { S: 3, Q: 3, F: 4 }, gates: {} });
    expect(found).toMatchObject({ score: 3.333333, significant: true });
  });
});

describe('gates only', () => {
  const closed = { L: false, K: false, E: false, T: false, C: false };

  it.each(['L', 'K', 'E', 'T', 'C'])('gate %s alone is enough', (key) => {
    const found = evaluateSignificance(method('M4'), { scores: {}, gates: { ...closed, [key]: true } });
    expect(found).toMatchObject({ significant: true, watch: false, score: null });
    expect(codes(found.reasons)).toEqual([key === 'L' ? 'legal-gate' : 'gate']);
  });

  it('no gate, not significant', () => {
    const found = evaluateSignificance(method('M4'), { scores: {}, gates: closed });
    expect(found).toMatchObject({
      significant: false,
      watch: false,
      score: null,
      formula: 'L no, K no, E no, T no, C no',
    });
    expect(codes(found.reasons)).toEqual(['no-gate']);
  });

  it('can be joined by an always rule', () => {
    const { criteria } = method('M1');
    const joined: MethodDefinition = {
      ...method('M4'),
      criteria: criteria.slice(0, 1),
      always: [{ criterion: 'S', atLeast: 5 }],
    };
    expect(checkMethod(joined)).toEqual([]);
    const found = evaluateSignificance(joined, { scores: { S: 5 }, gates: closed });
    expect(found).toMatchObject({ significant: true, score: null, formula: 'S 5, L no, K no, E no, T no, C no' });
  });
});

describe('beneficial aspects', () => {
  it('are ranked without detectability and against a threshold of their own', () => {
    const found = evaluateSignificance(method('M2'), { sign: 'beneficial', scores: { S: 3, P: 5 }, gates: {} });
    expect(found).toMatchObject({ significant: true, watch: false, score: 15, formula: 'S 3 × P 5 = 15' });
    expect(codes(found.reasons)).toEqual(['threshold-reached']);
  });

  it('are not significant by a rule about harm', () => {
    const found = evaluateSignificance(method('M2'), { sign: 'beneficial', scores: { S: 5, P: 2 }, gates: {} });
    expect(found).toMatchObject({ significant: false, score: 10 });
    expect(codes(found.reasons)).toEqual(['below-threshold']);
  });

  it('leave the weights of adverse criteria out of the mean', () => {
    const scores = { S: 4, Q: 3, F: 5, T: 2, I: 1 };
    const found = evaluateSignificance(method('M3'), { sign: 'beneficial', scores, gates: {} });
    expect(found).toMatchObject({ score: 3.272727, significant: true });
  });

  it('can be watched', () => {
    const watching: MethodDefinition = { ...method('M1'), beneficial: { threshold: 12, watchThreshold: 8 } };
    const found = evaluateSignificance(watching, { sign: 'beneficial', scores: { S: 2, P: 4 }, gates: {} });
    expect(found).toMatchObject({ significant: false, watch: true, score: 8 });
  });

  it('are only ranked where the method sets no threshold for them', () => {
    const ranking = method('M2');
    delete ranking.beneficial;
    const found = evaluateSignificance(ranking, { sign: 'beneficial', scores: { S: 5, P: 5 }, gates: {} });
    expect(found).toMatchObject({ significant: false, watch: false, score: 25 });
    expect(codes(found.reasons)).toEqual(['no-threshold']);
  });

  it('have no rank under a method of gates', () => {
    const found = evaluateSignificance(method('M4'), { sign: 'beneficial', scores: {}, gates: {} });
    expect(found).toMatchObject({ significant: false, score: null });
    expect(codes(found.reasons)).toEqual(['no-ranking']);
  });
});
