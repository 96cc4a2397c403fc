import { ApiProperty } from '@nestjs/swagger';
import { invalid, Problem, Reason } from '../http/problem.js';
import type { RecordEntity } from '../database/record.entity.js';
import type { Actor } from '../identity/actor.js';
import { SignatureAsked, type SignatureMeaning, signatureMeanings } from './signature-meaning.js';
import type { GivenSignature } from './transition.dto.js';

/** What a rule may look at. `facts` are what the record itself does not hold, loaded once by the service. */
export interface Situation<R, F> {
  actor: Actor;
  record: R;
  facts: F;
  /** The organisation's calendar day. */
  today: string;
  /** What the person says now; nothing while only looking at what could be done. */
  reason?: string;
  /** What the person signs with; whether it is really theirs is found out when the signature is written. */
  signature?: GivenSignature;
}

/** Says why not, or nothing. */
export type Rule<R, F> = (situation: Situation<R, F>) => Reason | Reason[] | undefined;

/** One thing that may be done to a record. */
export interface Step<R, S extends string, F> {
  from: readonly S[];
  to: S;
  /** Who may: refused with 403. */
  who: Rule<R, F>;
  /** Separation of duties: refused with 403, unless the organisation lets people justify it with a reason. */
  separation?: readonly Rule<R, F>[];
  /** Where it matters too much: nobody may justify separation instead of keeping it, whatever the organisation says. */
  strict?: (record: R) => boolean;
  /** Fields that must be filled in first. */
  needs?: readonly (keyof R & string)[];
  /** What else must hold: refused with 422. */
  checks?: readonly Rule<R, F>[];
  /** What should hold, but may be passed over by anyone who says why; leaves a flag. */
  excusable?: readonly Rule<R, F>[];
  /** The person must say why: always, or in some situations. */
  reason?: 'required' | ((situation: Situation<R, F>) => boolean);
  /** The person signs the version that the step makes, and says this by it: always, or in some situations. */
  signs?: SignatureMeaning | ((situation: Situation<R, F>) => SignatureMeaning | undefined);
  /** What the signature is about where the rest goes on changing; without, the whole record with its parts. */
  signedFields?: readonly (keyof R & string)[];
}

export type Workflow<R, S extends string, F> = Record<string, Step<R, S, F>>;

/** What this person may do next, and why not where not. */
export class Transition {
  @ApiProperty({ example: 'close' }) action: string;
  @ApiProperty({ example: 'closed' }) to: string;
  @ApiProperty() allowed: boolean;
  @ApiProperty({ description: 'A reason in words must be given' }) reasonRequired: boolean;
  @ApiProperty({ type: [Reason] }) reasons: Reason[];
  @ApiProperty({
    type: () => SignatureAsked,
    nullable: true,
    description: 'The action takes a signature with this meaning; null when it takes none',
  })
  signs: SignatureAsked | null;
}

type Stateful<S extends string> = { state: S; flags?: readonly string[] };

const listOf = (reasons: Reason | Reason[] | undefined): Reason[] => (reasons ? [reasons].flat() : []);

const signedBy = <R, S extends string, F>({ signs }: Step<R, S, F>, situation: Situation<R, F>) =>
  typeof signs === 'function' ? signs(situation) : signs;

/** Everything that stands against a step now, by kind. */
function obstacles<R extends Stateful<S>, S extends string, F>(step: Step<R, S, F>, situation: Situation<R, F>) {
  const { record, actor } = situation;
  const missing = (step.needs ?? [])
    .filter((field) => {
      const value: unknown = record[field];
      return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
    })
    .map((field) => ({
      code: 'missing',
      field: `/${field}`,
      message: `Fill in first: ${words(field)}.`,
      values: { what: words(field) },
    }));
  const justifiable = ({ code }: Reason) => !step.strict?.(record) && actor.justifiableRules.includes(code);
  const separation = (step.separation ?? []).flatMap((rule) => listOf(rule(situation)));
  const excusable = (step.excusable ?? []).flatMap((rule) => listOf(rule(situation)));
  const signs = signedBy(step, situation);
  return {
    signs,
    who: [...listOf(step.who(situation)), ...(signs && !actor.isPerson ? [byPerson] : [])],
    kept: separation.filter((reason) => !justifiable(reason)),
    justified: [...separation.filter(justifiable), ...excusable],
    guards: [...missing, ...(step.checks ?? []).flatMap((rule) => listOf(rule(situation)))],
    mustExplain: typeof step.reason === 'function' ? step.reason(situation) : step.reason === 'required',
  };
}

const byPerson = { code: 'signature-by-person', field: '/signature', message: 'Only a person can sign this.' };

const words = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** The steps that leave the present state, each with what stands against it: the web draws its buttons from this. */
export function transitionsOf<R extends Stateful<S>, S extends string, F>(
  workflow: Workflow<R, S, F>,
  situation: Situation<R, F>,
): Transition[] {
  return Object.entries(workflow)
    .filter(([, step]) => step.from.includes(situation.record.state))
    .map(([action, step]) => {
      const { who, kept, justified, guards, mustExplain, signs } = obstacles(step, situation);
      const reasons = [...who, ...kept, ...guards];
      return {
        action,
        to: step.to,
        allowed: reasons.length === 0,
        reasonRequired: mustExplain || justified.length > 0,
        reasons: [...reasons, ...justified],
        signs: signs ? { meaning: signs, sentence: signatureMeanings[signs] } : null,
      };
    });
}

/**
 * Decides on a step. Answers the new state and the rules that were justified instead of kept.
 * Throws 422 for an unknown action, a missing reason or signature, 409 for the wrong state, 403 for the wrong person,
 * 422 for guards. Whoever asked writes the signature that `signingOf` names.
 */
export function decide<R extends Stateful<S>, S extends string, F>(
  workflow: Workflow<R, S, F>,
  action: string,
  situation: Situation<R, F>,
): { state: S; flags: string[] } {
  const step = Object.hasOwn(workflow, action) ? workflow[action] : undefined;
  if (!step)
    throw new Problem(422, 'invalid', 'The request is not valid', [
      {
        code: 'unknown-action',
        field: '/action',
        message: `The action must be one of ${Object.keys(workflow).join(', ')}.`,
      },
    ]);
  const { record, reason, signature } = situation;
  if (!step.from.includes(record.state))
    throw new Problem(409, 'wrong-state', 'The record is in another state', [
      {
        code: 'wrong-state',
        field: '/state',
        message: `“${words(action)}” is possible when ${step.from.join(' or ')}; the record is ${record.state}.`,
      },
    ]);
  const { who, kept, justified, guards, mustExplain, signs } = obstacles(step, situation);
  if (who.length + kept.length > 0) throw new Problem(403, 'forbidden', 'You may not do this', [...who, ...kept]);
  if (!reason && mustExplain) guards.unshift({ code: 'reason-required', field: '/reason', message: 'Say why.' });
  if (!reason && justified.length > 0)
    guards.push(
      ...justified.map((rule) => ({
        ...rule,
        field: '/reason',
        message: `${rule.message} Give a reason to do it nevertheless.`,
      })),
    );
  if (signs && !signature) guards.push(...signatureMissing().reasons);
  if (guards.length > 0) throw new Problem(422, 'refused', 'The record is not ready for this', guards);
  return { state: step.to, flags: [...new Set([...(record.flags ?? []), ...justified.map(({ code }) => code)])] };
}

/** 422 for something that is signed, without a signature. */
export const signatureMissing = () =>
  invalid({ code: 'signature-required', field: '/signature', message: 'Sign this with your password.' });

/** What is said by a signature, and about which fields: null for the whole record with its parts. */
export interface Signing {
  meaning: SignatureMeaning;
  fields: readonly string[] | null;
  /** Where it is not a step of the record that is signed but rows that were put beside it: these, and no version was made. */
  rows?: readonly RecordEntity[];
}

/** What an action that was decided on signs; nothing where it takes no signature. */
export function signingOf<R, S extends string, F>(
  workflow: Workflow<R, S, F>,
  action: string,
  situation: Situation<R, F>,
): Signing | undefined {
  const step = workflow[action];
  const meaning = step && signedBy(step, situation);
  return meaning && { meaning, fields: step.signedFields ?? null };
}

/** States that no step leads to, apart from the first: a mistake in the table. */
export function unreachable<S extends string>(workflow: Record<string, { to: S }>, states: readonly S[]): S[] {
  const reached = new Set(Object.values(workflow).map((step) => step.to));
  return states.slice(1).filter((state) => !reached.has(state));
}

/** Whether a person is the one that a rule is about; nobody is not. */
export const isSame = (actor: Actor, personId: string | null | undefined): boolean =>
  actor.personId !== null && actor.personId === personId;
