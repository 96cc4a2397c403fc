import { Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

const pause = 400;

/** What was seen. Every pause in typing is kept on the device; a later answer from elsewhere never replaces what is being typed. */
export function NoteField({
  value,
  label,
  placeholder,
  description,
  disabled,
  onKeep,
}: {
  value: string | null;
  label: string;
  placeholder: string;
  description?: string | undefined;
  disabled: boolean;
  onKeep: (note: string | null) => Promise<void>;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const [kept, setKept] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef<string | null>(null);
  const keep = useRef(onKeep);
  useEffect(() => {
    keep.current = onKeep;
  });

  const store = useRef(async () => {
    clearTimeout(timer.current);
    const text = last.current;
    if (text === null) return;
    last.current = null;
    await keep.current(text.trim() === '' ? null : text);
    setKept(true);
  });
  // What was typed less than a pause ago is kept when the page goes away.
  useEffect(() => {
    const leave = () => void store.current();
    addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', leave);
    return () => {
      removeEventListener('pagehide', leave);
      document.removeEventListener('visibilitychange', leave);
      leave();
    };
  }, []);

  return (
    <Textarea
      label={label}
      placeholder={placeholder}
      description={description ?? (kept ? t('auditChecklist.noteKept') : undefined)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      maxLength={10_000}
      autosize
      minRows={2}
      disabled={disabled}
      value={typed ?? value ?? ''}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        setKept(false);
        last.current = currentTarget.value;
        clearTimeout(timer.current);
        timer.current = setTimeout(() => void store.current(), pause);
      }}
      onBlur={() => void store.current().then(() => setTyped(null))}
    />
  );
}
