import type { Criterion, Gate, MethodDefinition } from './method-definition.js';

/** A method an organisation can start from and adapt as a version of its own. */
export interface DefaultMethod {
  code: 'M1' | 'M2' | 'M3' | 'M4';
  name: string;
  definition: MethodDefinition;
}

function scale(...anchors: string[]): Criterion['scale'] {
  return anchors.map((anchor, index) => ({ value: index + 1, anchor }));
}

const severity: Criterion = {
  key: 'S',
  name: 'Severity',
  scale: scale(
    'Negligible: no effect that can be measured outside the workplace.',
    'Minor: a measurable effect on the site only, gone within days.',
    'Moderate: an effect beyond the immediate spot or a common resource used up; gone within months.',
    'Major: a lasting or far-reaching effect on air, water, soil, climate or a scarce resource.',
    'Severe: an effect on people or nature off site that takes years to undo or cannot be undone.',
  ),
};

// An emergency is judged by how likely the event is, for it has no frequency.
const probability: Criterion = {
  key: 'P',
  name: 'Probability',
  scale: scale(
    'Less than once a year. Emergency: conceivable, but not known from comparable sites.',
    'About once a year. Emergency: has happened at comparable sites.',
    'About once a month. Emergency: has happened at comparable sites more than once in ten years.',
    'About once a week. Emergency: has happened here, or nearly did.',
    'Daily or all the time. Emergency: to be expected within a year unless something changes.',
  ),
};

const detectability: Criterion = {
  key: 'D',
  name: 'Detectability',
  onlyFor: 'adverse',
  scale: scale(
    'Evident at once: an automatic alarm or interlock, or nobody could miss it.',
    'Noticed within the shift by routine observation or a continuous reading.',
    'Noticed within days by a planned inspection or sample.',
    'Noticed only by chance, or by an analysis made once or twice a year.',
    'Cannot be noticed before the harm is done.',
  ),
};

const legalLimit: Gate = {
  key: 'L',
  question: 'Does a legal or permit limit apply, and is 80 % of it used or was it breached in the last 36 months?',
  legal: true,
};

const complaint: Gate = {
  key: 'K',
  question: 'Was a complaint about it found justified in the last 12 months?',
};

const severityByProbability: MethodDefinition = {
  kind: 'product',
  criteria: [severity, probability],
  threshold: 12,
  beneficial: { threshold: 12 },
  always: [{ criterion: 'S', atLeast: 5 }],
  gates: [],
};

const severityByProbabilityByDetectability: MethodDefinition = {
  kind: 'product',
  criteria: [severity, probability, detectability],
  threshold: 40,
  watchThreshold: 20,
  // Without detectability the highest score is 25.
  beneficial: { threshold: 12 },
  always: [{ criterion: 'S', atLeast: 5 }],
  gates: [legalLimit, complaint],
};

const weightedCriteria: MethodDefinition = {
  kind: 'weightedMean',
  criteria: [
    { ...severity, weight: 3 },
    {
      key: 'Q',
      name: 'Quantity',
      weight: 3,
      scale: scale(
        'Trace: too little to appear in the site totals.',
        'Small: under 5 % of the site total of its kind.',
        'Medium: from 5 % to under 20 % of the site total.',
        'Large: from 20 % to under 50 % of the site total.',
        'Dominant: half of the site total or more.',
      ),
    },
    { ...probability, key: 'F', name: 'Frequency and duration', weight: 2 },
    {
      key: 'R',
      name: 'Reversibility',
      weight: 2,
      onlyFor: 'adverse',
      scale: scale(
        'Recovers by itself within days.',
        'Recovers by itself within a year.',
        'Can be restored within a year with effort.',
        'Can be restored only over years and in part.',
        'Cannot be restored.',
      ),
    },
    {
      key: 'T',
      name: 'Sensitivity of the surroundings',
      weight: 2,
      scale: scale(
        'Sealed industrial ground, nobody and nothing sensitive near.',
        'Mixed commercial area, ordinary surroundings.',
        'Homes, farmland or ordinary waters within reach.',
        'Schools, drinking water or already burdened air or water within reach.',
        'Protected nature, a water protection zone or a species at risk within reach.',
      ),
    },
    {
      key: 'G',
      name: 'Legal relevance',
      weight: 3,
      onlyFor: 'adverse',
      scale: scale(
        'No obligation applies.',
        'General duties of care only.',
        'Specific duties apply, such as records or inspections, and are met with ease.',
        'Limits or a permit apply and are met.',
        'Limits or a permit apply and are nearly used up, or were breached.',
      ),
    },
    {
      key: 'I',
      name: 'Concern of interested parties',
      weight: 1,
      scale: scale(
        'Nobody has asked.',
        'Asked about now and then.',
        'Asked about regularly by one group.',
        'Several groups or one key customer expect action.',
        'Complaints, press reports or a binding demand.',
      ),
    },
  ],
  threshold: 3,
  beneficial: { threshold: 3 },
  gates: [],
};

const gatesOnly: MethodDefinition = {
  kind: 'gates',
  criteria: [],
  gates: [
    legalLimit,
    complaint,
    { key: 'E', question: 'Could an emergency with it cause harm off site?' },
    { key: 'T', question: 'Does the policy or top management give it priority?' },
    { key: 'C', question: 'Does a binding requirement of a customer or the group concern it?' },
  ],
};

/** Starting points; thresholds and weights are conventions, for the organisation sets its own criteria. */
export const defaultMethods: readonly DefaultMethod[] = [
  { code: 'M1', name: 'Severity × probability', definition: severityByProbability },
  { code: 'M2', name: 'Severity × probability × detectability', definition: severityByProbabilityByDetectability },
  { code: 'M3', name: 'Weighted criteria', definition: weightedCriteria },
  { code: 'M4', name: 'Gates', definition: gatesOnly },
];
