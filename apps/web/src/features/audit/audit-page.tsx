import { Button, Progress, Stack, Text } from '@mantine/core';
import { IconDeviceMobile } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { DayField } from '../../form/fields.js';
import { dayText } from '../../language/format.js';
import { Attachments } from '../../record/attachments.js';
import { Named, StateBadge } from '../../record/badges.js';
import { Editable, EditingProvider, Fact } from '../../record/editable.js';
import { EditableList } from '../../record/editable-list.js';
import { NextStep } from '../../record/next-step.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { PdfButton } from '../../record/pdf-button.js';
import { Signatures } from '../../record/signatures.js';
import { Steps } from '../../record/steps.js';
import { Transitions } from '../../record/transitions.js';
import { useRecord } from '../../record/use-record.js';
import { OfflineMark } from '../audit-checklist/offline-mark.js';
import { AuditFindings } from './audit-findings.js';
import { AuditTeam } from './audit-team.js';
import { ChecklistSection } from './checklist-section.js';
import { auditLine, auditModes } from './choices.js';

const Timeline = lazy(() => import('../../record/timeline.js'));
const path = '/api/v1/audits/{id}';
const forward = ['prepare', 'start', 'finishFieldwork', 'draftReport', 'issueReport', 'followUp', 'complete'];
const ended = ['completed', 'cancelled'];

/** One audit from its plan to its report. */
export function AuditPage({ number }: { number: string }) {
  const { t } = useTranslation();
  const handle = useRecord(path, 'audit', number);
  const { record, asOf } = handle;
  const field = (name: string) => t(`audit.field.${name}`, { defaultValue: name });
  const closed = record ? ended.includes(record.state) : false;
  const readOnly = asOf !== null || closed;
  const checklist = record?.checklist;
  return (
    <EditingProvider value={{ record: record ?? {}, name: `audit:${handle.id}`, edit: handle.edit, readOnly, field }}>
      <RecordPage
        handle={handle as never}
        erases="audit"
        number={record?.reference ?? number}
        title={record?.title}
        parent={{ to: '/audits', label: t('place.audits') }}
        field={field}
        locked={closed ? t('record.locked') : null}
        badges={
          record && (
            <>
              <StateBadge value={record.state} texts="audit.state" />
              <Text span size="sm">
                {t(`audit.kind.${record.kind}`)} · {dayText(record.plannedFrom)}
                {record.plannedTo !== record.plannedFrom && ` – ${dayText(record.plannedTo)}`}
              </Text>
              <OfflineMark auditId={record.id} />
            </>
          )
        }
        buttons={
          record && (
            <>
              <PdfButton href={`/api/v1/audits/${record.id}/report.pdf`} />
              <Transitions
                path={path}
                handle={handle as never}
                texts="audit.action"
                order={forward}
                field={field}
                extra={(action, values, set) =>
                  action === 'postpone' && (
                    <>
                      <DayField
                        label={t('audit.field.plannedFrom')}
                        value={values['plannedFrom'] ?? null}
                        onChange={(day) => set({ ...values, ...(day && { plannedFrom: day, plannedTo: day }) })}
                      />
                      <DayField
                        label={t('audit.field.plannedTo')}
                        value={values['plannedTo'] ?? null}
                        onChange={(day) => set({ ...values, ...(day && { plannedTo: day }) })}
                      />
                    </>
                  )
                }
              />
            </>
          )
        }
        steps={
          record && (
            <>
              <Steps
                states={auditLine}
                state={record.state === 'postponed' ? 'planned' : record.state}
                texts="audit.state"
              />
              {!asOf && (
                <NextStep transitions={record.transitions} order={forward} texts="audit.action" field={field} />
              )}
            </>
          )
        }
        aside={
          record && (
            <Stack>
              {checklist && (
                <div className="card">
                  <Text fw={650}>{t('audit.section.checklist')}</Text>
                  <Progress
                    mt="xs"
                    value={checklist.items ? (100 * checklist.done) / checklist.items : 0}
                    aria-label={t('audit.answered', { done: checklist.done, all: checklist.items })}
                  />
                  <Text size="sm" c="dimmed" mt={4}>
                    {t('audit.answered', { done: checklist.done, all: checklist.items })}
                  </Text>
                  <Button
                    component={Link}
                    to="/audits/$key/checklist"
                    params={{ key: record.reference } as never}
                    mt="sm"
                    size="xs"
                    fullWidth
                    variant={record.state === 'in_progress' ? 'filled' : 'default'}
                    leftSection={<IconDeviceMobile size={16} aria-hidden />}
                  >
                    {t('audit.openChecklist')}
                  </Button>
                </div>
              )}
              <div className="card">
                <dl style={{ margin: 0 }}>
                  <Fact label={field('disciplines')}>
                    {record.disciplines.map((one) => t(`standard.${one}`)).join(', ')}
                  </Fact>
                  <Fact label={field('siteId')}>
                    <Named type="site" id={record.siteId} />
                  </Fact>
                  <Editable name="mode" kind="choice" choices={auditModes} texts="audit.mode" />
                  <Editable name="plannedFrom" kind="day" />
                  <Editable name="plannedTo" kind="day" />
                  {record.baselineFrom && <Fact label={field('baselineFrom')}>{dayText(record.baselineFrom)}</Fact>}
                  <Fact label={field('programmeId')}>
                    {record.programmeId ? (
                      <Link to="/programme" search={{ programme: record.programmeId } as never}>
                        <Named type="audit_programme" id={record.programmeId} />
                      </Link>
                    ) : (
                      '—'
                    )}
                  </Fact>
                </dl>
              </div>
            </Stack>
          )
        }
      >
        {record && (
          <>
            <Section title={t('audit.section.plan')}>
              <dl style={{ margin: 0 }}>
                <Editable name="title" kind="line" />
                <Editable name="objectives" kind="text" />
                <Editable name="scopeText" kind="text" />
                <EditableList name="processIds" kind="processes" />
                <Fact label={field('editions')}>{record.editions.join(', ') || '—'}</Fact>
                <Editable name="clauses" kind="clauses" />
                <Editable name="otherCriteria" kind="text" />
              </dl>
            </Section>
            <AuditTeam audit={record} readOnly={readOnly} onChanged={() => void handle.changed()} />
            <ChecklistSection audit={record} readOnly={readOnly} onChanged={() => void handle.changed()} />
            <AuditFindings audit={record} readOnly={readOnly} />
            <Section title={t('audit.section.meetings')}>
              <dl style={{ margin: 0 }}>
                <Editable name="openedOn" kind="day" />
                <EditableList name="openingAttendees" kind="lines" />
                <Editable name="openingNotes" kind="text" />
                <Editable name="closedOn" kind="day" />
                <EditableList name="closingAttendees" kind="lines" />
                <Editable name="closingNotes" kind="text" />
              </dl>
            </Section>
            <Section title={t('audit.section.conclusions')}>
              <dl style={{ margin: 0 }}>
                <Editable name="conclusions" kind="text" />
                <Editable name="divergingOpinions" kind="text" />
                <Editable name="uncovered" kind="text" />
              </dl>
            </Section>
            <Signatures recordType="audit" id={record.id} asOf={asOf} field={field} />
            <Section title={t('record.files')}>
              <Attachments recordType="audit" id={record.id} readOnly={asOf !== null} />
            </Section>
            <Section title={t('record.history')}>
              <Suspense fallback={null}>
                <Timeline
                  recordType="audit"
                  id={record.id}
                  texts={{
                    field,
                    feature: 'audit',
                    value: (name, value) =>
                      t([`audit.${name}.${value}`, `discipline.${value}`], { defaultValue: value }),
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
