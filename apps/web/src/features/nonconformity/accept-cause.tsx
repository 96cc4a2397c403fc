import { Button, Group, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useTyped } from '../../record/use-typed.js';
import type { Case } from './use-case.js';

/** A cause that is lived with instead of removed, and why; as a hook, so that its button can stand with the others. */
export function useAcceptCause(record: Case, causeId: string) {
  const { t } = useTranslation();
  const title = t('nonconformity.field.acceptedCauses');
  const { typed, type, stop, save, error, busy, dialog } = useTyped<Case['acceptedCauses'][number]>(
    'acceptedCauses',
    title,
  );
  const mine = typed?.causeId === causeId ? typed : undefined;
  const others = record.acceptedCauses.filter((one) => one.causeId !== causeId);
  return {
    begin: () => type({ causeId, reason: record.acceptedCauses.find((one) => one.causeId === causeId)?.reason ?? '' }),
    withdraw: () => void save(others),
    editor: mine && (
      <div style={{ marginTop: '0.5rem' }}>
        <Textarea
          label={t('nonconformity.liveWithWhy')}
          required
          autoFocus
          value={mine.reason}
          error={error}
          onChange={({ currentTarget: { value } }) => type({ causeId, reason: value })}
        />
        <Group gap="xs" mt={6}>
          <Button size="xs" loading={busy} disabled={!mine.reason.trim()} onClick={() => void save([...others, mine])}>
            {t('common.save')}
          </Button>
          <Button size="xs" variant="default" onClick={stop}>
            {t('common.cancel')}
          </Button>
        </Group>
        {dialog}
      </div>
    ),
    failed: !mine && error && (
      <Text size="sm" c="var(--alarm)" role="alert">
        {error}
      </Text>
    ),
  };
}
