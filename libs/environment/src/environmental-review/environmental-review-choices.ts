/** The first look of an organisation without a system; one of a planned series; one that a change made necessary. */
export const reviewKinds = ['initial', 'periodic', 'change_triggered'] as const;
export type ReviewKind = (typeof reviewKinds)[number];

export const reviewStates = ['planned', 'in_progress', 'in_review', 'approved', 'cancelled'] as const;
export type ReviewState = (typeof reviewStates)[number];

export const reviewMethods = ['interview', 'questionnaire', 'inspection', 'measurement', 'document_review'] as const;
export type ReviewMethod = (typeof reviewMethods)[number];

/**
 * What every review covers: aspects in normal, abnormal and emergency conditions; legal and other requirements and how
 * they are met; present practices and procedures; earlier emergencies and accidents.
 */
export const reviewAreas = ['aspects', 'obligations', 'practices', 'incidents'] as const;
export type ReviewArea = (typeof reviewAreas)[number];

/** What a baseline figure counts; further ones are `other` with a description. */
export const baselineSubjects = ['energy', 'water', 'waste', 'emissions', 'materials', 'other'] as const;
export type BaselineSubject = (typeof baselineSubjects)[number];

export const dataQualities = ['measured', 'calculated', 'estimated'] as const;
export type DataQuality = (typeof dataQualities)[number];
