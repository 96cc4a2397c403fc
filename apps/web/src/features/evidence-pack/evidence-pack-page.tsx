import { Alert, Button, Progress, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { useSession } from '../../api/session.js';
import { bytesText, instantText, numberText } from '../../language/format.js';
import { StateBadge } from '../../record/badges.js';
import { Fact } from '../../record/editable.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { useRecord } from '../../record/use-record.js';
import { HowToVerify } from './how-to-verify.js';
import { scopeText } from './scope-text.js';

/** A pack: how far it is, what it holds, how to take it away and how to verify it. */
export function EvidencePackPage({ number }: { number: string }) {
  const { t } = useTranslation();
  const { personId } = useSession();
  const path = '/api/v1/evidence-packs/{id}';
  const handle = useRecord(path, 'evidence_pack', number);
  const making = handle.record?.state === 'queued' || handle.record?.state === 'running';
  // While it is being made, the page follows it.
  useQuery({
    queryKey: [path, handle.id, 'progress'],
    queryFn: async () => {
      const pack = await answer(api.GET(path, { params: { path: { id: handle.id! } } }));
      await handle.changed(pack);
      return pack.state;
    },
    enabled: making && Boolean(handle.id),
    refetchInterval: 700,
  });
  const pack = handle.record;
  const mine = pack?.requestedById === personId;
  return (
    <RecordPage
      handle={handle as never}
      number={pack?.reference ?? number}
      title={pack && scopeText(pack.scope, t)}
      parent={{ to: '/evidence-packs', label: t('place.packs') }}
      field={(name) => t(`pack.field.${name}`)}
      badges={pack && <StateBadge value={pack.state} texts="pack.state" />}
      buttons={
        pack?.state === 'ready' &&
        mine && (
          <Button
            component="a"
            href={`/api/v1/evidence-packs/${pack.id}/content`}
            download
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t('pack.download', { size: bytesText(pack.bytes ?? 0) })}
          </Button>
        )
      }
      aside={
        pack && (
          <div className="card">
            <dl style={{ margin: 0 }}>
              <Fact label={t('pack.field.requestedBy')}>{pack.requestedByName}</Fact>
              <Fact label={t('pack.field.createdAt')}>{instantText(pack.createdAt)}</Fact>
              {pack.asOf && <Fact label={t('pack.field.asOf')}>{instantText(pack.asOf)}</Fact>}
              {pack.keptUntil && <Fact label={t('pack.field.keptUntil')}>{instantText(pack.keptUntil)}</Fact>}
              <Fact label={t('pack.field.downloads')}>
                {pack.downloads}
                {pack.lastDownloadedAt && ` · ${instantText(pack.lastDownloadedAt)}`}
              </Fact>
            </dl>
          </div>
        )
      }
    >
      {pack && (
        <>
          {making && (
            <Section title={t('pack.making')}>
              <Progress
                value={pack.progress?.total ? (100 * pack.progress.done) / pack.progress.total : 0}
                size="lg"
                animated
                aria-label={t('pack.making')}
              />
              <Text size="sm" c="dimmed" mt="xs" role="status">
                {pack.progress
                  ? t('pack.phase', {
                      phase: t(`pack.phases.${pack.progress.phase}`, { defaultValue: pack.progress.phase }),
                      done: numberText(pack.progress.done),
                      total: numberText(pack.progress.total),
                    })
                  : t('pack.waits')}
              </Text>
            </Section>
          )}
          {pack.state === 'failed' && (
            <Alert color="red" role="alert" title={t('pack.state.failed')}>
              {pack.failure}
            </Alert>
          )}
          {pack.counts && (
            <Section title={t('pack.contents')}>
              <dl style={{ margin: 0 }}>
                <Fact label={t('pack.records')}>{numberText(pack.counts.records)}</Fact>
                <Fact label={t('pack.lines')}>{numberText(pack.counts.lines)}</Fact>
                <Fact label={t('pack.attachments')}>{numberText(pack.counts.attachments)}</Fact>
                <Fact label={t('pack.omissions')}>{numberText(pack.counts.omissions)}</Fact>
              </dl>
            </Section>
          )}
          {pack.state === 'ready' && (
            <Section title={t('pack.verify')}>
              {!mine && <Text size="sm">{t('pack.notMine', { name: pack.requestedByName })}</Text>}
              <HowToVerify reference={pack.reference} sha256={pack.sha256} />
            </Section>
          )}
        </>
      )}
    </RecordPage>
  );
}
