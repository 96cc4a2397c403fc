import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
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
  /** Changes so far, and those that the device is still writing: what was read before them would take them back. */
  const changes = useRef({ made: 0, unwritten: 0 });
  const read = useCallback(() => {
    if (!id) return;
    const { made } = changes.current;
    void localAudit(id, personId).then(
      (now) => {
        if (changes.current.made === made && changes.current.unwritten === 0) setLocal(now);
      },
      (error: unknown) => setProblem(problemOf(error)),
    );
  }, [id, personId]);
  useEffect(startSync, []);
  useEffect(() => {
    read();
    return onChange(read);
  }, [read]);
  useEffect(() => {
    void take();
    const timer = setInterval(() => {
      if (!document.hidden) void take();
    }, minute);
    return () => clearInterval(timer);
  }, [take, reachable]);
  /** Shows the change at once and keeps it; rejects when the device could not. */
  const change = useCallback(
    (item: LocalItem, answer: Partial<Answer>) => {
      setLocal(
        (now) => now && { ...now, items: now.items.map((one) => (one.id === item.id ? { ...one, ...answer } : one)) },
      );
      changes.current.made++;
      changes.current.unwritten++;
      return queueAnswer(personId, item, answer).finally(() => {
        changes.current.unwritten--;
        read();
      });
    },
    [personId, read],
  );
  return { change, local: id === null ? null : local, problem, take };
}
