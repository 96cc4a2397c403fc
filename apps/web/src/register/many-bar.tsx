import { Button, CloseButton, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type ListPath, type RowOf, type Schemas } from '../api/api.js';
import { DayField, PersonField } from '../form/fields.js';
import { reasonText } from '../form/reason.js';
import { show, tell } from '../shell/tell.js';
import classes from './register.module.css';
import type { RegisterOptions } from './types.js';

type Result = Schemas['ChangeResult'];
type Row = { id: string; version: number };

/** Gives many records an owner or a due date at once. Each is decided alone, and what was refused says why. */
export default function ManyBar<P extends ListPath>({
  options,
  selected,
  onDone,
}: {
  options: RegisterOptions<P>;
  selected: ReadonlyMap<string, RowOf<P>>;
  onDone(): void;
}) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [field, choose] = useState<'ownerId' | 'dueOn' | null>(null);
  const [value, setValue] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [results, setResults] = useState<Result[] | null>(null);
  const rows = [...selected.values()];
  const nameOf = (id: string) => {
    const row = selected.get(id);
    if (!row) return id;
    const { reference, title } = options.name(row);
    return [reference, title].filter(Boolean).join(' ');
  };

  const send = async () => {
    setBusy(true);
    try {
      const { results: answers } = await answer(
        api.POST(`${options.path}/changes` as '/api/v1/actions/changes', {
          body: {
            records: (rows as unknown as Row[]).map(({ id, version }) => ({ id, version })),
            [field!]: value!,
            reason: reason.trim(),
          } as never,
        }),
      );
      await cache.invalidateQueries({ queryKey: [options.path] });
      if (answers.every(({ outcome }) => outcome === 'changed')) {
        tell(t('many.changed', { count: answers.length }));
        onDone();
      } else setResults(answers);
    } catch (error) {
      show(error);
    } finally {
      setBusy(false);
    }
  };
  const refused = results?.filter(({ outcome }) => outcome === 'refused') ?? [];

  return (
    <div className={classes.many} role="region" aria-label={t('many.title', { count: selected.size })}>
      <Text fw={650}>{t('many.title', { count: selected.size })}</Text>
      {options.many?.map((name) => (
        <Button
          key={name}
          size="xs"
          variant="default"
          onClick={() => {
            setValue(null);
            setReason('');
            setResults(null);
            choose(name);
          }}
        >
          {t(`many.${name}`)}
        </Button>
      ))}
      <CloseButton ml="auto" aria-label={t('many.clear')} onClick={onDone} />
      <Modal
        opened={field !== null}
        onClose={() => (results ? onDone() : choose(null))}
        title={field && t(`many.${field}`)}
        size="lg"
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {results ? (
          <Stack>
            <Text role="status">
              {t('many.outcome', { changed: results.length - refused.length, refused: refused.length })}
            </Text>
            <List size="sm">
              {refused.map(({ id, reasons }) => (
                <List.Item key={id}>
                  <strong>{nameOf(id)}</strong>: {(reasons ?? []).map(reasonText).join(' ')}
                </List.Item>
              ))}
            </List>
            <Group justify="flex-end">
              <Button onClick={onDone}>{t('common.close')}</Button>
            </Group>
          </Stack>
        ) : (
          <Stack>
            {field === 'ownerId' && <PersonField label={t('many.owner')} required value={value} onChange={setValue} />}
            {field === 'dueOn' && <DayField label={t('many.due')} required value={value} onChange={setValue} />}
            <Textarea
              label={t('record.reason')}
              required
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <Text size="sm" c="dimmed">
              {t('many.preview', { count: rows.length })}
            </Text>
            <List size="sm" style={{ maxHeight: 180, overflowY: 'auto' }}>
              {(rows as unknown as Row[]).map(({ id }) => (
                <List.Item key={id}>{nameOf(id)}</List.Item>
              ))}
            </List>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => choose(null)}>
                {t('common.cancel')}
              </Button>
              <Button loading={busy} disabled={!value || !reason.trim()} onClick={() => void send()}>
                {t('many.do', { count: rows.length })}
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </div>
  );
}
