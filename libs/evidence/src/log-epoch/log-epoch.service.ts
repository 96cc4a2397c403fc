import { Injectable } from '@nestjs/common';
import { decide, type Page, type PerformTransition, shown, transitionsOf, type Tx } from '#platform';
import { HistoryService } from '../history/history.service.js';
import { RecordTypes } from '../record-type/record-types.js';
import { checkpointOfNote } from '../seal/checkpoint.js';
import type { LogEpochView } from './log-epoch.dto.js';
import { LogEpoch } from './log-epoch.entity.js';
import { type LogEpochAction, logEpochWork, logEpochWorkflow } from './log-epoch.workflow.js';

/** Restarts of the log, and who knows of them. They are begun at the command line. */
@Injectable()
export class LogEpochService {
  constructor(
    types: RecordTypes,
    private readonly history: HistoryService,
  ) {
    types.register<LogEpoch>({
      name: 'log_epoch',
      path: 'log/epochs',
      title: 'Restart of the log',
      titles: 'Restarts of the log',
      entity: LogEpoch,
      mayRead: (actor) => actor.can('organisation:read'),
      label: ({ epoch }) => `Epoch ${epoch}`,
      scope: {},
      inPacks: false,
      listed: { reference: null, title: 'left(r.reason, 500)', state: 'r.state', read: 'organisation:read' },
      work: logEpochWork,
    });
  }

  /** How often the log was begun anew, the last time first; an organisation does so a few times in its life. */
  async list(tx: Tx): Promise<Page<LogEpochView>> {
    const epochs = await tx.all(LogEpoch, {});
    return { items: await this.views(tx, epochs.toReversed()), nextCursor: null };
  }

  /** Says that the caller knows of the restart. 403 for the same person twice. */
  async transition(tx: Tx, id: string, version: number, { action, reason }: PerformTransition): Promise<LogEpochView> {
    const epoch = await tx.claim(LogEpoch, id, version);
    const { state } = decide(logEpochWorkflow, action, { ...this.situation(tx, epoch), reason });
    await tx.because(`logEpoch.${action}`, reason);
    const now = new Date().toISOString();
    const effects: Record<LogEpochAction, Partial<LogEpoch>> = {
      confirm: { confirmedBy: tx.actor.key, confirmedAt: now },
      countersign: { countersignedBy: tx.actor.key, countersignedAt: now },
    };
    const changed = await tx.update(epoch, { state, ...effects[action as LogEpochAction] });
    return (await this.views(tx, [changed]))[0]!;
  }

  private async views(tx: Tx, epochs: readonly LogEpoch[]): Promise<LogEpochView[]> {
    const people = epochs.flatMap(({ confirmedBy, countersignedBy }) => [confirmedBy, countersignedBy]);
    const names = await this.history.namesOf(tx, people);
    const nameOf = (actor: string | null) => actor && (names.get(actor) ?? actor);
    return epochs.map((epoch) => ({
      ...shown(epoch),
      lostLines: lostLines(epoch),
      confirmedByName: nameOf(epoch.confirmedBy),
      countersignedByName: nameOf(epoch.countersignedBy),
      transitions: transitionsOf(logEpochWorkflow, this.situation(tx, epoch)),
    }));
  }

  private situation(tx: Tx, record: LogEpoch) {
    return { actor: tx.actor, record, today: tx.today, facts: null };
  }
}

/** By the sizes of the two checkpoints; null where one is missing, or they are of different epochs. */
function lostLines({ databaseCheckpoint, lastCheckpoint }: LogEpoch): number | null {
  const [held, signed] = [databaseCheckpoint, lastCheckpoint].map((note) => note && checkpointOfNote(note));
  return held && signed && held.origin === signed.origin ? Math.max(0, signed.size - held.size) : null;
}
