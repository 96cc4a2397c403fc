import { Alert, Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { dayText, instantText, numberText } from '../../language/format.js';
import { RecordLink, StateBadge } from '../../record/badges.js';
import { Fact } from '../../record/editable.js';
import { PdfButton } from '../../record/pdf-button.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { Transitions } from '../../record/transitions.js';
import { useRecord } from '../../record/use-record.js';
import classes from './keeping.module.css';

const Timeline = lazy(() => import('../../record/timeline.js'));
const path = '/api/v1/disposals/{id}';

/** Records that are disposed of; afterwards the certificate of that. */
export function DisposalPage({ number }: { number: string }) {
  const { t } = useTranslation();
  const handle = useRecord(path, 'disposal', number);
  const { record } = handle;
  const field = (name: string) => t(`keeping.disposal.field.${name}`, { defaultValue: name });
  const valueOf = (name: string, value: string) =>
    name === 'state' ? t(`keeping.disposal.state.${value}`) : undefined;
  return (
    <RecordPage
      handle={handle as never}
      number={record?.reference ?? number}
      title={
        record &&
        t('keeping.disposal.title', {
          count: record.records.length,
          records: numberText(record.records.length),
          kind: t(`keeping.kinds.${record.recordType}`, { defaultValue: record.recordType }),
        })
      }
      parent={{ to: '/disposals', label: t('keeping.disposals') }}
      field={field}
      badges={record && <StateBadge value={record.state} texts="keeping.disposal.state" />}
      buttons={
        record && (
          <>
            {record.transitions.length > 0 && (
              <Transitions
                path={path}
                handle={handle as never}
                texts="keeping.disposal.action"
                order={['execute', 'reject', 'withdraw']}
                exits={['reject', 'withdraw']}
                field={field}
              />
            )}
            {record.state === 'executed' && <PdfButton href={`/api/v1/disposals/${record.id}/certificate.pdf`} />}
          </>
        )
      }
      aside={
        record && (
          <div className="card">
            <dl style={{ margin: 0 }}>
              <Fact label={field('rule')}>
                {t('keeping.rule.years', { count: record.years })} · {t(`keeping.rule.starts.${record.starts}`)}
              </Fact>
              <Fact label={t('keeping.requestedBy')}>
                {record.requestedByName} · {instantText(record.createdAt)}
              </Fact>
              {record.decidedAt && (
                <Fact label={t('keeping.decidedBy')}>
                  {record.decidedByName} · {instantText(record.decidedAt)}
                </Fact>
              )}
              {record.redactionId && (
                <Fact label={field('redactionId')}>
                  <RecordLink type="redaction" id={record.redactionId} />
                </Fact>
              )}
            </dl>
          </div>
        )
      }
    >
      {record && (
        <>
          {record.state === 'requested' && <Alert color="yellow">{t('keeping.disposal.final')}</Alert>}
          <Section title={field('records')}>
            <ul className={classes.list}>
              {record.records.map(({ recordId, endedOn, dueOn }) => (
                <li key={recordId} className={classes.item}>
                  <RecordLink type={record.recordType} id={recordId} />
                  <span className={classes.note}>
                    {t('keeping.disposal.ended', { ended: dayText(endedOn), due: dayText(dueOn) })}
                  </span>
                </li>
              ))}
            </ul>
            {record.comment && <Text className="long">{record.comment}</Text>}
          </Section>
          <Section title={t('record.history')}>
            <Suspense fallback={null}>
              <Timeline
                recordType="disposal"
                id={record.id}
                texts={{ field, feature: 'keeping.disposal', value: valueOf }}
              />
            </Suspense>
          </Section>
        </>
      )}
    </RecordPage>
  );
}
