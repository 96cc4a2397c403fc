import type { Schemas } from '../../api/api.js';

type View = Schemas['EnvironmentalReviewView'];
type Item = Schemas['EnvironmentalReviewItemView'];
type Figure = Schemas['BaselineFigure'];

export const reviewKinds = ['initial', 'periodic', 'change_triggered'] as const satisfies View['kind'][];
export const reviewStates = [
  'planned',
  'in_progress',
  'in_review',
  'approved',
  'cancelled',
] as const satisfies View['state'][];
export const reviewMethods = [
  'interview',
  'questionnaire',
  'inspection',
  'measurement',
  'document_review',
] as const satisfies View['methods'][number][];

/** What every review covers, in the order in which it is usually done. */
export const reviewAreas = ['aspects', 'obligations', 'practices', 'incidents'] as const satisfies Item['area'][];
export type ReviewArea = (typeof reviewAreas)[number];

export const ratings = ['low', 'medium', 'high'] as const satisfies Item['rating'][];
export const baselineSubjects = [
  'energy',
  'water',
  'waste',
  'emissions',
  'materials',
  'other',
] as const satisfies Figure['what'][];
export const dataQualities = ['measured', 'calculated', 'estimated'] as const satisfies Figure['quality'][];
