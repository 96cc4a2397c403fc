import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { show } from '../../shell/tell.js';

/** Asks why something is taken back from a person, and does it. */
export function TakeBack({
  title,
  what,
  take,
  onDone,
  onClose,
}: {
  title: string;
  what: string;
  take(reason: string): Promise<unknown>;
  onDone(): void;
  onClose(): void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const perform = async () => {
    try {
      await take(reason.trim());
      onDone();
    } catch (error) {
      show(error);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        <Text>{what}</Text>
        <Textarea
          label={t('record.reason')}
          required
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button disabled={!reason.trim()} onClick={() => void perform()}>
            {title}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
