import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { dayText, instantText } from '../../language/format.js';
import { Badge, Named, StateBadge } from '../../record/badges.js';
import { Editable, EditingProvider, Fact } from '../../record/editable.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { Signatures } from '../../record/signatures.js';
import { Transitions } from '../../record/transitions.js';
import { useRecord } from '../../record/use-record.js';
import { DefinitionBench } from './definition-bench.js';

const Timeline = lazy(() => import('../../record/timeline.js'));

/** One version of a method: what it says, what it would change, and its publication. */
export function MethodVersionPage({ number }: { number: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const path = '/api/v1/significance-method-versions/{id}';
  const handle = useRecord(path, 'significance_method_version', number);
  const { record, asOf } = handle;
  const { data: method } = useQuery({
    queryKey: ['/api/v1/significance-methods/{id}', record?.methodId, 'now'],
    queryFn: () => answer(api.GET('/api/v1/significance-methods/{id}', { params: { path: { id: record!.methodId } } })),
    enabled: record !== undefined,
  });
  const field = (name: string) => t(`significanceMethod.field.${name}`, { defaultValue: name });
  const published = record?.state === 'published';
  const current = method?.currentVersion?.id === record?.id;
  const mayDraft = may('significanceMethod:draft', 'environment');
  return (
    <EditingProvider
      value={{
        record: record ?? {},
        name: `significance_method_version:${handle.id}`,
        edit: handle.edit,
        readOnly: asOf !== null,
        field,
      }}
    >
      <RecordPage
        handle={handle as never}
        number={record && method ? `${method.code} v${record.versionNumber}` : '…'}
        title={
          record && method && t('significanceMethod.versionTitle', { name: method.name, number: record.versionNumber })
        }
        parent={{
          to: record ? `/significance-methods/${record.methodId}` : '/significance-methods',
          label: method?.code ?? t('place.methods'),
        }}
        field={field}
        locked={published ? t('significanceMethod.locked') : null}
        badges={
          record && (
            <>
              <StateBadge value={record.state} texts="significanceMethod.state" />
              {published && method && (
                <Badge tone={current ? 'good' : 'neutral'}>
                  {t(current ? 'significanceMethod.inForce' : 'significanceMethod.superseded')}
                </Badge>
              )}
            </>
          )
        }
        buttons={
          record && (
            <Transitions
              path={path}
              handle={handle as never}
              texts="significanceMethod.transition"
              words={{ number: record.versionNumber }}
            />
          )
        }
        aside={
          record && (
            <div className="card">
              <dl style={{ margin: 0 }}>
                {published ? (
                  <Fact label={field('changeNote')}>{record.changeNote ?? '—'}</Fact>
                ) : (
                  <Editable name="changeNote" kind="text" />
                )}
                <Fact label={field('authorIds')}>
                  {record.authorIds.length === 0 && '—'}
                  {record.authorIds.map((id, index) => (
                    <span key={id}>
                      {index > 0 && ', '}
                      <Named type="person" id={id} />
                    </span>
                  ))}
                </Fact>
                <Fact label={field('approvedById')}>
                  <Named type="person" id={record.approvedById} />
                </Fact>
                <Fact label={field('publishedOn')}>{record.publishedOn ? dayText(record.publishedOn) : '—'}</Fact>
                <Fact label={field('createdAt')}>{instantText(record.createdAt)}</Fact>
              </dl>
            </div>
          )
        }
      >
        {record && (
          <>
            <DefinitionBench version={record} mayDraft={mayDraft} />
            <Signatures recordType="significance_method_version" id={record.id} asOf={asOf} field={field} />
            <Section title={t('record.history')}>
              <Suspense fallback={null}>
                <Timeline
                  recordType="significance_method_version"
                  id={record.id}
                  texts={{
                    field,
                    feature: 'significanceMethod',
                    value: (name, value) => t(`significanceMethod.${name}.${value}`, { defaultValue: value }),
                  }}
                />
              </Suspense>
            </Section>
          </>
        )}
      </RecordPage>
    </EditingProvider>
  );
}
