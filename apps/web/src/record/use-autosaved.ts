import { del, get, set } from 'idb-keyval';
import { useEffect, useRef, useState } from 'react';
import { problemText } from '../form/reason.js';
import { useEditing } from './editable.js';
import { same } from './same.js';

interface Kept<T> {
  value: T;
  /** What the server held when it was begun, so that a change by somebody else is not overwritten unseen. */
  from: unknown;
}

/** `saved`: the server has it; `waiting`: about to be sent; `failed`: refused or not reached, and still here. */
export type SavingState = 'saved' | 'waiting' | 'saving' | 'failed';

const pause = 1200;

/**
 * A field with a structure, such as a tree of causes, that saves itself a moment after the last change. What is typed is kept on
 * this device until the server has it. `clean` is what is sent: without rows that are still empty.
 */
export function useAutosaved<T>(name: string, empty: T, clean: (value: T) => unknown) {
  const { record, name: owner, edit, readOnly } = useEditing();
  const place = `edit:${owner}:${name}`;
  const server = record[name] ?? null;
  const [local, setLocal] = useState<T | undefined>(undefined);
  const [state, setState] = useState<SavingState>('saved');
  const [problem, setProblem] = useState<string | null>(null);
  const latest = useRef<T | undefined>(undefined);
  const from = useRef<unknown>(server);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const busy = useRef(false);

  const send = async (): Promise<void> => {
    clearTimeout(timer.current);
    const value = latest.current;
    if (busy.current || value === undefined) return;
    const sent = clean(value);
    if (same(sent, from.current)) {
      setState('saved');
      return del(place);
    }
    busy.current = true;
    setState('saving');
    try {
      await edit({ [name]: sent }, { [name]: from.current });
      from.current = sent;
      setProblem(null);
      busy.current = false;
      if (!same(clean(latest.current!), sent)) return await send();
      setState('saved');
      await del(place);
    } catch (failure) {
      setProblem(problemText(failure));
      setState('failed');
    } finally {
      busy.current = false;
    }
  };
  const sending = useRef(send);
  sending.current = send;

  const keep = (value: T) => {
    latest.current = value;
    setLocal(value);
    setState('waiting');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void sending.current(), pause);
  };

  useEffect(() => {
    if (readOnly) return;
    void get<Kept<T>>(place).then((kept) => {
      if (!kept || latest.current !== undefined) return;
      from.current = kept.from;
      keep(kept.value);
    });
    const leave = () => void sending.current();
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
    // `keep` reads nothing that changes.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [place, readOnly]);

  // Somebody else's change is taken over while nothing of ours waits.
  useEffect(() => {
    if (state !== 'saved' || same(server, from.current)) return;
    from.current = server;
    latest.current = undefined;
    setLocal(undefined);
  }, [server, state]);

  return {
    value: local ?? (server as T | null) ?? empty,
    change(value: T) {
      if (latest.current === undefined) from.current = server;
      keep(value);
      void set(place, { value, from: from.current } satisfies Kept<T>);
    },
    /** Sends at once, for instance when the editor is left. */
    flush: () => void sending.current(),
    state,
    problem,
    readOnly,
  };
}
