import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { problemText } from '../../form/reason.js';
import type { MethodDefinition } from './scoring.js';

/** Drafts the next version of a method from a definition; the reason for the change goes into the record. */
export function NextDraft({
  methodId,
  definition,
  disabled,
  onDrafted,
}: {
  methodId: string;
  definition: MethodDefinition;
  disabled?: boolean;
  onDrafted?(): void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [opened, { open, close }] = useDisclosure();
  const [changeNote, setChangeNote] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const draft = async () => {
    setBusy(true);
    try {
      const { id } = await answer(
        api.POST('/api/v1/significance-methods/{id}/versions', {
          params: { path: { id: methodId } },
          body: { definition, changeNote: changeNote.trim() },
        }),
      );
      onDrafted?.();
      await queries.invalidateQueries({ queryKey: ['/api/v1/significance-methods/{id}/versions'] });
      close();
      await navigate({ to: '/significance-method-versions/$key', params: { key: id } });
    } catch (failure) {
      setError(problemText(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button disabled={disabled ?? false} onClick={open}>
        {t('significanceMethod.draftNext')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('significanceMethod.draftNext')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack>
          <Textarea
            label={t('significanceMethod.field.changeNote')}
            required
            data-autofocus
            value={changeNote}
            error={error}
            onChange={(event) => setChangeNote(event.currentTarget.value)}
          />
          <Text size="sm" c="dimmed">
            {t('significanceMethod.draftHelp')}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button loading={busy} disabled={!changeNote.trim()} onClick={() => void draft()}>
              {t('significanceMethod.draftNext')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
