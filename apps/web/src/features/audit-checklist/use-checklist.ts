import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useRecordId } from '../../api/labels.js';
import { problemOf, type Problem } from '../../api/problem.js';
import { useSession } from '../../api/session.js';
import { type LocalAudit, localAudit, type LocalItem, takeAudit, takenAudits } from '../../offline/audit.js';
import type { Answer } from '../../offline/database.js';
import { queueAnswer } from '../../offline/outbox.js';
import { onChange } from '../../offline/changes.js';
import { observe, syncState } from '../../offline/state.js';
import { startSync } from '../../offline/sync.js';

const minute = 60_000;

/** How things stand between this device and the server. */
export const useSyncState = () => useSyncExternalStore(observe, syncState);

/** The audits that the person has on this device: when each was fetched, by id. */
export function useTakenAudits(): ReadonlyMap<string, string> {
  const { personId } = useSession();
  const [taken, setTaken] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    const read = () =>
      void takenAudits(personId ?? '').then(
        (all) => setTaken(new Map(all.map(({ id, storedAt }) => [id, storedAt]))),
        () => undefined,
      );
    read();
    return onChange(read);
  }, [personId]);
  return taken;
}

/** The id behind the address: known to the device, or asked for. */
function useAuditId(key: string, personId: string): string | null | undefined {
  const asked = useRecordId('audit', key);
  const [kept, setKept] = useState<string>();
  useEffect(() => {
    void takenAudits(personId).then(
      (all) => setKept(all.find(({ audit }) => audit.reference === key)?.id),
      () => undefined,
    );
  }, [key, personId]);
  return kept ?? asked;
}

/**
 * An audit as this device has it: shown at once from the device, refreshed when the server can be reached. `local` is
 * undefined while looking, null when the device does not have it.
 */
export function useChecklist(key: string) {
  const personId = useSession().personId ?? '';
  const id = useAuditId(key, personId);
  const { reachable } = useSyncState();
  const [local, setLocal] = useState<LocalAudit | null>();
  const [problem, setProblem] = useState<Problem | null>(null);
  const take = useCallback(
    () =>
      id
        ? takeAudit(id, personId).then(
            () => setProblem(null),
            (error: unknown) => setProblem(problemOf(error)),
          )
        : undefined,
    [id, personId],
  );
  useEffect(startSync, []);
  useEffect(() => {
    if (!id) return undefined;
    const read = () => void localAudit(id, personId).then(setLocal, (error: unknown) => setProblem(problemOf(error)));
    read();
    return onChange(read);
  }, [id, personId]);
  useEffect(() => {
    void take();
    const timer = setInterval(() => {
      if (!document.hidden) void take();
    }, minute);
    return () => clearInterval(timer);
  }, [take, reachable]);
  /** Shows the change at once and keeps it; rejects when the device could not. */
  const change = useCallback(
    (item: LocalItem, changes: Partial<Answer>) => {
      setLocal(
        (now) => now && { ...now, items: now.items.map((one) => (one.id === item.id ? { ...one, ...changes } : one)) },
      );
      return queueAnswer(personId, item, changes);
    },
    [personId],
  );
  return { change, local: id === null ? null : local, problem, take };
}
