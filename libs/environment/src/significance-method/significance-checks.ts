import { criteriaFor, roundScore, scoreOf } from './method-definition.js';
import type { AssessmentInput, Criterion, MethodDefinition, Mistake, Sign } from './method-definition.js';

/** Keys stand in formulas and JSON pointers. */
const keyPattern = /^[A-Za-z][A-Za-z0-9]{0,19}$/;

function mistake(pointer: string, code: string, message: string): Mistake {
  return { pointer, code, message };
}

function checkKeys(keys: readonly string[], pointer: string): Mistake[] {
  return keys.flatMap((key, index) => {
    const at = `${pointer}/${index}/key`;
    if (!keyPattern.test(key))
      return [mistake(at, 'bad-key', 'A key is a letter followed by up to 19 letters or digits.')];
    return keys.indexOf(key) === index ? [] : [mistake(at, 'duplicate-key', `The key ${key} is already taken.`)];
  });
}

function checkText(text: string, pointer: string): Mistake[] {
  return text.trim() === '' ? [mistake(pointer, 'text-missing', 'This text is empty.')] : [];
}

function checkScale({ scale }: Criterion, pointer: string): Mistake[] {
  if (scale.length < 2) return [mistake(pointer, 'scale-too-short', 'A scale has at least two values to choose from.')];
  return scale.flatMap(({ value, anchor }, index) => {
    const at = `${pointer}/${index}`;
    const before = scale[index - 1];
    return [
      ...(Number.isSafeInteger(value) && value >= 0
        ? []
        : [mistake(`${at}/value`, 'value-not-whole', 'A scale value is a whole number, 0 or above.')]),
      ...(before === undefined || value > before.value
        ? []
        : [mistake(`${at}/value`, 'scale-not-ascending', 'Each value is above the one before it.')]),
      ...checkText(anchor, `${at}/anchor`),
    ];
  });
}

function checkWeight({ kind }: MethodDefinition, { weight }: Criterion, pointer: string): Mistake[] {
  if (kind !== 'weightedMean') {
    return weight === undefined ? [] : [mistake(pointer, 'weight-unused', 'Only a weighted mean uses weights.')];
  }
  if (weight === undefined)
    return [mistake(pointer, 'weight-missing', 'A weighted mean needs a weight for every criterion.')];
  return Number.isFinite(weight) && weight > 0 ? [] : [mistake(pointer, 'weight-not-positive', 'A weight is above 0.')];
}

function checkCriteria(method: MethodDefinition): Mistake[] {
  const { criteria } = method;
  return [
    ...checkKeys(
      criteria.map(({ key }) => key),
      '/criteria',
    ),
    ...criteria.flatMap((criterion, index) => [
      ...checkText(criterion.name, `/criteria/${index}/name`),
      ...checkWeight(method, criterion, `/criteria/${index}/weight`),
      ...checkScale(criterion, `/criteria/${index}/scale`),
    ]),
  ];
}

function checkAlways(method: MethodDefinition): Mistake[] {
  const adverse = criteriaFor(method, 'adverse');
  const rules = method.always ?? [];
  return rules.flatMap(({ criterion: key, atLeast }, index) => {
    const at = `/always/${index}`;
    const criterion = adverse.find((candidate) => candidate.key === key);
    if (!criterion)
      return [mistake(`${at}/criterion`, 'unknown-criterion', `No criterion for adverse aspects is called ${key}.`)];
    if (rules.findIndex((rule) => rule.criterion === key) !== index) {
      return [mistake(`${at}/criterion`, 'duplicate-criterion', `${key} already has such a rule.`)];
    }
    const step = criterion.scale.findIndex(({ value }) => value === atLeast);
    if (step === -1) return [mistake(`${at}/atLeast`, 'not-on-scale', `The scale of ${key} has no value ${atLeast}.`)];
    return step > 0
      ? []
      : [mistake(`${at}/atLeast`, 'always-reached', 'The lowest value would make every aspect significant.')];
  });
}

interface Thresholds {
  threshold?: number;
  watchThreshold?: number;
}

/** A threshold that no score can miss or none can reach decides nothing. */
function checkThresholds(
  method: MethodDefinition,
  sign: Sign,
  { threshold, watchThreshold }: Thresholds,
  at: string,
): Mistake[] {
  const criteria = criteriaFor(method, sign);
  const lowest = scoreOf(method, criteria, ({ scale }) => Math.min(...scale.map(({ value }) => value)));
  const highest = scoreOf(method, criteria, ({ scale }) => Math.max(...scale.map(({ value }) => value)));
  if (lowest === null || highest === null) {
    return [
      mistake(
        method.kind === 'gates' ? at : '/criteria',
        'criteria-missing',
        `A score for ${sign} aspects needs a criterion.`,
      ),
    ];
  }
  if (threshold === undefined) return [mistake(`${at}/threshold`, 'threshold-missing', 'A score needs a threshold.')];
  if (!Number.isFinite(threshold)) return [mistake(`${at}/threshold`, 'not-a-number', 'A threshold is a number.')];
  const range = `Scores run from ${lowest} to ${highest}.`;
  const found: Mistake[] = [];
  if (roundScore(threshold) > highest) found.push(mistake(`${at}/threshold`, 'threshold-unreachable', range));
  if (roundScore(threshold) <= lowest) found.push(mistake(`${at}/threshold`, 'threshold-always-reached', range));
  if (watchThreshold !== undefined && !(roundScore(watchThreshold) < roundScore(threshold))) {
    found.push(mistake(`${at}/watchThreshold`, 'watch-not-below-threshold', 'Watching begins below the threshold.'));
  }
  return found;
}

function checkGateMethod(method: MethodDefinition): Mistake[] {
  return [
    ...(method.gates.length > 0 ? [] : [mistake('/gates', 'gate-missing', 'A gate method needs at least one gate.')]),
    ...(['threshold', 'watchThreshold', 'beneficial'] as const)
      .filter((key) => method[key] !== undefined)
      .map((key) => mistake(`/${key}`, 'threshold-unused', 'A gate method has no score to compare with a threshold.')),
  ];
}

function checkScoring(method: MethodDefinition): Mistake[] {
  if (method.kind === 'gates') return checkGateMethod(method);
  return [
    ...checkThresholds(method, 'adverse', method, ''),
    ...(method.beneficial ? checkThresholds(method, 'beneficial', method.beneficial, '/beneficial') : []),
  ];
}

/** Whether a definition of the right shape makes sense; an empty list means it can be used. */
export function checkMethod(method: MethodDefinition): Mistake[] {
  const parts = [
    ...checkCriteria(method),
    ...checkAlways(method),
    ...checkKeys(
      method.gates.map(({ key }) => key),
      '/gates',
    ),
    ...method.gates.flatMap(({ question }, index) => checkText(question, `/gates/${index}/question`)),
  ];
  // The range of scores is known only once every scale and weight is sound.
  const broken = parts.some(({ pointer }) => pointer.startsWith('/criteria/'));
  return broken ? parts : [...parts, ...checkScoring(method)];
}

function pointerTo(list: 'scores' | 'gates', key: string): string {
  return `/${list}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function checkScore(criterion: Criterion, { scores }: AssessmentInput): Mistake[] {
  const { key, name, scale } = criterion;
  const at = pointerTo('scores', key);
  if (!Object.hasOwn(scores, key)) return [mistake(at, 'score-missing', `${name} is not scored.`)];
  if (scale.some(({ value }) => value === scores[key])) return [];
  return [mistake(at, 'not-on-scale', `${name} is one of ${scale.map(({ value }) => value).join(', ')}.`)];
}

function checkGates(method: MethodDefinition, gates: AssessmentInput['gates']): Mistake[] {
  // A question nobody answered is not a no.
  return method.gates.flatMap(({ key, question }) => {
    const at = pointerTo('gates', key);
    if (!Object.hasOwn(gates, key)) return [mistake(at, 'gate-unanswered', `Answer yes or no: ${question}`)];
    return typeof gates[key] === 'boolean' ? [] : [mistake(at, 'not-yes-or-no', 'A gate is answered true or false.')];
  });
}

/** Names in the input that the method does not have, or has for the other sign only. */
function checkStrangers(
  list: 'scores' | 'gates',
  given: object,
  wanted: readonly string[],
  known: readonly string[],
  sign: Sign,
): Mistake[] {
  return Object.keys(given)
    .filter((key) => !wanted.includes(key))
    .map((key) =>
      known.includes(key)
        ? mistake(pointerTo(list, key), 'not-applicable', `${key} does not apply to ${sign} aspects; leave it out.`)
        : mistake(
            pointerTo(list, key),
            list === 'scores' ? 'unknown-criterion' : 'unknown-gate',
            `This method has no ${key}.`,
          ),
    );
}

/** Whether an assessment answers all the method asks and nothing else; an empty list means it can be evaluated. */
export function checkInput(method: MethodDefinition, input: AssessmentInput): Mistake[] {
  const { sign = 'adverse', scores, gates } = input;
  if (sign !== 'adverse' && sign !== 'beneficial')
    return [mistake('/sign', 'unknown-sign', 'An impact is adverse or beneficial.')];
  const criteria = criteriaFor(method, sign);
  const gateKeys = method.gates.map(({ key }) => key);
  const keys = (list: readonly Criterion[]) => list.map(({ key }) => key);
  return [
    ...criteria.flatMap((criterion) => checkScore(criterion, input)),
    ...checkStrangers('scores', scores, keys(criteria), keys(method.criteria), sign),
    ...(sign === 'adverse' ? checkGates(method, gates) : []),
    ...checkStrangers('gates', gates, sign === 'adverse' ? gateKeys : [], gateKeys, sign),
  ];
}
