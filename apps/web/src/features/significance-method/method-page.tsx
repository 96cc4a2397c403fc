import { Anchor, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { dayText, instantText } from '../../language/format.js';
import { Badge, Named, StateBadge } from '../../record/badges.js';
import { Editable, EditingProvider, Fact } from '../../record/editable.js';
import { RecordPage, Section } from '../../record/record-page.js';
import classes from '../../record/record.module.css';
import { useRecord } from '../../record/use-record.js';
import { DefinitionView } from './definition-view.js';
import { NextDraft } from './next-draft.js';
import { useMethodVersion } from './use-method-versions.js';

const Timeline = lazy(() => import('../../record/timeline.js'));

/** A method: what is in force, and all its versions. */
export function MethodPage({ number }: { number: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const handle = useRecord('/api/v1/significance-methods/{id}', 'significance_method', number);
  const { record, asOf } = handle;
  const { data: versions } = useQuery({
    queryKey: ['/api/v1/significance-methods/{id}/versions', handle.id],
    queryFn: async () =>
      (await answer(api.GET('/api/v1/significance-methods/{id}/versions', { params: { path: { id: handle.id! } } })))
        .items,
    enabled: Boolean(handle.id),
  });
  const current = useMethodVersion(record?.currentVersion?.id);
  const mayDraft = may('significanceMethod:draft', 'environment') && asOf === null;
  const draft = versions?.find(({ state }) => state === 'draft');
  const field = (name: string) => t(`significanceMethod.field.${name}`, { defaultValue: name });
  return (
    <EditingProvider
      value={{
        record: record ?? {},
        name: `significance_method:${handle.id}`,
        edit: handle.edit,
        readOnly: !mayDraft,
        field,
      }}
    >
      <RecordPage
        handle={handle as never}
        number={record?.code ?? '…'}
        title={record && `${record.code} ${record.name}`}
        parent={{ to: '/significance-methods', label: t('place.methods') }}
        field={field}
        badges={
          record && (
            <Badge tone={record.currentVersion ? 'good' : 'neutral'}>
              {record.currentVersion
                ? t('significanceMethod.versionSince', {
                    number: record.currentVersion.versionNumber,
                    day: dayText(record.currentVersion.publishedOn),
                  })
                : t('significanceMethod.none')}
            </Badge>
          )
        }
        buttons={
          mayDraft &&
          current &&
          versions &&
          !draft && <NextDraft methodId={current.methodId} definition={current.definition} />
        }
        aside={
          record && (
            <div className="card">
              <dl style={{ margin: 0 }}>
                <Editable name="name" kind="line" />
                <Editable name="purpose" kind="text" />
                <Fact label={field('createdAt')}>{instantText(record.createdAt)}</Fact>
              </dl>
            </div>
          )
        }
      >
        {record && (
          <>
            <Section title={t('significanceMethod.versions')}>
              <ul className={classes.rows}>
                {(versions ?? []).toReversed().map((version) => (
                  <li key={version.id}>
                    <Group gap="sm">
                      <Anchor
                        component={Link}
                        to="/significance-method-versions/$key"
                        params={{ key: version.id } as never}
                        fw={650}
                      >
                        {t('significanceMethod.version', { number: version.versionNumber })}
                      </Anchor>
                      <StateBadge value={version.state} texts="significanceMethod.state" />
                      {version.id === record.currentVersion?.id && (
                        <Badge tone="good">{t('significanceMethod.inForce')}</Badge>
                      )}
                      {version.publishedOn && (
                        <Text span size="sm" c="dimmed">
                          {dayText(version.publishedOn)} · <Named type="person" id={version.approvedById} />
                        </Text>
                      )}
                    </Group>
                    {version.changeNote && (
                      <Text size="sm" className="long">
                        {version.changeNote}
                      </Text>
                    )}
                  </li>
                ))}
              </ul>
            </Section>
            {current && asOf === null && (
              <Section title={t('significanceMethod.inForceSays', { number: current.versionNumber })}>
                <DefinitionView definition={current.definition} />
              </Section>
            )}
            <Section title={t('record.history')}>
              <Suspense fallback={null}>
                <Timeline
                  recordType="significance_method"
                  id={record.id}
                  texts={{ field, feature: 'significanceMethod' }}
                />
              </Suspense>
            </Section>
          </>
        )}
      </RecordPage>
    </EditingProvider>
  );
}
