import { Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconFileCertificate, IconMail, IconRubberStamp } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../../api/api.js';
import { problemText } from '../../form/reason.js';
import { instantText } from '../../language/format.js';
import { Section } from '../../record/record-page.js';
import { useBackgroundWork } from './background-work.js';

type Health = Schemas['EvidenceHealth'];
type Kind = Schemas['Anchoring']['kind'];

const icons = { pack: IconFileCertificate, mail: IconMail, timestamp: IconRubberStamp };

/** What somebody outside holds of the history, by kind, and how to give more of it away. */
export function OutsideAnchors({ health }: { health: Health }) {
  const { t } = useTranslation();
  return (
    <Section title={t('health.outside')}>
      <Text size="sm" mb="sm" maw={720}>
        {t('health.outsideHelp')}
      </Text>
      <Stack gap="sm">
        <Kept kind="pack" health={health}>
          <Button component={Link} to="/evidence-packs/new" size="xs" variant="default">
            {t('health.makePack')}
          </Button>
        </Kept>
        {health.anchoring.map(({ kind, possible, address, failure, failedAt }) => (
          <Kept
            key={kind}
            kind={kind}
            health={health}
            trouble={failure && failedAt && t('health.attemptFailed', { when: instantText(failedAt), why: failure })}
            advice={
              !possible ? (
                t(`health.notSetUp.${kind}`)
              ) : kind === 'mail' && !address ? (
                <>
                  {t('health.noAddress')} <Link to="/settings">{t('health.toSettings')}</Link>
                </>
              ) : undefined
            }
          >
            {possible && (kind !== 'mail' || address) && <AnchorNow kind={kind} />}
          </Kept>
        ))}
      </Stack>
    </Section>
  );
}

function Kept({
  kind,
  health,
  trouble,
  advice,
  children,
}: {
  kind: Kind | 'pack';
  health: Health;
  trouble?: string | null;
  advice?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const Icon = icons[kind];
  const last = health.anchors.find((anchor) => anchor.kind === kind);
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <Icon size={22} aria-hidden style={{ flex: 'none' }} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text size="sm" fw={600}>
          {t(`health.kind.${kind}`)}
        </Text>
        <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
          {last ? (
            <>
              {kind === 'pack' ? (
                <Link to="/evidence-packs/$key" params={{ key: last.name }}>
                  {last.name}
                </Link>
              ) : (
                last.name
              )}
              {`, ${instantText(last.madeAt)}. ${t('health.linesAfter', { count: last.linesAfter })}`}
            </>
          ) : (
            t(`health.none.${kind}`)
          )}
        </Text>
        {advice && (
          <Text size="sm" c="dimmed" component="div">
            {advice}
          </Text>
        )}
        {trouble && (
          <Group gap={6} wrap="nowrap" align="flex-start">
            <IconAlertTriangle size={18} color="var(--draw-second)" aria-hidden style={{ flex: 'none' }} />
            <Text size="sm">{trouble}</Text>
          </Group>
        )}
        <div style={{ marginTop: '0.4rem' }}>{children}</div>
      </div>
    </Group>
  );
}

/** Sends or stamps the present checkpoint, and shows when that is done. */
function AnchorNow({ kind }: { kind: Kind }) {
  const { t } = useTranslation();
  const { begin, working, ended, error } = useBackgroundWork(
    '/api/v1/log/anchors',
    () => answer(api.POST('/api/v1/log/anchors', { body: { kind } })),
    (id) => answer(api.GET('/api/v1/log/anchors/{id}', { params: { path: { id } } })),
  );
  return (
    <Group gap="sm">
      <Button size="xs" variant="default" loading={working} onClick={begin}>
        {t(`health.now.${kind}`)}
      </Button>
      <Text size="xs" role="status">
        {error ? problemText(error) : ended?.state === 'made' ? t(`health.done.${kind}`) : ''}
      </Text>
    </Group>
  );
}
