import { type Actor, type ActorSql, isSame, type Rule, type Workflow } from '#platform';
import type { Waiting } from '../record-type/record-types.js';
import { personOf } from '../redaction/redaction.policy.js';
import type { LogEpoch, LogEpochState } from './log-epoch.entity.js';

type LogEpochRule = Rule<LogEpoch, null>;

/** Who may decide what concerns an organisation as a whole: administrators, managers and the top management. */
export const answersForAll = (actor: Actor): boolean =>
  actor.isPerson && (actor.canEverywhere('organisation:manage') || actor.canEverywhere('retention:manage'));

const confirms: LogEpochRule = ({ actor }) =>
  answersForAll(actor)
    ? undefined
    : {
        code: 'permission-missing',
        message: 'A restart of the log is confirmed by administrators, managers or the top management.',
      };

/** Four eyes: no organisation can switch this off. */
const another: LogEpochRule = (situation) => [
  ...[confirms(situation) ?? []].flat(),
  ...(isSame(situation.actor, personOf(situation.record.confirmedBy))
    ? [{ code: 'four-eyes', message: 'Another person than the one who confirmed it first must do so.' }]
    : []),
];

/** The log goes on from the first moment; what follows is that two people know what happened. */
export const logEpochWorkflow = {
  confirm: { from: ['to_confirm'], to: 'to_countersign', who: confirms },
  countersign: { from: ['to_countersign'], to: 'confirmed', who: another },
} satisfies Workflow<LogEpoch, LogEpochState, null>;

export type LogEpochAction = keyof typeof logEpochWorkflow;

/** A restart waits for two people who answer for the organisation. */
export const logEpochWork = (caller: ActorSql): Waiting[] => [
  {
    expected: 'confirm_restart',
    when: `${caller.isPerson} AND (${caller.mayEverywhere('organisation:manage')} OR ${caller.mayEverywhere('retention:manage')})
      AND r.state <> 'confirmed' AND ${caller.isNotActor('r.confirmed_by')}`,
  },
];
