import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Due, StateBadge } from '../../record/badges.js';
import { EditingProvider } from '../../record/editable.js';
import { NextStep } from '../../record/next-step.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { PdfButton } from '../../record/pdf-button.js';
import { Signatures } from '../../record/signatures.js';
import { Steps } from '../../record/steps.js';
import { Transitions } from '../../record/transitions.js';
import { useRecord } from '../../record/use-record.js';
import { ActionsSection } from './actions-section.js';
import { CausesSection } from './causes-section.js';
import { nonconformityStates } from './choices.js';
import { ContainmentSection } from './containment-section.js';
import { CyclesSection } from './cycles-section.js';
import { DueDates } from './due-dates.js';
import { EffectivenessSection } from './effectiveness-section.js';
import { Facts } from './facts.js';
import { FoundSection } from './found-section.js';
import { GradingSection } from './grading-section.js';
import { LessonsSection } from './lessons-section.js';
import { LoopLine } from './loop-line.js';
import { useMayEdit } from './use-case.js';

const Timeline = lazy(() => import('../../record/timeline.js'));
const path = '/api/v1/nonconformities/{id}';
const line = nonconformityStates.filter((state) => state !== 'draft' && state !== 'rejected');
const forward = ['submit', 'accept', 'analyse', 'acceptCauses', 'approvePlan', 'completeImplementation', 'close'];
/** What the button offers; to go back stands in the menu, but where the actions did not work it comes next. */
const usual = [...forward, 'repeatAnalysis', 'repeatPlanning'];

/** From the fact to the effect, on one page: what the present step needs is open, what comes later says what it will ask. */
export function NonconformityPage({ number }: { number: string }) {
  const { t } = useTranslation();
  const handle = useRecord(path, 'nonconformity', number);
  const { record, asOf } = handle;
  const mayEdit = useMayEdit(record);
  const field = (name: string) => t(`nonconformity.field.${name}`, { defaultValue: name });
  const closed = record?.state === 'closed' || record?.state === 'rejected';
  return (
    <EditingProvider
      value={{
        record: record ?? {},
        name: `nonconformity:${handle.id}`,
        edit: handle.edit,
        readOnly: asOf !== null || closed || !mayEdit,
        field,
      }}
    >
      <RecordPage
        handle={handle as never}
        erases="nonconformity"
        number={record?.reference ?? (record ? t('register.draft') : number)}
        title={record?.title}
        parent={{ to: '/nonconformities', label: t('place.nonconformities') }}
        field={field}
        locked={closed ? t('record.locked') : null}
        badges={
          record && (
            <>
              <StateBadge value={record.grade} texts="nonconformity.grade" />
              <StateBadge value={record.state} texts="nonconformity.state" />
              <Due on={record.dueOn} overdue={record.overdue} />
              {record.cycle > 1 && <span>{t('nonconformity.cycleNumber', { number: record.cycle })}</span>}
            </>
          )
        }
        buttons={
          record && (
            <>
              <PdfButton href={`/api/v1/nonconformities/${record.id}/report.pdf`} />
              <Transitions
                path={path}
                handle={handle as never}
                texts="nonconformity.action"
                order={usual}
                quiet={!record.transitions.some(({ action, allowed }) => allowed && usual.includes(action))}
                field={field}
              />
            </>
          )
        }
        steps={
          record && (
            <>
              <Steps states={line} state={record.state} texts="nonconformity.state" />
              {!asOf && (
                <NextStep transitions={record.transitions} order={forward} texts="nonconformity.action" field={field} />
              )}
            </>
          )
        }
        aside={
          record && (
            <>
              <Facts record={record} />
              <DueDates record={record} handle={handle} />
            </>
          )
        }
      >
        {record && (
          <>
            {record.state !== 'draft' && <LoopLine record={record} />}
            <FoundSection record={record} handle={handle} />
            <GradingSection record={record} handle={handle} />
            <ContainmentSection record={record} handle={handle} />
            <CausesSection record={record} handle={handle} />
            <ActionsSection record={record} handle={handle} />
            <EffectivenessSection record={record} handle={handle} />
            <LessonsSection record={record} handle={handle} />
            <CyclesSection record={record} handle={handle} />
            <Signatures recordType="nonconformity" id={record.id} asOf={asOf} field={field} />
            <Section title={t('record.history')} id="history">
              <Suspense fallback={null}>
                <Timeline
                  recordType="nonconformity"
                  id={record.id}
                  texts={{
                    field,
                    feature: 'nonconformity',
                    value: (name, value) =>
                      t([`nonconformity.${name}.${value}`, `discipline.${value}`], { defaultValue: value }),
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
