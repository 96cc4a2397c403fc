import type { Criterion, MethodDefinition } from '../significance-method/method-definition.js';
import { leadingCriteria } from './leading-criteria.js';

const criterion = (key: string, more: Partial<Criterion> = {}): Criterion => ({
  key,
  name: key,
  scale: [
    { value: 1, anchor: 'low' },
    { value: 2, anchor: 'high' },
  ],
  ...more,
});
const method = (kind: MethodDefinition['kind'], ...criteria: Criterion[]): MethodDefinition => ({
  kind,
  criteria,
  gates: [],
});
const keys = (...of: Parameters<typeof leadingCriteria>) => leadingCriteria(...of)?.map(({ key }) => key) ?? null;

describe('the leading criteria', () => {
  it('of a product are the first two that apply to the sign', () => {
    const product = method('product', criterion('D', { onlyFor: 'adverse' }), criterion('S'), criterion('P'));
    expect(keys(product, 'adverse')).toEqual(['D', 'S']);
    expect(keys(product, 'beneficial')).toEqual(['S', 'P']);
  });

  it('of a weighted mean are the heaviest, and the first of equal ones', () => {
    const weighted = [criterion('A', { weight: 1 }), criterion('B', { weight: 3 }), criterion('C', { weight: 2 })];
    expect(keys(method('weightedMean', ...weighted), 'adverse')).toEqual(['B', 'C']);
    expect(keys(method('weightedMean', ...weighted, criterion('D', { weight: 2 })), 'adverse')).toEqual(['B', 'C']);
  });

  it('are none for gates, and for a method with one criterion', () => {
    expect(keys(method('gates', criterion('A'), criterion('B')), 'adverse')).toBeNull();
    expect(keys(method('product', criterion('A')), 'adverse')).toBeNull();
  });
});
