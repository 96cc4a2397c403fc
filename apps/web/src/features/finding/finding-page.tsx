import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, ifMatch } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { dayText } from '../../language/format.js';
import { Attachments } from '../../record/attachments.js';
import { Named, RecordLink, StateBadge } from '../../record/badges.js';
import { Editable, EditingProvider, Fact } from '../../record/editable.js';
import { NextStep } from '../../record/next-step.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { Transitions } from '../../record/transitions.js';
import { useRecord } from '../../record/use-record.js';
import { show } from '../../shell/tell.js';
import { findingClasses } from './choices.js';

const Timeline = lazy(() => import('../../record/timeline.js'));
const path = '/api/v1/findings/{id}';

/** A finding: requirement, evidence, statement, and the nonconformity that came of it. */
export function FindingPage({ number }: { number: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const handle = useRecord(path, 'finding', number);
  const { record, asOf } = handle;
  const field = (name: string) => t(`finding.field.${name}`, { defaultValue: name });
  const ended = record?.state === 'withdrawn';
  const bad = record?.class === 'minor' || record?.class === 'major';
  const raise = async () => {
    setBusy(true);
    try {
      const made = await answer(
        api.POST('/api/v1/findings/{id}/nonconformity', {
          params: { path: { id: record!.id }, header: ifMatch(record!.version) },
          body: {},
        }),
      );
      await handle.changed();
      await navigate({ to: '/nonconformities/$key', params: { key: made.reference ?? made.id } });
    } catch (error) {
      show(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <EditingProvider
      value={{
        record: record ?? {},
        name: `finding:${handle.id}`,
        edit: handle.edit,
        readOnly: asOf !== null || ended,
        field,
      }}
    >
      <RecordPage
        handle={handle as never}
        erases="finding"
        number={record?.reference ?? number}
        title={record?.title}
        parent={{ to: '/findings', label: t('place.findings') }}
        field={field}
        locked={ended ? t('record.locked') : null}
        badges={
          record && (
            <>
              <StateBadge value={record.class} texts="finding.class" />
              <StateBadge value={record.state} texts="finding.state" />
            </>
          )
        }
        buttons={
          record && (
            <>
              {bad && !record.nonconformityId && !ended && may('nonconformity:raise') && (
                <Button loading={busy} onClick={() => void raise()}>
                  {t('finding.raise')}
                </Button>
              )}
              <Transitions
                path={path}
                handle={handle as never}
                texts="finding.action"
                order={['confirm', 'issue', 'reconsider', 'withdraw']}
                field={field}
              />
            </>
          )
        }
        steps={
          record &&
          !asOf && (
            <NextStep transitions={record.transitions} order={['confirm']} texts="finding.action" field={field} />
          )
        }
        aside={
          record && (
            <div className="card">
              <dl style={{ margin: 0 }}>
                <Fact label={field('auditId')}>
                  <RecordLink type="audit" id={record.auditId} />
                </Fact>
                <Fact label={field('nonconformityId')}>
                  <RecordLink type="nonconformity" id={record.nonconformityId} />
                </Fact>
                <Editable name="class" kind="choice" choices={findingClasses} texts="finding.class" />
                <Editable name="clauses" kind="clauses" />
                <Editable name="processId" kind="process" />
                <Fact label={field('siteId')}>
                  <Named type="site" id={record.siteId} />
                </Fact>
                <Fact label={field('foundOn')}>{dayText(record.foundOn)}</Fact>
                <Fact label={field('foundById')}>
                  <Named type="person" id={record.foundById} />
                </Fact>
                <Editable name="correctedOn" kind="day" />
              </dl>
            </div>
          )
        }
      >
        {record && (
          <>
            <Section title={t('finding.what')}>
              <dl style={{ margin: 0 }}>
                <Editable name="title" kind="line" />
                <Editable name="requirement" kind="text" />
                <Editable name="evidence" kind="text" />
                <Editable name="statement" kind="text" />
                <Editable name="disposition" kind="text" />
              </dl>
            </Section>
            <Section title={t('record.files')}>
              <Attachments recordType="finding" id={record.id} readOnly={asOf !== null} />
            </Section>
            <Section title={t('record.history')}>
              <Suspense fallback={null}>
                <Timeline
                  recordType="finding"
                  id={record.id}
                  texts={{
                    field,
                    feature: 'finding',
                    value: (name, value) =>
                      t([`finding.${name}.${value}`, `discipline.${value}`], { defaultValue: value }),
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
