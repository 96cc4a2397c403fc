import { mondayOf, monthsBefore, twelveMonths, weekOf } from './figure-days.js';

describe('days of figures', () => {
  it('stay within the month when months go back', () => {
    expect(monthsBefore('2026-11-22', 1)).toBe('2026-10-22');
    expect(monthsBefore('2026-03-31', 1)).toBe('2026-02-28');
    expect(monthsBefore('2028-03-31', 1)).toBe('2028-02-29');
    expect(monthsBefore('2026-01-15', 11)).toBe('2025-02-15');
    expect(monthsBefore('2026-11-22', 12)).toBe('2025-11-22');
    expect(monthsBefore('2026-11-22', 0)).toBe('2026-11-22');
  });

  it('are twelve, oldest first, and end with the day itself', () => {
    const days = twelveMonths('2026-12-31');
    expect(days).toHaveLength(12);
    expect([days[0], days[1], days[11]]).toEqual(['2026-01-31', '2026-02-28', '2026-12-31']);
  });

  it('are in the week that ISO 8601 says, also around New Year', () => {
    expect(mondayOf('2026-11-22')).toBe('2026-11-16');
    expect(mondayOf('2026-11-16')).toBe('2026-11-16');
    expect(weekOf('2026-11-22')).toBe('2026-W47');
    expect(weekOf('2021-01-03')).toBe('2020-W53');
    expect(weekOf('2019-12-30')).toBe('2020-W01');
    expect(weekOf('2026-01-01')).toBe('2026-W01');
    expect(weekOf('2027-01-01')).toBe('2026-W53');
  });
});
