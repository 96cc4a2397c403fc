import { del, get, set } from 'idb-keyval';
import { useEffect, useRef, useState } from 'react';

interface Draft<V> {
  values: V;
  /** One key for all tries to send it, so that a repeated one has no second effect. */
  key: string;
  at: string;
}

/**
 * What was typed into a form, kept on this device until it was sent: 400 ms after the last letter, under a name such as
 * `nonconformities/new`. `values` is null while it is being looked up.
 */
export function useDraft<V>(name: string, empty: V) {
  const [draft, setDraft] = useState<Draft<V> | null>(null);
  const [restored, setRestored] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef<Draft<V>>(undefined);
  const place = `draft:${name}`;

  useEffect(() => {
    const fresh = { values: empty, key: crypto.randomUUID(), at: '' };
    // What was looked up for the form that stood here before is not for this one.
    let current = true;
    get<Draft<V>>(place).then(
      (kept) => {
        if (!current) return;
        setRestored(Boolean(kept));
        // Fields that the form has gained since the draft was kept start empty.
        setDraft(kept ? { ...kept, values: { ...empty, ...kept.values } } : fresh);
      },
      () => current && setDraft(fresh),
    );
    const flush = () => latest.current && void set(place, latest.current);
    addEventListener('pagehide', flush);
    return () => {
      current = false;
      removeEventListener('pagehide', flush);
      clearTimeout(timer.current);
      flush();
    };
    // The empty form is the same for one name.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [place]);

  return {
    draft,
    restored,
    keep(values: V) {
      if (!draft) return;
      const next = { ...draft, values, at: new Date().toISOString() };
      latest.current = next;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        void set(place, next);
        setDraft(next);
      }, 400);
    },
    async forget() {
      clearTimeout(timer.current);
      latest.current = undefined;
      await del(place);
      setRestored(false);
      // A form that stays for the next record begins anew, with a key of its own.
      setDraft({ values: empty, key: crypto.randomUUID(), at: '' });
    },
  };
}
