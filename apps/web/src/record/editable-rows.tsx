import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditing } from './editable.js';
import classes from './record.module.css';
import { useTyped } from './use-typed.js';

interface Row<R> {
  /** The row that is edited, one past the last for a new one. */
  index: number;
  row: R;
}

/** A field that is a list of things with several fields each, such as controls: read, added, changed and taken off in place. */
export function EditableRows<R>({
  name,
  label,
  blank,
  ready,
  add,
  empty,
  show,
  children,
}: {
  name: string;
  label?: string;
  /** A new row. */
  blank: R;
  /** Whether a row has what it needs. */
  ready(row: R): boolean;
  /** The words of the button for another one. */
  add: string;
  /** What is said when there is none. */
  empty?: string;
  show(row: R): ReactNode;
  /** The fields of one row. */
  children(row: R, set: (changes: Partial<R>) => void): ReactNode;
}) {
  const { t } = useTranslation();
  const { record, field } = useEditing();
  const title = label ?? field(name);
  const rows = (record[name] ?? []) as R[];
  const { typed, type, stop, save, error, busy, dialog, readOnly } = useTyped<Row<R>>(name, title);
  const without = (at: number) => rows.filter((_, index) => index !== at);
  const form = typed && (
    <Stack
      gap="xs"
      className={classes.rowForm}
      role="group"
      aria-label={typed.index < rows.length ? t('common.edit') : add}
    >
      {children(typed.row, (changes) => type({ ...typed, row: { ...typed.row, ...changes } }))}
      {error && (
        <Text size="sm" c="var(--alarm)" role="alert">
          {error}
        </Text>
      )}
      <Group gap="xs">
        <Button
          size="xs"
          loading={busy}
          disabled={!ready(typed.row)}
          onClick={() =>
            void save(
              typed.index < rows.length
                ? rows.map((row, index) => (index === typed.index ? typed.row : row))
                : [...rows, typed.row],
            )
          }
        >
          {t('common.save')}
        </Button>
        <Button size="xs" variant="default" onClick={stop}>
          {t('common.cancel')}
        </Button>
        {typed.index < rows.length && (
          <Button size="xs" variant="subtle" color="red" ml="auto" onClick={() => void save(without(typed.index))}>
            {t('common.remove')}
          </Button>
        )}
      </Group>
      {dialog}
    </Stack>
  );
  return (
    <div role="group" aria-label={title} data-field={name}>
      {rows.length === 0 && !typed && (
        <Text size="sm" c="dimmed">
          {empty ?? '—'}
        </Text>
      )}
      <ul className={classes.rows}>
        {rows.map((row, index) =>
          typed?.index === index ? (
            <li key={index}>{form}</li>
          ) : (
            <li key={index}>
              {readOnly || typed ? (
                show(row)
              ) : (
                <button type="button" className={classes.edit} onClick={() => type({ index, row })}>
                  <span style={{ minWidth: 0, flex: 1 }}>{show(row)}</span>
                  <IconPencil size={14} aria-label={t('common.edit')} />
                </button>
              )}
            </li>
          ),
        )}
      </ul>
      {typed && typed.index >= rows.length && form}
      {!typed && !readOnly && (
        <Button
          mt="xs"
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => type({ index: rows.length, row: blank })}
        >
          {add}
        </Button>
      )}
    </div>
  );
}
