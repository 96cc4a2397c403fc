import { Alert, Button, Code, Group, List, Loader, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../../api/api.js';
import { problemText } from '../../form/reason.js';
import { instantText, numberText } from '../../language/format.js';
import { Named } from '../../record/badges.js';
import { Section } from '../../record/record-page.js';
import { healthKey, useBackgroundWork } from './background-work.js';
import { OutsideAnchors } from './outside-anchors.js';
import { Restarts } from './restarts.js';

type Health = Schemas['EvidenceHealth'];
type Verification = Schemas['VerificationView'];
/** A week, in which the next mail is sent, and a day. */
const freshFor = 8 * 86_400_000;

/** Whether the history can be trusted now: what was sealed, what was verified, what binds it to the outside. */
export function EvidenceHealthPage() {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${t('health.title')} · Continua`;
  }, [t]);
  const { data: health, error } = useQuery({
    queryKey: healthKey,
    queryFn: () => answer(api.GET('/api/v1/evidence-health')),
    refetchInterval: 15_000,
  });
  return (
    <>
      <Title order={1}>{t('health.title')}</Title>
      <Text c="dimmed" mb="md" maw={720}>
        {t('health.what')}
      </Text>
      {error ? (
        <Alert color="red" role="alert" title={t('health.refused')}>
          {problemText(error)}
        </Alert>
      ) : !health ? (
        <Loader role="status" aria-label={t('common.loading')} />
      ) : (
        <Health health={health} />
      )}
    </>
  );
}

function Health({ health }: { health: Health }) {
  const { t } = useTranslation();
  const { lastVerification: last, anchors } = health;
  const [anchor] = anchors;
  const fresh = anchor && (anchor.linesAfter === 0 || Date.now() - Date.parse(anchor.asOf) < freshFor);
  return (
    <>
      <SimpleGrid cols={{ base: 1, md: 3 }} mb="md">
        <Statement good={health.sealing === 'current'} title={t(`health.sealing.${health.sealing}`)}>
          {health.sealedAt
            ? t('health.sealed', { count: health.sealedLines, when: instantText(health.sealedAt) })
            : t('health.neverSealed')}
          {health.pendingLines > 0 && ` ${t('health.pending', { count: health.pendingLines })}`}
        </Statement>
        <Statement
          good={last?.state === 'sound'}
          title={t(last ? `health.verification.${last.state}` : 'health.verification.none')}
        >
          {last?.finishedAt &&
            (last.state === 'failed'
              ? last.failure
              : t('health.compared', {
                  when: instantText(last.finishedAt),
                  rows: numberText(last.rowCount ?? 0),
                  lines: numberText(last.lineCount ?? 0),
                  files: numberText(last.fileCount ?? 0),
                }))}
          <VerifyNow />
        </Statement>
        <Statement
          good={Boolean(fresh)}
          title={t(!anchor ? 'health.notAnchored' : fresh ? 'health.anchored' : 'health.anchorOld')}
        >
          {anchor
            ? `${t(`health.kind.${anchor.kind}`)}: ${t('health.boundUpTo', { when: instantText(anchor.asOf) })} ${t('health.linesAfter', { count: anchor.linesAfter })}`
            : t('health.anchorHelp')}
        </Statement>
      </SimpleGrid>
      {last && last.faults.length > 0 && <Faults verification={last} />}
      <Stack gap="md">
        <Restarts />
        <OutsideAnchors health={health} />
        <Limits anchor={anchor} />
        <Keys />
      </Stack>
    </>
  );
}

function Limits({ anchor }: { anchor: Health['anchors'][number] | undefined }) {
  const { t } = useTranslation();
  return (
    <Section title={t('health.limits')}>
      <List size="sm" spacing={4}>
        <List.Item>
          {anchor ? t('health.limitAnchor', { when: instantText(anchor.asOf) }) : t('health.limitNoAnchor')}
        </List.Item>
        <List.Item>{t('health.limitTruth')}</List.Item>
        <List.Item>{t('health.limitClock')}</List.Item>
      </List>
    </Section>
  );
}

function Statement({ good, title, children }: { good: boolean; title: string; children: ReactNode }) {
  const Icon = good ? IconCircleCheck : IconAlertTriangle;
  return (
    <section className="card" aria-label={title}>
      <Group gap="xs" wrap="nowrap" align="flex-start" mb={4}>
        <Icon size={22} color={good ? 'var(--draw-good)' : 'var(--draw-second)'} aria-hidden style={{ flex: 'none' }} />
        <Text fw={650}>{title}</Text>
      </Group>
      <Text size="sm" component="div">
        {children}
      </Text>
    </section>
  );
}

/** Has everything compared, and shows when that is done. */
function VerifyNow() {
  const { t } = useTranslation();
  const { begin, working, error } = useBackgroundWork(
    '/api/v1/verifications',
    () => answer(api.POST('/api/v1/verifications')),
    (id) => answer(api.GET('/api/v1/verifications/{id}', { params: { path: { id } } })),
  );
  return (
    <div style={{ marginTop: '0.6rem' }}>
      <Button
        size="xs"
        variant="default"
        loading={working}
        leftSection={<IconRefresh size={16} aria-hidden />}
        onClick={begin}
      >
        {t('health.verifyNow')}
      </Button>
      <Text size="xs" role="status" mt={4}>
        {working ? t('health.working') : error ? problemText(error) : ''}
      </Text>
    </div>
  );
}

function Faults({ verification }: { verification: Verification }) {
  const { t } = useTranslation();
  return (
    <Alert color="red" mb="md" title={t('health.faults', { count: verification.faultCount ?? 0 })}>
      <List size="sm" spacing={4}>
        {verification.faults.map((fault, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- faults have no id, and their order is theirs
          <List.Item key={index}>
            {t(`health.fault.${fault.code}`)}
            {fault.recordType && fault.recordId && (
              <>
                : <Named type={fault.recordType} id={fault.recordId} />
              </>
            )}
            {fault.field && ` (${fault.field})`}
            <Text size="xs" c="dimmed">
              {fault.message}
            </Text>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function Keys() {
  const { t } = useTranslation();
  const { data: keys } = useQuery({
    queryKey: ['/api/v1/log/keys'],
    queryFn: () => answer(api.GET('/api/v1/log/keys')),
    staleTime: Infinity,
  });
  return (
    <Section title={t('health.keys')}>
      <Text size="sm">{t('health.keysHelp')}</Text>
      {keys && (
        <Code block mt={4} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {`${t('health.packKey')} ${keys.packFingerprint}\n${t('health.logKey')} ${keys.logFingerprint}`}
        </Code>
      )}
    </Section>
  );
}
