export const severities = ['S1', 'S2', 'S3', 'S4'] as const;
export type Severity = (typeof severities)[number];

export const extents = ['E1', 'E2', 'E3'] as const;
export type Extent = (typeof extents)[number];

/** From the least to the most serious. */
export const grades = ['minor', 'major', 'critical'] as const;
export type Grade = (typeof grades)[number];

export type GradingMatrix = Record<Severity, Record<Extent, Grade>>;

/** Severity (negligible, limited, serious, critical) by extent (isolated, repeated in one process, systemic). */
export const defaultMatrix: GradingMatrix = {
  S1: { E1: 'minor', E2: 'minor', E3: 'minor' },
  S2: { E1: 'minor', E2: 'minor', E3: 'major' },
  S3: { E1: 'major', E2: 'major', E3: 'major' },
  S4: { E1: 'critical', E2: 'critical', E3: 'critical' },
};

export interface Grading {
  grade: Grade;
  /** Why it is not lower, for people. */
  because: { code: string; message: string }[];
}

/** The grade by the matrix, raised to major at least for a recurrence with the same cause or a breach of the law. */
export function gradeOf(
  severity: Severity,
  extent: Extent,
  circumstances: { recurrence: boolean; legalBreach: boolean },
  matrix = defaultMatrix,
): Grading {
  const grade = matrix[severity][extent];
  const because = [{ code: 'matrix', message: `Severity ${severity} and extent ${extent} are ${grade}.` }];
  if (circumstances.recurrence)
    because.push({ code: 'recurrence', message: 'It repeats a closed one with the same cause: at least major.' });
  if (circumstances.legalBreach)
    because.push({ code: 'legal-breach', message: 'A binding obligation was breached: at least major.' });
  return { grade: because.length > 1 && grade === 'minor' ? 'major' : grade, because };
}
