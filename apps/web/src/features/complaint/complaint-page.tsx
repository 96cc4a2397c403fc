import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../../api/session.js';
import { dayText, instantText } from '../../language/format.js';
import { Badge, Due, Named, RecordLink, StateBadge } from '../../record/badges.js';
import { Editable, EditingProvider, Fact } from '../../record/editable.js';
import { NextStep } from '../../record/next-step.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { Steps } from '../../record/steps.js';
import { Transitions } from '../../record/transitions.js';
import { useRecord } from '../../record/use-record.js';
import { complaintStates } from './choices.js';
import { Story } from './complaint-story.js';

const Timeline = lazy(() => import('../../record/timeline.js'));
const path = '/api/v1/complaints/{id}';
const forward = ['acknowledge', 'assess', 'answer', 'close'];

/** From what a customer said to whether the answer was good enough. */
export function ComplaintPage({ number }: { number: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const { personId } = useSession();
  const handle = useRecord(path, 'complaint', number);
  const { record, asOf } = handle;
  const field = (name: string) => t(`complaint.field.${name}`, { defaultValue: name });
  const closed = record?.state === 'closed';
  const handles = may('complaint:assess') || (personId !== null && record?.ownerId === personId);
  const corrects = record?.state === 'received' && personId !== null && record.registeredById === personId;
  const editing = {
    record: record ?? {},
    name: `complaint:${handle.id}`,
    edit: handle.edit,
    readOnly: asOf !== null || closed || !(handles || corrects),
    field,
  };
  return (
    <EditingProvider value={editing}>
      <RecordPage
        handle={handle as never}
        erases="complaint"
        number={record?.reference ?? number}
        title={record && [record.customer, record.product].filter(Boolean).join(' · ')}
        parent={{ to: '/complaints', label: t('place.complaints') }}
        field={field}
        locked={closed ? t('record.locked') : null}
        badges={
          record && (
            <>
              <StateBadge value={record.state} texts="complaint.state" />
              <StateBadge
                value={record.seriousness}
                texts="complaint.seriousness"
                tone={record.seriousness === 'high' ? 'alarm' : record.seriousness === 'medium' ? 'warn' : 'neutral'}
              />
              {record.state === 'received' ? (
                <Due on={record.acknowledgeBy} overdue={record.acknowledgementLate} />
              ) : (
                record.acknowledgementLate && <Badge tone="warn">{t('complaint.acknowledgedLate')}</Badge>
              )}
            </>
          )
        }
        buttons={
          record && (
            <Transitions
              path={path}
              handle={handle as never}
              texts="complaint.action"
              order={forward}
              quiet={!record.transitions.some(({ action, allowed }) => allowed && forward.includes(action))}
              field={field}
            />
          )
        }
        steps={
          record && (
            <>
              <Steps states={complaintStates} state={record.state} texts="complaint.state" />
              {!asOf && (
                <NextStep transitions={record.transitions} order={forward} texts="complaint.action" field={field} />
              )}
            </>
          )
        }
        aside={
          record && (
            <div className="card">
              <dl style={{ margin: 0 }}>
                <EditingProvider value={{ ...editing, readOnly: asOf !== null || closed || !handles }}>
                  <Editable name="ownerId" kind="person" />
                </EditingProvider>
                <Editable name="siteId" kind="site" />
                <Editable name="processId" kind="process" />
                <Editable name="externalRef" kind="line" />
                <Editable
                  name="duplicateOfId"
                  kind="record"
                  path="/api/v1/complaints"
                  recordType="complaint"
                  text={(row: { reference: string | null; customer?: string }) =>
                    `${row.reference ?? ''} ${row.customer ?? ''}`
                  }
                />
                {record.nonconformityId && (
                  <Fact label={field('nonconformityId')}>
                    <RecordLink type="nonconformity" id={record.nonconformityId} />
                  </Fact>
                )}
                <Fact label={field('registeredById')}>
                  <Named type="person" id={record.registeredById} />
                </Fact>
                <Fact label={field('createdAt')}>
                  {instantText(record.createdAt)}
                  {record.lateEntry && ` · ${t('nonconformity.lateEntry')}`}
                </Fact>
                {record.closedOn && <Fact label={field('closedOn')}>{dayText(record.closedOn)}</Fact>}
              </dl>
            </div>
          )
        }
      >
        {record && (
          <>
            <Story record={record} handle={handle} handles={handles} />
            <Section title={t('record.history')}>
              <Suspense fallback={null}>
                <Timeline
                  recordType="complaint"
                  id={record.id}
                  texts={{
                    field,
                    feature: 'complaint',
                    value: (name, value) => t(`complaint.${name}.${value}`, { defaultValue: value }),
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
