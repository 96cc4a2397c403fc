import { addDays, defaultDeadlines, dueDates, effectivenessWindow, nextWorkingDay } from './due-dates.js';
import { grades } from './grading.js';

const everyDay = { workingDays: [1, 2, 3, 4, 5, 6, 7], holidays: [] };

describe('due dates', () => {
  it.each([
    ['critical', { containment: '2026-03-03', causes: '2026-03-12', plan: '2026-03-17', implementation: '2026-04-16' }],
    ['major', { containment: '2026-03-04', causes: '2026-03-22', plan: '2026-04-01', implementation: '2026-05-01' }],
    ['minor', { containment: '2026-03-12', causes: '2026-04-01', plan: '2026-04-16', implementation: '2026-05-31' }],
  ] as const)('of a %s one are so many calendar days after the opening', (grade, expected) => {
    expect(dueDates('2026-03-02', grade, everyDay)).toEqual(expected);
  });

  it('move from a weekend to Monday unless the site says when it works', () => {
    expect(dueDates('2026-03-02', 'major')).toEqual({
      containment: '2026-03-04',
      causes: '2026-03-23',
      plan: '2026-04-01',
      implementation: '2026-05-01',
    });
    expect(dueDates('2026-03-06', 'critical').containment).toBe('2026-03-09');
  });

  it('move over holidays and the weekend behind them', () => {
    const easter = { workingDays: [1, 2, 3, 4, 5], holidays: ['2026-04-03', '2026-04-06'] };
    expect(dueDates('2026-04-02', 'critical', easter).containment).toBe('2026-04-07');
  });

  it('follow the working week of the site', () => {
    const sundayToThursday = { workingDays: [7, 1, 2, 3, 4], holidays: [] };
    expect(nextWorkingDay('2026-03-06', sundayToThursday)).toBe('2026-03-08');
    expect(nextWorkingDay('2026-03-08', sundayToThursday)).toBe('2026-03-08');
  });

  it('stay where they are when a site never works', () => {
    expect(nextWorkingDay('2026-03-06', { workingDays: [], holidays: [] })).toBe('2026-03-06');
  });

  it.each(grades)('of a %s one come in the order of the steps', (grade) => {
    const { containment, causes, plan, implementation, effectiveness } = defaultDeadlines[grade];
    const ordered = [containment, causes, plan, implementation];
    expect(ordered).toEqual(ordered.toSorted((a, b) => a - b));
    expect(effectiveness[0]).toBeLessThan(effectiveness[1]);
  });
});

it.each([
  ['critical', '2026-07-31', '2026-09-29'],
  ['major', '2026-08-30', '2026-12-28'],
  ['minor', '2026-09-29', '2027-07-01'],
] as const)('the effectiveness of a %s one is checked from %s to %s', (grade, earliest, latest) => {
  expect(effectivenessWindow('2026-07-01', grade)).toEqual({ earliest, latest });
});

describe('adding days', () => {
  it.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-02-28', 1, '2026-03-01'],
    ['2026-03-01', -1, '2026-02-28'],
  ])('to %s: %d is %s', (day, days, expected) => {
    expect(addDays(day, days)).toBe(expected);
  });

  it('counts each day once, through both changes of the clock', () => {
    const year = Array.from({ length: 365 }, (_, index) => addDays('2026-01-01', index));
    expect(new Set(year).size).toBe(365);
    expect(year.at(-1)).toBe('2026-12-31');
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
  });
});
