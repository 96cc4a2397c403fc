import { Button, Group, NativeSelect, Textarea, TextInput, VisuallyHidden } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { del, get, set } from 'idb-keyval';
import { createContext, lazy, type ReactNode, Suspense, use, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf } from '../api/problem.js';
import { ChoiceField, ClausesField, DayField, PersonField, ProcessField, SiteField } from '../form/fields.js';
import { problemText } from '../form/reason.js';
import { ReasonDialog, wantsReason } from './reason-dialog.js';
import classes from './record.module.css';
import { same } from './same.js';
import { type Kind, Shown } from './shown.js';

const RecordSelect = lazy(async () => ({ default: (await import('../form/record-select.js')).RecordSelect }));

interface Editing {
  /** The record's fields as the server has them. */
  record: Record<string, unknown>;
  /** Names what is typed but not yet saved, such as `nonconformity:<id>`. */
  name: string;
  /** Saves; `from` is what the fields held when the person began. */
  edit(changes: Record<string, unknown>, from?: Record<string, unknown>): Promise<unknown>;
  /** Nothing is edited: a past state, a closed record, no right. */
  readOnly: boolean;
  field(name: string): string;
}

const EditingContext = createContext<Editing | null>(null);

/** Makes the fields below edit this record. */
export const EditingProvider = EditingContext.Provider;

export function useEditing(): Editing {
  const editing = use(EditingContext);
  if (!editing) throw new Error('A field is edited outside of a record');
  return editing;
}

/**
 * A field of the record, read until somebody clicks it, then edited in place: saved when it is left or with Enter, given up with Esc.
 * What could not be saved stays in the field with the reason, also over a closed tab. Where the server demands a reason, it is asked for.
 */
export function Editable({
  name,
  label,
  hideLabel,
  help,
  ...kind
}: { name: string; label?: string; hideLabel?: boolean; help?: string } & Kind) {
  const { t } = useTranslation();
  const { record, name: owner, edit, readOnly, field } = useEditing();
  const place = `edit:${owner}:${name}`;
  const value = record[name] ?? null;
  const [typed, setTyped] = useState<unknown>(undefined);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const leaving = useRef(false);
  const saving = useRef(false);
  const begun = useRef<unknown>(undefined);
  const title = label ?? field(name);
  const editing = typed !== undefined;

  useEffect(() => {
    if (!readOnly) void get<unknown>(place).then((kept) => kept !== undefined && setTyped(kept));
  }, [place, readOnly]);

  const type = (next: unknown) => {
    setTyped(next);
    void set(place, next);
  };
  const stop = () => {
    leaving.current = true;
    setTyped(undefined);
    setProblem(null);
    void del(place);
  };
  const save = async (next: unknown, reason?: string) => {
    const clean = typeof next === 'string' ? next.trim() || null : next;
    // Enter saves, and the field that is shut while it saves is left by that.
    if (saving.current) return;
    if (same(clean, value)) return stop();
    saving.current = true;
    setBusy(true);
    try {
      await edit(
        { [name]: clean, ...(reason && { reason }) },
        begun.current === undefined ? {} : { [name]: begun.current },
      );
      setAsking(false);
      stop();
    } catch (error) {
      const refusal = problemOf(error);
      if (!reason && refusal.reasons.some(wantsReason)) setAsking(true);
      else setProblem(refusal);
    } finally {
      saving.current = false;
      setBusy(false);
    }
  };
  const begin = () => {
    leaving.current = false;
    begun.current = value;
    setTyped(value ?? (kind.kind === 'clauses' ? [] : ''));
  };
  const error = problem && problemText(problem);
  const heading = hideLabel ? null : <dt>{title}</dt>;
  // Without its name the value is no part of a list of descriptions.
  const Value = hideLabel ? 'div' : 'dd';

  if (!editing || readOnly)
    return (
      <div className={classes.fact} data-field={name}>
        {heading}
        <Value>
          {readOnly ? (
            <Shown kind={kind} value={value} />
          ) : (
            <button
              type="button"
              className={classes.edit}
              onClick={begin}
              data-begin
              data-wanted={(help !== undefined && (value === null || value === '')) || undefined}
            >
              <span style={{ minWidth: 0 }}>
                <Shown kind={kind} value={value} help={help} />
              </span>
              <VisuallyHidden>{t('record.editField', { field: title })}</VisuallyHidden>
              <IconPencil size={14} aria-hidden />
            </button>
          )}
        </Value>
      </div>
    );

  const common = { 'aria-label': title, error, disabled: busy, autoFocus: true, size: 'sm' as const };
  const text = {
    ...common,
    value: (typed as string | null) ?? '',
    onChange: (event: { currentTarget: { value: string } }) => type(event.currentTarget.value),
    // A field that is being saved is disabled, which takes the focus from it.
    onBlur: () => !leaving.current && !asking && !busy && void save(typed),
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key === 'Escape') stop();
      if (event.key === 'Enter' && (kind.kind !== 'text' || event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        void save(typed);
      }
    },
  };
  const pick = {
    ...common,
    value: typed as string | null,
    onChange: (next: string | null) => (type(next), void save(next)),
  };
  return (
    <div className={classes.fact} data-field={name}>
      {heading}
      <Value>
        {kind.kind === 'text' && <Textarea {...text} minRows={3} description={help} />}
        {kind.kind === 'line' && <TextInput {...text} description={help} />}
        {kind.kind === 'number' && (
          <TextInput
            {...text}
            inputMode="decimal"
            value={String((typed as number | string | null) ?? '')}
            onChange={({ currentTarget: { value: digits } }) => type(digits.replace(',', '.'))}
            onBlur={() => !leaving.current && !asking && void save(numberOf(typed))}
            onKeyDown={(event) => {
              if (event.key === 'Escape') stop();
              if (event.key === 'Enter') void save(numberOf(typed));
            }}
          />
        )}
        {kind.kind === 'flag' && (
          <ChoiceField
            {...pick}
            value={typeof typed === 'boolean' ? String(typed) : null}
            choices={['true', 'false']}
            texts="common.flag"
            onChange={(next) => (type(next === 'true'), void save(next === null ? null : next === 'true'))}
            onBlur={() => !problem && !asking && stop()}
          />
        )}
        {kind.kind === 'option' && (
          <NativeSelect
            {...pick}
            value={(typed as string | null) ?? ''}
            onChange={({ currentTarget }) => pick.onChange(currentTarget.value || null)}
            data={[{ value: '', label: '—' }, ...kind.options]}
            onBlur={() => !problem && !asking && stop()}
          />
        )}
        {kind.kind === 'record' && (
          <Suspense fallback={null}>
            <RecordSelect
              {...pick}
              path={kind.path}
              recordType={kind.recordType}
              text={(row) => kind.text(row as { reference: string | null })}
              onBlur={() => !problem && !asking && stop()}
            />
          </Suspense>
        )}
        {kind.kind === 'day' && (
          <DayField {...text} value={typed as string} onChange={(day) => type(day)} onBlur={() => void save(typed)} />
        )}
        {kind.kind === 'person' && <PersonField {...pick} onBlur={() => !problem && !asking && stop()} />}
        {kind.kind === 'site' && <SiteField {...pick} onBlur={() => !problem && !asking && stop()} />}
        {kind.kind === 'process' && <ProcessField {...pick} onBlur={() => !problem && !asking && stop()} />}
        {kind.kind === 'choice' && (
          <ChoiceField
            {...pick}
            choices={kind.choices}
            texts={kind.texts}
            empty="—"
            onBlur={() => !problem && !asking && stop()}
          />
        )}
        {kind.kind === 'clauses' && (
          <>
            <ClausesField
              value={typed as string[]}
              onChange={type}
              error={error}
              disciplines={record['disciplines'] as string[] | undefined}
              label={<span style={{ fontSize: 0 }}>{title}</span>}
            />
            <Group gap="xs" mt={6}>
              <Button size="compact-sm" loading={busy} onClick={() => void save(typed)}>
                {t('common.save')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={stop}>
                {t('common.cancel')}
              </Button>
            </Group>
          </>
        )}
        {problem && kind.kind !== 'clauses' && (
          <Group gap="xs" mt={6}>
            <Button size="compact-sm" loading={busy} onClick={() => void save(typed)}>
              {t('common.retry')}
            </Button>
            <Button size="compact-sm" variant="default" onMouseDown={() => (leaving.current = true)} onClick={stop}>
              {t('record.giveUp')}
            </Button>
          </Group>
        )}
        <ReasonDialog
          opened={asking}
          field={title}
          busy={busy}
          onCancel={() => (setAsking(false), stop())}
          onSave={(reason) => void save(typed, reason)}
        />
      </Value>
    </div>
  );
}

/** What was typed as a number; what is none stays as it is, so that the server says so. */
const numberOf = (typed: unknown) => {
  const text = (typeof typed === 'number' ? String(typed) : ((typed as string | null) ?? '')).trim();
  return text === '' ? null : Number.isNaN(Number(text)) ? text : Number(text);
};

/** A fact that is not edited here. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
