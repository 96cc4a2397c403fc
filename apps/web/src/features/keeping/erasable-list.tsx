import { Alert, Checkbox, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/api.js';
import { bytesText, numberText } from '../../language/format.js';
import { fieldKeys } from './choices.js';
import classes from './keeping.module.css';

type ErasableText = Schemas['ErasableText'];
type ErasableAttachment = Schemas['ErasableAttachment'];

export const keyOf = ({ recordType, recordId, field }: Schemas['RedactionTarget']) =>
  `${recordType} ${recordId} ${field}`;

/** Texts and attachments that can be erased, each with how often it stands there; to be ticked where `onChange` is given. */
export function ErasableList({
  texts,
  attachments,
  holds,
  chosen,
  onChange,
}: {
  texts: readonly ErasableText[];
  attachments: readonly ErasableAttachment[];
  holds: readonly Schemas['HoldInTheWay'][];
  chosen?: readonly string[];
  onChange?(chosen: string[]): void;
}) {
  const { t } = useTranslation();
  const toggle = (key: string) =>
    onChange?.(chosen?.includes(key) ? chosen.filter((one) => one !== key) : [...(chosen ?? []), key]);
  const item = (key: string, title: string, ...notes: (string | null)[]) => {
    const words = (
      <>
        <span style={{ fontWeight: 600 }}>{title}</span>
        {notes.filter(Boolean).map((note) => (
          <span key={note} className={classes.note}>
            {note}
          </span>
        ))}
      </>
    );
    return (
      <li key={key} className={classes.item}>
        {onChange ? (
          <Checkbox checked={chosen?.includes(key) ?? false} onChange={() => toggle(key)} label={words} />
        ) : (
          <div>{words}</div>
        )}
      </li>
    );
  };
  const counted = ({ versions, texts: different }: ErasableText) =>
    t('keeping.redaction.counted', {
      versions: t('keeping.redaction.versions', { count: versions, versions: numberText(versions) }),
      texts: t('keeping.redaction.texts', { count: different, texts: numberText(different) }),
    });
  return (
    <Stack gap="xs">
      {holds.length > 0 && (
        <Alert color="red" role="status">
          {t('keeping.redaction.held', { references: holds.map(({ reference }) => reference).join(', ') })}
        </Alert>
      )}
      {texts.length + attachments.length === 0 && <Text c="dimmed">{t('keeping.redaction.nothing')}</Text>}
      <ul className={classes.list}>
        {texts.map((text) =>
          item(
            keyOf(text),
            t(...fieldKeys(text.recordType, text.field)),
            text.own ? null : text.label,
            `“${text.text}”`,
            counted(text),
          ),
        )}
        {attachments.map(({ id, originalName, bytes, alsoOn }) =>
          item(
            `attachment ${id}`,
            t('keeping.redaction.attachment', { name: originalName, size: bytesText(bytes) }),
            alsoOn > 0 ? t('keeping.redaction.alsoOn', { count: alsoOn }) : null,
          ),
        )}
      </ul>
    </Stack>
  );
}
