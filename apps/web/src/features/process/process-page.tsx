import { Anchor, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/session.js';
import { Badge, Named } from '../../record/badges.js';
import { Editable, EditingProvider, Fact } from '../../record/editable.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { useRecord } from '../../record/use-record.js';

const Timeline = lazy(() => import('../../record/timeline.js'));

/** A process, and the ways to what happened in it. */
export function ProcessPage({ number }: { number: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const handle = useRecord('/api/v1/processes/{id}', 'process', number);
  const process = handle.record;
  const field = (name: string) => t(`process.field.${name}`, { defaultValue: name });
  return (
    <EditingProvider
      value={{
        record: process ?? {},
        name: `process:${handle.id}`,
        edit: handle.edit,
        readOnly: handle.asOf !== null || !may('process:manage'),
        field,
      }}
    >
      <RecordPage
        handle={handle as never}
        number={process?.code ?? '…'}
        title={process?.name}
        parent={{ to: '/processes', label: t('place.processes') }}
        field={field}
        badges={process && <Badge>{t(`process.kind.${process.kind}`)}</Badge>}
      >
        {process && (
          <>
            <Section title={t('record.facts')}>
              <dl style={{ margin: 0 }}>
                <Editable name="name" kind="line" />
                <Editable name="ownerId" kind="person" />
                <Editable name="purpose" kind="text" />
                <Editable name="inputs" kind="text" />
                <Editable name="outputs" kind="text" />
                <Fact label={field('siteId')}>
                  {process.siteId ? <Named type="site" id={process.siteId} /> : t('shell.allSites')}
                </Fact>
                <Editable name="retiredOn" kind="day" />
              </dl>
            </Section>
            <Section title={t('process.related')}>
              <Group>
                {(['nonconformities', 'findings', 'aspects', 'complaints'] as const).map((page) => (
                  <Anchor key={page} component={Link} to={`/${page}`} search={{ processId: process.id } as never}>
                    {t(`place.${page}`)}
                  </Anchor>
                ))}
              </Group>
            </Section>
            <Section title={t('record.history')}>
              <Suspense fallback={null}>
                <Timeline recordType="process" id={process.id} texts={{ field, feature: 'process' }} />
              </Suspense>
            </Section>
          </>
        )}
      </RecordPage>
    </EditingProvider>
  );
}
