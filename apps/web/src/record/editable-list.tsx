import { Button, Chip, Group, Text, Textarea } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { SeveralField } from '../form/fields.js';
import { Badge, Named } from './badges.js';
import { useEditing } from './editable.js';
import classes from './record.module.css';
import { useTyped } from './use-typed.js';

type Kind = { kind: 'lines' | 'people' | 'processes' } | { kind: 'choices'; choices: readonly string[]; texts: string };

const same = (one: readonly string[], other: readonly string[]) => JSON.stringify(one) === JSON.stringify(other);

/** A field that holds several values: lines of text, one a line; people; or some of a few choices. Saved by its button. */
export function EditableList({ name, label, ...kind }: { name: string; label?: string } & Kind) {
  const { t } = useTranslation();
  const { record, field } = useEditing();
  const title = label ?? field(name);
  const value = (record[name] ?? []) as string[];
  const { typed, type, stop, save, error, busy, dialog, readOnly } = useTyped<string[]>(name, title);
  const finish = () => {
    const clean = (typed ?? []).map((one) => one.trim()).filter(Boolean);
    if (same(clean, value)) stop();
    else void save(clean);
  };
  if (typed === undefined || readOnly)
    return (
      <div className={classes.fact} data-field={name}>
        <dt>{title}</dt>
        <dd>
          {readOnly ? (
            <Shown kind={kind} value={value} />
          ) : (
            <button
              type="button"
              className={classes.edit}
              onClick={() => type(value)}
              aria-label={t('record.editField', { field: title })}
            >
              <span style={{ minWidth: 0 }}>
                <Shown kind={kind} value={value} />
              </span>
              <IconPencil size={14} aria-hidden />
            </button>
          )}
        </dd>
      </div>
    );
  return (
    <div className={classes.fact} data-field={name}>
      <dt>{title}</dt>
      <dd>
        {kind.kind === 'lines' && (
          <Textarea
            aria-label={title}
            description={t('record.oneALine')}
            autoFocus
            minRows={3}
            value={typed.join('\n')}
            error={error}
            onChange={(event) => type(event.currentTarget.value.split('\n'))}
            onKeyDown={(event) => {
              if (event.key === 'Escape') stop();
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) finish();
            }}
          />
        )}
        {(kind.kind === 'people' || kind.kind === 'processes') && (
          <SeveralField kind={kind.kind} label={title} value={typed} onChange={type} error={error} />
        )}
        {kind.kind === 'choices' && (
          <>
            <Chip.Group multiple value={typed} onChange={type}>
              <Group gap="xs" role="group" aria-label={title}>
                {kind.choices.map((choice) => (
                  <Chip key={choice} value={choice} size="sm">
                    {t(`${kind.texts}.${choice}`)}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
            {error && (
              <Text size="xs" c="var(--alarm)" role="alert">
                {error}
              </Text>
            )}
          </>
        )}
        <Group gap="xs" mt={6}>
          <Button size="compact-sm" loading={busy} onClick={finish}>
            {t('common.save')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={stop}>
            {t('common.cancel')}
          </Button>
        </Group>
        {dialog}
      </dd>
    </div>
  );
}

function Shown({ kind, value }: { kind: Kind; value: readonly string[] }) {
  const { t } = useTranslation();
  if (value.length === 0)
    return (
      <Text span c="dimmed">
        —
      </Text>
    );
  switch (kind.kind) {
    case 'people':
    case 'processes':
      return value.map((id, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <Named type={kind.kind === 'people' ? 'person' : 'process'} id={id} />
        </span>
      ));
    case 'choices':
      return (
        <Group gap={6} component="span">
          {value.map((one) => (
            <Badge key={one}>{t(`${kind.texts}.${one}`)}</Badge>
          ))}
        </Group>
      );
    case 'lines':
      return value.map((line, index) => (
        <span key={index} style={{ display: 'block' }} className="long">
          {line}
        </span>
      ));
  }
}
