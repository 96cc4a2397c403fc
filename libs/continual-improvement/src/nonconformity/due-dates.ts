import type { Grade } from './grading.js';

/** Days after opening by which each step is due, and the window for the effectiveness check after the implementation. */
export const defaultDeadlines: Record<
  Grade,
  {
    containment: number;
    causes: number;
    plan: number;
    implementation: number;
    effectiveness: [earliest: number, latest: number];
  }
> = {
  critical: { containment: 1, causes: 10, plan: 15, implementation: 45, effectiveness: [30, 90] },
  major: { containment: 2, causes: 20, plan: 30, implementation: 60, effectiveness: [60, 180] },
  minor: { containment: 10, causes: 30, plan: 45, implementation: 90, effectiveness: [90, 365] },
};

/** ISO weekdays (1 is Monday) on which a site works, and days `YYYY-MM-DD` on which it does not. */
export interface WorkCalendar {
  workingDays: readonly number[];
  holidays: readonly string[];
}

const mondayToFriday: WorkCalendar = { workingDays: [1, 2, 3, 4, 5], holidays: [] };

/** A day that many days later; calendar arithmetic without a time zone, so summer time plays no part. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The day itself if it is worked on, otherwise the next that is. A calendar without work leaves the day alone. */
export function nextWorkingDay(day: string, { workingDays, holidays }: WorkCalendar): string {
  let candidate = day;
  for (let tries = 0; tries < 400; tries++) {
    const weekday = new Date(`${candidate}T00:00:00Z`).getUTCDay() || 7;
    if (workingDays.includes(weekday) && !holidays.includes(candidate)) return candidate;
    candidate = addDays(candidate, 1);
  }
  return day;
}

/** When each step of a nonconformity opened on a day is due. */
export function dueDates(openedOn: string, grade: Grade, calendar: WorkCalendar = mondayToFriday) {
  const { containment, causes, plan, implementation } = defaultDeadlines[grade];
  const due = (days: number) => nextWorkingDay(addDays(openedOn, days), calendar);
  return { containment: due(containment), causes: due(causes), plan: due(plan), implementation: due(implementation) };
}

/** Between which days the effectiveness should be checked. */
export function effectivenessWindow(implementedOn: string, grade: Grade): { earliest: string; latest: string } {
  const [earliest, latest] = defaultDeadlines[grade].effectiveness;
  return { earliest: addDays(implementedOn, earliest), latest: addDays(implementedOn, latest) };
}
