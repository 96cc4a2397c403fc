import type { LocalAudit, LocalItem } from '../../offline/audit.js';
import type { Answer } from '../../offline/database.js';

/** The four answers as they are chosen. */
export const choices = ['conforming', 'nonconforming', 'opportunity', 'not_applicable'] as const;
export type Choice = (typeof choices)[number];

/** Which of them an answer is; null while there is none. */
export const choiceOf = ({ progress, result }: Pick<Answer, 'progress' | 'result'>): Choice | null =>
  progress === 'not_applicable' ? progress : progress === 'answered' ? result : null;

/** What choosing one of them, or none, changes. */
export const chosen = (choice: Choice | null): Partial<Answer> =>
  choice === null
    ? { progress: 'open', result: null, grade: null }
    : choice === 'not_applicable'
      ? { progress: choice, result: null, grade: null }
      : { progress: 'answered', result: choice, grade: null };

export interface Section {
  key: string;
  /** Null for questions without a clause. */
  title: string | null;
  items: LocalItem[];
}

/** The questions by the chapter of their first clause, in the order of the checklist. */
export function sectionsOf({ items, clauses }: Pick<LocalAudit, 'items' | 'clauses'>): Section[] {
  const sections = new Map<string, Section>();
  for (const item of items) {
    const [edition = '', number] = item.clauses[0]?.split(' / ') ?? [];
    const chapter = number?.split('.')[0];
    const key = chapter ? `${edition} / ${chapter}` : '';
    let section = sections.get(key);
    if (!section) {
      const title = chapter ? `${edition.split(':')[0]} · ${chapter} ${clauses[key] ?? ''}`.trim() : null;
      sections.set(key, (section = { key, title, items: [] }));
    }
    section.items.push(item);
  }
  return [...sections.values()];
}

/** Answered, and nothing missing in it. */
export const isDone = ({ progress, entry }: LocalItem): boolean => progress !== 'open' && entry?.state !== 'incomplete';

/** Where a question stands in the page. */
export const anchorOf = ({ position }: { position: number }): string => `question-${position}`;

/** The findings of a question: those of the server, and those that wait here. */
export function findingsOf(local: LocalAudit, itemId: string) {
  return {
    known: local.findings.filter((one) => one.checklistItemId === itemId && one.state !== 'withdrawn'),
    waiting: local.queue.flatMap((one) =>
      one.kind === 'finding' && one.finding.checklistItemId === itemId ? [one.finding] : [],
    ),
  };
}

/** Failed questions for which no nonconformity was found yet, as the report will ask. */
export const withoutFinding = (local: LocalAudit): LocalItem[] =>
  local.items.filter(({ id, result }) => {
    const { known, waiting } = findingsOf(local, id);
    return result === 'nonconforming' && ![...known, ...waiting].some((one) => ['minor', 'major'].includes(one.class));
  });

/** Answers to a question of which none was chosen yet. */
export const conflictsOf = (local: LocalAudit, itemId: string) =>
  local.conflicts.filter((one) => one.itemId === itemId && one.resolution === null);

/** Why this person cannot answer, or null when they can. */
export function obstacleOf({ audit }: LocalAudit, personId: string | null): 'state' | 'team' | null {
  if (!['in_progress', 'fieldwork_done', 'report_draft'].includes(audit.state)) return 'state';
  const member = audit.team.find((one) => one.personId === personId && one.leftOn === null);
  return member && member.role !== 'observer' && member.role !== 'guide' ? null : 'team';
}

/** Whether this person leads the audit. */
export const leads = ({ audit }: LocalAudit, personId: string | null): boolean =>
  audit.team.some((one) => one.personId === personId && one.leftOn === null && one.role === 'lead');
