import { Textarea } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, ifMatch, type Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { RecordForm } from '../../form/record-form.js';
import { Fact } from '../../record/editable.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { useRecord } from '../../record/use-record.js';
import { isShort, RuleFields, type RuleValues } from './rule-fields.js';

const Timeline = lazy(() => import('../../record/timeline.js'));

/** A retention rule, to look at and to change. */
export function RetentionRulePage({ number }: { number: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const handle = useRecord('/api/v1/retention-rules/{id}', 'retention_rule', number);
  const { record } = handle;
  const kind = record ? t(`keeping.kinds.${record.recordType}`, { defaultValue: record.recordType }) : '…';
  const field = (name: string) => t(`keeping.rule.field.${name}`, { defaultValue: name });
  return (
    <RecordPage
      handle={handle as never}
      number={kind}
      title={record && t('keeping.rule.of', { kind })}
      parent={{ to: '/retention-rules', label: t('keeping.rules') }}
      field={field}
    >
      {record && (
        <>
          <Section title={t('record.facts')}>
            {may('retention:manage') ? (
              <RecordForm<RuleValues & { reason: string }>
                key={record.version}
                inside
                name={`retention-rules/${record.id}`}
                title={kind}
                submit={t('keeping.rule.change')}
                empty={{ years: record.years, starts: record.starts, basis: record.basis ?? '', reason: '' }}
                check={(values) => ({
                  ...(!values.years && { years: t('form.missing', { what: field('years') }) }),
                  ...(isShort(values) &&
                    !values.basis.trim() && { basis: t('form.missing', { what: field('basis') }) }),
                })}
                send={async ({ years, starts, basis, reason }) => {
                  const next = await answer(
                    api.PATCH('/api/v1/retention-rules/{id}', {
                      params: { path: { id: record.id }, header: ifMatch(record.version) },
                      body: {
                        years: Number(years),
                        starts: starts as Schemas['EditRetentionRule']['starts'],
                        basis: basis.trim() || null,
                        ...(reason.trim() && { reason: reason.trim() }),
                      },
                    }),
                  );
                  await handle.changed(next);
                  await navigate({ to: '/retention-rules' });
                }}
              >
                {({ field: of, values }) => (
                  <>
                    <RuleFields field={of} values={values} />
                    <Textarea label={t('keeping.rule.why')} autosize minRows={2} {...of('reason')} />
                  </>
                )}
              </RecordForm>
            ) : (
              <dl style={{ margin: 0 }}>
                <Fact label={field('years')}>{t('keeping.rule.years', { count: record.years })}</Fact>
                <Fact label={field('starts')}>{t(`keeping.rule.starts.${record.starts}`)}</Fact>
                <Fact label={field('basis')}>{record.basis ?? '—'}</Fact>
              </dl>
            )}
          </Section>
          <Section title={t('record.history')}>
            <Suspense fallback={null}>
              <Timeline recordType="retention_rule" id={record.id} texts={{ field, feature: 'keeping.rule' }} />
            </Suspense>
          </Section>
        </>
      )}
    </RecordPage>
  );
}
