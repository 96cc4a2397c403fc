import { useQuery } from '@tanstack/react-query';
import { answer, api, type Schemas } from '../../api/api.js';

export type Assessment = Schemas['AspectAssessmentView'];

/** An assessment and the one that took its place, if any did. */
export interface Judged {
  assessment: Assessment;
  correctedBy: Assessment | undefined;
}

/** All assessments of an aspect, newest judgement first; with `asOf` (a day) only those that were recorded by its end. */
export function useAssessments(aspectId: string | null | undefined, asOf: string | null): Judged[] | undefined {
  const { data } = useQuery({
    queryKey: ['/api/v1/aspects/{id}/assessments', aspectId],
    queryFn: async () =>
      (await answer(api.GET('/api/v1/aspects/{id}/assessments', { params: { path: { id: aspectId! } } }))).items,
    enabled: Boolean(aspectId),
  });
  if (!data) return undefined;
  const until = asOf ? new Date(`${asOf}T23:59:59.999`).toISOString() : '9999';
  const known = data.filter(({ createdAt }) => createdAt <= until);
  return known
    .map((assessment) => ({
      assessment,
      correctedBy: known.find(({ correctionOfId }) => correctionOfId === assessment.id),
    }))
    .sort(
      (one, other) =>
        other.assessment.assessedOn.localeCompare(one.assessment.assessedOn) ||
        other.assessment.id.localeCompare(one.assessment.id),
    );
}
