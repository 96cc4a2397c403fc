import { lazy, Suspense } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { useMay, useSession } from '../../api/session.js';
import { dayText } from '../../language/format.js';
import { Attachments } from '../../record/attachments.js';
import { Due, Named, RecordLink, StateBadge } from '../../record/badges.js';
import { Editable, EditingProvider, Fact } from '../../record/editable.js';
import { NextStep } from '../../record/next-step.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { Steps } from '../../record/steps.js';
import { Transitions } from '../../record/transitions.js';
import { useRecord } from '../../record/use-record.js';
import { confirmedCauses } from '../nonconformity/causes/causes.js';
import { Completion } from './completion.js';

const Timeline = lazy(() => import('../../record/timeline.js'));
const path = '/api/v1/actions/{id}';
const line = ['planned', 'in_progress', 'done', 'accepted'] as const;
const undone = ['planned', 'in_progress', 'returned'];

/** What somebody does until a day, and what shows that it was done. */
export function ActionPage({ number }: { number: string }) {
  const { t } = useTranslation();
  const { personId } = useSession();
  const may = useMay();
  const handle = useRecord(path, 'action', number);
  const { record, asOf } = handle;
  const field = (name: string) => t(`action.field.${name}`, { defaultValue: name });
  const of = record?.nonconformityId;
  const { data: nonconformity } = useQuery({
    queryKey: ['/api/v1/nonconformities/{id}', of, 'now'],
    queryFn: () => answer(api.GET('/api/v1/nonconformities/{id}', { params: { path: { id: of! } } })),
    enabled: Boolean(of),
  });
  const ended = record?.state === 'accepted' || record?.state === 'cancelled';
  const mine = Boolean(personId) && record?.ownerId === personId;
  const plans = (personId && nonconformity?.ownerId === personId) || may('action:plan', record?.disciplines[0]);
  const reports = record && mine && undone.includes(record.state) && asOf === null;
  const causes = nonconformity ? confirmedCauses(nonconformity) : [];
  const editing = {
    record: record ?? {},
    name: `action:${handle.id}`,
    edit: handle.edit,
    readOnly: asOf !== null || ended || !plans,
    field,
  };
  return (
    <EditingProvider value={editing}>
      <RecordPage
        handle={handle as never}
        erases="action"
        number={record?.reference ?? number}
        title={record?.title}
        parent={{ to: '/actions', label: t('place.actions') }}
        field={field}
        locked={ended ? t('record.locked') : null}
        badges={
          record && (
            <>
              <StateBadge value={record.state} texts="action.state" />
              <Due on={record.dueOn} overdue={record.overdue} />
              <span>
                <Named type="person" id={record.ownerId} />
              </span>
            </>
          )
        }
        buttons={
          record && (
            <Transitions
              path={path}
              handle={handle as never}
              texts="action.action"
              order={['complete', 'accept', 'start', 'return', 'cancel']}
              quiet={Boolean(reports) && record.completion === null}
              field={field}
            />
          )
        }
        steps={
          record && (
            <>
              <Steps
                states={line}
                state={record.state === 'returned' ? 'in_progress' : record.state}
                texts="action.state"
              />
              {!asOf && (
                <NextStep
                  transitions={record.transitions}
                  order={['complete', 'accept']}
                  texts="action.action"
                  field={field}
                />
              )}
            </>
          )
        }
        aside={
          record && (
            <div className="card">
              <dl style={{ margin: 0 }}>
                <Editable name="ownerId" kind="person" />
                <Editable name="dueOn" kind="day" />
                {record.originalDueOn !== record.dueOn && (
                  <Fact label={field('originalDueOn')}>{dayText(record.originalDueOn)}</Fact>
                )}
                <Fact label={field('kind')}>{t(`action.kind.${record.kind}`)}</Fact>
                <Fact label={field('disciplines')}>
                  {record.disciplines.map((one) => t(`discipline.${one}`)).join(', ')}
                </Fact>
                <Fact label={field('siteId')}>
                  <Named type="site" id={record.siteId} />
                </Fact>
                {record.doneOn && <Fact label={field('doneOn')}>{dayText(record.doneOn)}</Fact>}
                {record.acceptedOn && (
                  <Fact label={field('acceptedOn')}>
                    {dayText(record.acceptedOn)} · <Named type="person" id={record.acceptedById} />
                  </Fact>
                )}
              </dl>
            </div>
          )
        }
      >
        {record && (
          <>
            <Section title={t('action.section.what')}>
              <dl style={{ margin: 0 }}>
                <Editable name="title" kind="line" />
                <Editable name="deliverable" kind="text" help={t('action.help.deliverable')} />
                <Editable name="description" kind="text" />
                {of && (
                  <Fact label={field('nonconformityId')}>
                    <RecordLink type="nonconformity" id={of} />
                  </Fact>
                )}
                {of && (causes.length > 0 || record.causeId) && (
                  <Editable
                    name="causeId"
                    kind="option"
                    options={causes.map(({ id, statement }) => ({ value: id, label: statement }))}
                  />
                )}
              </dl>
            </Section>
            <Section title={t('action.section.done')}>
              {reports ? (
                <EditingProvider value={{ ...editing, readOnly: false }}>
                  <Completion handle={handle} action={record} />
                </EditingProvider>
              ) : (
                <>
                  <EditingProvider value={{ ...editing, readOnly: asOf !== null || ended || !(mine || plans) }}>
                    <dl style={{ margin: '0 0 0.75rem' }}>
                      <Editable name="completion" kind="text" help={t('action.notYetDone')} />
                    </dl>
                  </EditingProvider>
                  <Attachments recordType="action" id={record.id} readOnly={asOf !== null} />
                </>
              )}
            </Section>
            <Section title={t('record.history')}>
              <Suspense fallback={null}>
                <Timeline
                  recordType="action"
                  id={record.id}
                  texts={{
                    field,
                    feature: 'action',
                    value: (name, value) =>
                      name === 'causeId'
                        ? causes.find(({ id }) => id === value)?.statement
                        : t([`action.${name}.${value}`, `discipline.${value}`], { defaultValue: value }),
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
