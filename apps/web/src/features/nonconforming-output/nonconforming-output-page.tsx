import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../../api/session.js';
import { dayText, instantText, numberText } from '../../language/format.js';
import { Attachments } from '../../record/attachments.js';
import { Named, RecordLink, StateBadge } from '../../record/badges.js';
import { EditingProvider, Fact } from '../../record/editable.js';
import { NextStep } from '../../record/next-step.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { Steps } from '../../record/steps.js';
import { Transitions } from '../../record/transitions.js';
import { useRecord } from '../../record/use-record.js';
import { outputStates } from './choices.js';
import { Concession, Decision, Description, Verification } from './nonconforming-output-story.js';

const Timeline = lazy(() => import('../../record/timeline.js'));
const path = '/api/v1/nonconforming-outputs/{id}';
const forward = ['decide', 'grantConcession', 'verify', 'close'];

/** An output that does not conform, and what becomes of it. */
export function NonconformingOutputPage({ number }: { number: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const { personId } = useSession();
  const handle = useRecord(path, 'nonconforming_output', number);
  const { record, asOf } = handle;
  const field = (name: string) => t(`output.field.${name}`, { defaultValue: name });
  const closed = record?.state === 'closed';
  const decides = may('nonconformingOutput:decide');
  const editing = {
    record: record ?? {},
    name: `nonconforming_output:${handle.id}`,
    edit: handle.edit,
    readOnly: asOf !== null || closed,
    field,
  };
  /** Each part is for those who fill it in, and fixed with the step that it belongs to. */
  const part = (permitted: boolean, ...states: (typeof outputStates)[number][]) => ({
    ...editing,
    readOnly: editing.readOnly || !permitted || !record || !states.includes(record.state),
  });
  const line = outputStates.filter(
    (state) =>
      state === record?.state ||
      !['concession_granted', 'verified'].includes(state) ||
      (state === 'verified' ? record?.verificationRequired : record?.concessionRequired),
  );
  // What is not needed is not next.
  const steps = forward.filter(
    (action) =>
      (action !== 'grantConcession' || (record?.concessionRequired && record.state === 'decided')) &&
      (action !== 'verify' || record?.verificationRequired),
  );
  return (
    <EditingProvider value={editing}>
      <RecordPage
        handle={handle as never}
        erases="nonconforming_output"
        number={record?.reference ?? number}
        title={record && `${record.product}${record.lot ? `, ${record.lot}` : ''}`}
        parent={{ to: '/nonconforming-outputs', label: t('place.outputs') }}
        field={field}
        locked={closed ? t('record.locked') : null}
        badges={
          record && (
            <>
              <StateBadge
                value={record.state}
                texts="output.state"
                tone={record.state === 'recorded' ? 'warn' : closed ? 'good' : 'info'}
              />
              <StateBadge value={record.disposition} texts="output.disposition" />
              <span>
                {numberText(record.quantity)} {record.unit}
              </span>
            </>
          )
        }
        buttons={
          record && (
            <Transitions
              path={path}
              handle={handle as never}
              texts="output.action"
              order={forward}
              quiet={!record.transitions.some(({ action, allowed }) => allowed && forward.includes(action))}
              field={field}
            />
          )
        }
        steps={
          record && (
            <>
              <Steps states={line} state={record.state} texts="output.state" />
              {!asOf && <NextStep transitions={record.transitions} order={steps} texts="output.action" field={field} />}
            </>
          )
        }
        aside={
          record && (
            <div className="card">
              <dl style={{ margin: 0 }}>
                <Fact label={field('nonconformityId')}>
                  <RecordLink type="nonconformity" id={record.nonconformityId} />
                </Fact>
                <Fact label={field('siteId')}>
                  <Named type="site" id={record.siteId} />
                </Fact>
                <Fact label={field('recordedById')}>
                  <Named type="person" id={record.recordedById} />
                </Fact>
                <Fact label={field('createdAt')}>{instantText(record.createdAt)}</Fact>
                {record.closedOn && <Fact label={field('closedOn')}>{dayText(record.closedOn)}</Fact>}
              </dl>
            </div>
          )
        }
      >
        {record && (
          <>
            <Section title={t('output.section.what')} id="what">
              <EditingProvider
                value={part(decides || (personId !== null && record.recordedById === personId), 'recorded')}
              >
                <Description />
              </EditingProvider>
              <Attachments recordType="nonconforming_output" id={record.id} readOnly={asOf !== null || closed} />
            </Section>
            <EditingProvider value={part(decides, 'recorded')}>
              <Decision record={record} />
            </EditingProvider>
            <EditingProvider value={part(decides || may('nonconformingOutput:concede'), 'decided')}>
              <Concession record={record} />
            </EditingProvider>
            <EditingProvider value={part(may('nonconformity:verify'), 'decided', 'concession_granted')}>
              <Verification record={record} />
            </EditingProvider>
            <Section title={t('record.history')}>
              <Suspense fallback={null}>
                <Timeline
                  recordType="nonconforming_output"
                  id={record.id}
                  texts={{
                    field,
                    feature: 'output',
                    value: (name, value) => t(`output.${name}.${value}`, { defaultValue: value }),
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
