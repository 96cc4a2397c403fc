import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '../api/problem.js';

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
