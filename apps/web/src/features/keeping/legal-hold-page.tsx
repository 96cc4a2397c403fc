import { Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { instantText } from '../../language/format.js';
import { Named, StateBadge } from '../../record/badges.js';
import { Fact } from '../../record/editable.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { Transitions } from '../../record/transitions.js';
import { useRecord } from '../../record/use-record.js';

const Timeline = lazy(() => import('../../record/timeline.js'));
const path = '/api/v1/legal-holds/{id}';

/** A legal hold, from the request to its end. */
export function LegalHoldPage({ number }: { number: string }) {
  const { t } = useTranslation();
  const handle = useRecord(path, 'legal_hold', number);
  const { record } = handle;
  const field = (name: string) => t(`keeping.hold.field.${name}`, { defaultValue: name });
  const valueOf = (name: string, value: string) => (name === 'state' ? t(`keeping.hold.state.${value}`) : undefined);
  return (
    <RecordPage
      handle={handle as never}
      number={record?.reference ?? number}
      title={record?.title}
      parent={{ to: '/legal-holds', label: t('keeping.holds') }}
      field={field}
      badges={
        record && (
          <StateBadge
            value={record.state}
            texts="keeping.hold.state"
            tone={/in_force|lift_requested/.test(record.state) ? 'warn' : 'neutral'}
          />
        )
      }
      buttons={
        record &&
        record.transitions.length > 0 && (
          <Transitions
            path={path}
            handle={handle as never}
            texts="keeping.hold.action"
            order={['set', 'lift', 'keep', 'reject', 'withdraw']}
            quiet={record.state === 'in_force'}
            exits={['reject', 'withdraw']}
            field={field}
          />
        )
      }
      aside={
        record && (
          <div className="card">
            <dl style={{ margin: 0 }}>
              <Fact label={t('keeping.requestedBy')}>
                {record.requestedByName} · {instantText(record.createdAt)}
              </Fact>
              {record.setAt && (
                <Fact label={field('setBy')}>
                  {record.setByName} · {instantText(record.setAt)}
                </Fact>
              )}
              {record.liftRequestedByName && <Fact label={field('liftRequestedBy')}>{record.liftRequestedByName}</Fact>}
              {record.liftedAt && (
                <Fact label={field('liftedBy')}>
                  {record.liftedByName} · {instantText(record.liftedAt)}
                </Fact>
              )}
            </dl>
          </div>
        )
      }
    >
      {record && (
        <>
          <Section title={t('record.facts')}>
            <dl style={{ margin: 0 }}>
              <Fact label={field('scope')}>
                {t(`keeping.hold.scope.${record.scope}`)}
                {record.recordType &&
                  `: ${record.recordLabel ?? t(`keeping.kinds.${record.recordType}`, { defaultValue: record.recordType })}`}
                {record.heldSiteId && (
                  <>
                    : <Named type="site" id={record.heldSiteId} />
                  </>
                )}
              </Fact>
              <Fact label={field('reason')}>
                <Text className="long">{record.reason}</Text>
              </Fact>
              {record.liftReason && (
                <Fact label={field('liftReason')}>
                  <Text className="long">{record.liftReason}</Text>
                </Fact>
              )}
            </dl>
          </Section>
          <Section title={t('record.history')}>
            <Suspense fallback={null}>
              <Timeline
                recordType="legal_hold"
                id={record.id}
                texts={{ field, feature: 'keeping.hold', value: valueOf }}
              />
            </Suspense>
          </Section>
        </>
      )}
    </RecordPage>
  );
}
