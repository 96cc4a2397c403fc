import { defaultMatrix, extents, gradeOf, grades, severities } from './grading.js';

const plain = { recurrence: false, legalBreach: false };
const codes = (because: { code: string }[]) => because.map(({ code }) => code);

it.each([
  ['S1', ['minor', 'minor', 'minor']],
  ['S2', ['minor', 'minor', 'major']],
  ['S3', ['major', 'major', 'major']],
  ['S4', ['critical', 'critical', 'critical']],
] as const)('%s is, from isolated to systemic, %j', (severity, expected) => {
  expect(extents.map((extent) => gradeOf(severity, extent, plain).grade)).toEqual(expected);
});

it('explains a grade by the matrix when nothing else matters', () => {
  const { because } = gradeOf('S2', 'E1', plain);
  expect(codes(because)).toEqual(['matrix']);
  expect(because[0]?.message).toMatch(/S2.*E1.*minor/);
});

it.each([
  ['recurrence', { recurrence: true, legalBreach: false }, ['matrix', 'recurrence']],
  ['legal breach', { recurrence: false, legalBreach: true }, ['matrix', 'legal-breach']],
  ['both', { recurrence: true, legalBreach: true }, ['matrix', 'recurrence', 'legal-breach']],
] as const)('%s: at least major, and never lower than the matrix says', (_name, circumstances, expected) => {
  for (const severity of severities)
    for (const extent of extents) {
      const { grade, because } = gradeOf(severity, extent, circumstances);
      const byMatrix = defaultMatrix[severity][extent];
      expect(grade).toBe(byMatrix === 'minor' ? 'major' : byMatrix);
      expect(codes(because)).toEqual(expected);
    }
});

it('follows the matrix of the organisation, escalations included', () => {
  const strict = { ...defaultMatrix, S1: { E1: 'minor', E2: 'major', E3: 'critical' } } as const;
  expect(extents.map((extent) => gradeOf('S1', extent, plain, strict).grade)).toEqual(grades);
  expect(gradeOf('S1', 'E1', { ...plain, legalBreach: true }, strict).grade).toBe('major');
  expect(gradeOf('S1', 'E3', { ...plain, legalBreach: true }, strict).grade).toBe('critical');
});
