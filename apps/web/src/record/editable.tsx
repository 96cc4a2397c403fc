import { Button, Group, Modal, Stack, Text, Textarea, TextInput, VisuallyHidden } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { del, get, set } from 'idb-keyval';
import { createContext, type ReactNode, use, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, type Reason } from '../api/problem.js';
import { ChoiceField, ClausesField, DayField, PersonField, ProcessField, SiteField } from '../form/fields.js';
import { reasonText } from '../form/reason.js';
import { dayText } from '../language/format.js';
import { Clauses, Named, StateBadge } from './badges.js';
import classes from './record.module.css';

interface Editing {
  /** The record's fields as the server has them. */
  record: Record<string, unknown>;
  /** Names what is typed but not yet saved, such as `nonconformity:<id>`. */
  name: string;
  edit(changes: Record<string, unknown>): Promise<unknown>;
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

type Kind =
  | { kind: 'text' | 'line' | 'day' | 'person' | 'site' | 'process' | 'clauses' }
  | { kind: 'choice'; choices: readonly string[]; texts: string };

/**
 * A field of the record, read until somebody clicks it, then edited in place: saved when it is left or with Enter, given up with Esc.
 * What could not be saved stays in the field with the reason, also over a closed tab. Where the server demands a reason, it is asked for.
 */
export function Editable({
  name,
  label,
  hideLabel,
  ...kind
}: { name: string; label?: string; hideLabel?: boolean } & Kind) {
  const { t } = useTranslation();
  const { record, name: owner, edit, readOnly, field } = useEditing();
  const place = `edit:${owner}:${name}`;
  const value = record[name] ?? null;
  const [typed, setTyped] = useState<unknown>(undefined);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const leaving = useRef(false);
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
    if (JSON.stringify(clean) === JSON.stringify(value)) return stop();
    setBusy(true);
    try {
      await edit({ [name]: clean, ...(reason && { reason }) });
      setAsking(false);
      stop();
    } catch (error) {
      const refusal = problemOf(error);
      if (!reason && refusal.reasons.some(wantsReason)) setAsking(true);
      else setProblem(refusal);
    } finally {
      setBusy(false);
    }
  };
  const begin = () => {
    leaving.current = false;
    setTyped(value ?? (kind.kind === 'clauses' ? [] : ''));
  };
  const error =
    problem &&
    (problem.reasons.map(reasonText).join(' ') || (problem.status === 0 ? t('common.unreachableWhy') : problem.title));
  const heading = hideLabel ? null : <dt>{title}</dt>;

  if (!editing || readOnly)
    return (
      <div className={classes.fact}>
        {heading}
        <dd>
          {readOnly ? (
            <Shown kind={kind} value={value} />
          ) : (
            <button type="button" className={classes.edit} onClick={begin}>
              <span style={{ minWidth: 0 }}>
                <Shown kind={kind} value={value} />
              </span>
              <VisuallyHidden>{t('record.editField', { field: title })}</VisuallyHidden>
              <IconPencil size={14} aria-hidden />
            </button>
          )}
        </dd>
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
    <div className={classes.fact}>
      {heading}
      <dd>
        {kind.kind === 'text' && <Textarea {...text} minRows={3} />}
        {kind.kind === 'line' && <TextInput {...text} />}
        {kind.kind === 'day' && (
          <DayField {...text} value={typed as string} onChange={(day) => type(day)} onBlur={() => void save(typed)} />
        )}
        {kind.kind === 'person' && <PersonField {...pick} onBlur={() => !problem && stop()} />}
        {kind.kind === 'site' && <SiteField {...pick} onBlur={() => !problem && stop()} />}
        {kind.kind === 'process' && <ProcessField {...pick} onBlur={() => !problem && stop()} />}
        {kind.kind === 'choice' && (
          <ChoiceField
            {...pick}
            choices={kind.choices}
            texts={kind.texts}
            empty="—"
            onBlur={() => !problem && stop()}
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
      </dd>
    </div>
  );
}

/** The server would take the change if it were told why. */
export const wantsReason = ({ code, field }: Reason): boolean => code === 'reason-required' || field === '/reason';

/** Asks why a field is changed, where that belongs to the record. */
export function ReasonDialog({
  opened,
  field,
  busy,
  onCancel,
  onSave,
}: {
  opened: boolean;
  field: string;
  busy: boolean;
  onCancel(): void;
  onSave(reason: string): void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <Modal
      opened={opened}
      onClose={onCancel}
      title={t('record.whyChange', { field })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Textarea
          label={t('record.reason')}
          required
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('common.cancel')}
          </Button>
          <Button loading={busy} disabled={!reason.trim()} onClick={() => onSave(reason.trim())}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Shown({ kind, value }: { kind: Kind; value: unknown }): ReactNode {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0))
    return (
      <Text span c="dimmed">
        —
      </Text>
    );
  switch (kind.kind) {
    case 'person':
    case 'site':
    case 'process':
      return <Named type={kind.kind} id={value as string} />;
    case 'day':
      return dayText(value as string);
    case 'clauses':
      return <Clauses clauses={value as string[]} />;
    case 'choice':
      return <StateBadge value={value as string} texts={kind.texts} />;
    default:
      return <span className="long">{value as string}</span>;
  }
}

/** A fact that is not edited here. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
