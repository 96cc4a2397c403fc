import { del, get, set } from 'idb-keyval';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { problemOf } from '../api/problem.js';
import { problemText } from '../form/reason.js';
import { useEditing } from './editable.js';
import { ReasonDialog, wantsReason } from './reason-dialog.js';

/**
 * What is typed for a field of the record and not yet saved: kept on this device, sent with a reason where the server wants one,
 * still there with the words of the refusal when it was refused. `typed` is undefined while nobody edits.
 */
export function useTyped<T>(name: string, title: string) {
  const { record, name: owner, edit, readOnly } = useEditing();
  const place = `edit:${owner}:${name}`;
  const [typed, setTyped] = useState<T | undefined>(undefined);
  const [error, setError] = useState<string | null>(null);
  const [waiting, setWaiting] = useState<{ value: unknown } | null>(null);
  const [busy, setBusy] = useState(false);
  const begun = useRef<unknown>(undefined);

  useEffect(() => {
    if (!readOnly) void get<T>(place).then((kept) => kept !== undefined && setTyped(kept));
  }, [place, readOnly]);

  const stop = () => {
    setTyped(undefined);
    setError(null);
    setWaiting(null);
    void del(place);
  };
  const save = async (value: unknown, reason?: string): Promise<void> => {
    setBusy(true);
    try {
      await edit(
        { [name]: value, ...(reason && { reason }) },
        begun.current === undefined ? {} : { [name]: begun.current },
      );
      stop();
    } catch (failure) {
      const problem = problemOf(failure);
      if (!reason && problem.reasons.some(wantsReason)) setWaiting({ value });
      else setError(problemText(failure));
    } finally {
      setBusy(false);
    }
  };
  const dialog: ReactNode = (
    <ReasonDialog
      opened={waiting !== null}
      field={title}
      busy={busy}
      onCancel={() => setWaiting(null)}
      onSave={(reason) => void save(waiting!.value, reason)}
    />
  );
  return {
    typed,
    type(next: T) {
      if (typed === undefined) begun.current = record[name] ?? null;
      setTyped(next);
      void set(place, next);
    },
    stop,
    save,
    error,
    busy,
    dialog,
    readOnly,
  };
}
