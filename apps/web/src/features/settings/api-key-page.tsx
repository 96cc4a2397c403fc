import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, ifMatch } from '../../api/api.js';
import { dayText, instantText } from '../../language/format.js';
import { Badge } from '../../record/badges.js';
import { Fact } from '../../record/editable.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { useRecord } from '../../record/use-record.js';
import { show } from '../../shell/tell.js';

const Timeline = lazy(() => import('../../record/timeline.js'));

/** A key of another system, to look at and to revoke. */
export function ApiKeyPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const handle = useRecord('/api/v1/api-keys/{id}', 'api_key', id);
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const key = handle.record;
  const revoke = async () => {
    try {
      const next = await answer(
        api.PATCH('/api/v1/api-keys/{id}', {
          params: { path: { id }, header: ifMatch(key!.version) },
          body: { revoked: true, reason: reason.trim() },
        }),
      );
      await handle.changed(next);
      setAsking(false);
    } catch (error) {
      show(error);
    }
  };
  const field = (name: string) => t(`settings.${name}`, { defaultValue: name });
  return (
    <RecordPage
      handle={handle as never}
      number={key ? `…${key.hint}` : '…'}
      title={key?.name}
      parent={{ to: '/settings/api-keys', label: t('settings.apiKeys') }}
      field={field}
      badges={
        key && (
          <Badge tone={key.active ? 'good' : 'neutral'}>{t(key.active ? 'settings.works' : 'settings.worksNot')}</Badge>
        )
      }
      buttons={
        key?.active && (
          <Button color="red.8" variant="outline" onClick={() => setAsking(true)}>
            {t('settings.revoke')}
          </Button>
        )
      }
    >
      {key && (
        <>
          <Section title={t('record.facts')}>
            <dl style={{ margin: 0 }}>
              <Fact label={t('settings.permissions')}>
                {key.permissions.map((one) => t(`permission.${one.replace(':', '.')}`)).join(', ')}
              </Fact>
              <Fact label={t('settings.for')}>{key.disciplines.map((one) => t(`standard.${one}`)).join(', ')}</Fact>
              <Fact label={t('settings.expiresOn')}>{key.expiresOn ? dayText(key.expiresOn) : '—'}</Fact>
              <Fact label={t('settings.lastUsed')}>
                {key.lastUsedAt ? instantText(key.lastUsedAt) : t('settings.never')}
              </Fact>
            </dl>
          </Section>
          <Section title={t('record.history')}>
            <Suspense fallback={null}>
              <Timeline recordType="api_key" id={id} texts={{ field, feature: 'apiKey' }} />
            </Suspense>
          </Section>
        </>
      )}
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('settings.revoke')}
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
            <Button color="red.8" disabled={!reason.trim()} onClick={() => void revoke()}>
              {t('settings.revoke')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </RecordPage>
  );
}
