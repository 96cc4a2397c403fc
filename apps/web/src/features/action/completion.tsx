import { Button, Group, Text, Textarea } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, ifMatch, type Schemas } from '../../api/api.js';
import { problemText } from '../../form/reason.js';
import { Attachments } from '../../record/attachments.js';
import { useTyped } from '../../record/use-typed.js';
import type { RecordHandle } from '../../record/use-record.js';
import { tell } from '../../shell/tell.js';

/** Asks the owner for what was done and for the files that show it, and reports the action as done. */
export function Completion({
  handle,
  action,
}: {
  handle: RecordHandle<'/api/v1/actions/{id}'>;
  action: Schemas['ActionView'];
}) {
  const { t } = useTranslation();
  const title = t('action.field.completion');
  const { typed, type, stop } = useTyped<string>('completion', title);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const text = typed ?? action.completion ?? '';
  const report = async () => {
    setBusy(true);
    setProblem(null);
    try {
      if (text.trim() !== (action.completion ?? ''))
        await handle.edit({ completion: text.trim() }, { completion: action.completion });
      const { version } = await answer(api.GET('/api/v1/actions/{id}', { params: { path: { id: action.id } } }));
      const done = await answer(
        api.POST('/api/v1/actions/{id}/transitions', {
          params: { path: { id: action.id }, header: ifMatch(version) as never },
          body: { action: 'complete' },
        }),
      );
      stop();
      await handle.changed(done);
      tell(t('record.did', { what: t('action.action.complete') }));
    } catch (error) {
      setProblem(problemText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div data-field="completion">
      <Textarea
        label={title}
        description={t('action.help.completion')}
        required
        minRows={3}
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim()) void report();
        }}
        error={problem}
      />
      <Text size="sm" fw={600} mt="md" mb={4}>
        {t('action.proof')}
      </Text>
      <Attachments recordType="action" id={action.id} readOnly={false} />
      <Group justify="flex-end" mt="md">
        <Button
          leftSection={<IconCheck size={16} aria-hidden />}
          loading={busy}
          disabled={!text.trim()}
          onClick={() => void report()}
        >
          {t('action.action.complete')}
        </Button>
      </Group>
    </div>
  );
}
