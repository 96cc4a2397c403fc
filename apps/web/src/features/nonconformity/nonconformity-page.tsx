import { Button } from '@mantine/core';
import { IconFileTypePdf } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Attachments } from '../../record/attachments.js';
import { Due, StateBadge } from '../../record/badges.js';
import { Editable, EditingProvider, Fact } from '../../record/editable.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { Steps } from '../../record/steps.js';
import { Transitions } from '../../record/transitions.js';
import { useRecord } from '../../record/use-record.js';
import { instantText } from '../../language/format.js';
import { Named } from '../../record/badges.js';
import { extents, nonconformitySources, nonconformityStates, severities } from './choices.js';

const Timeline = lazy(() => import('../../record/timeline.js'));

const line = nonconformityStates.filter((state) => state !== 'draft' && state !== 'rejected');

/** From the fact to the effect, on one page. */
export function NonconformityPage({ number }: { number: string }) {
  const { t } = useTranslation();
  const path = '/api/v1/nonconformities/{id}';
  const handle = useRecord(path, 'nonconformity', number);
  const { record, asOf } = handle;
  const field = (name: string) => t(`nonconformity.field.${name}`, { defaultValue: name });
  const closed = record?.state === 'closed' || record?.state === 'rejected';
  return (
    <EditingProvider
      value={{
        record: record ?? {},
        name: `nonconformity:${handle.id}`,
        edit: handle.edit,
        readOnly: asOf !== null || closed,
        field,
      }}
    >
      <RecordPage
        handle={handle as never}
        number={record?.reference ?? number}
        title={record?.title}
        parent={{ to: '/nonconformities', label: t('place.nonconformities') }}
        field={field}
        locked={closed ? t('record.locked') : null}
        badges={
          record && (
            <>
              <StateBadge value={record.state} texts="nonconformity.state" />
              <StateBadge value={record.grade} texts="nonconformity.grade" />
              <Due on={record.dueOn} overdue={record.overdue} />
            </>
          )
        }
        buttons={
          record && (
            <>
              <Button
                component="a"
                href={`/api/v1/nonconformities/${record.id}/report`}
                target="_blank"
                variant="default"
                leftSection={<IconFileTypePdf size={16} aria-hidden />}
                visibleFrom="sm"
              >
                PDF
              </Button>
              <Transitions path={path} handle={handle as never} texts="nonconformity.action" />
            </>
          )
        }
        steps={record && <Steps states={line} state={record.state} texts="nonconformity.state" />}
        aside={
          record && (
            <div className="card">
              <dl style={{ margin: 0 }}>
                <Editable name="ownerId" kind="person" />
                <Editable name="siteId" kind="site" />
                <Editable name="processId" kind="process" />
                <Editable name="clauses" kind="clauses" />
                <Editable name="severity" kind="choice" choices={severities} texts="nonconformity.severity" />
                <Editable name="extent" kind="choice" choices={extents} texts="nonconformity.extent" />
                <Editable name="source" kind="choice" choices={nonconformitySources} texts="nonconformity.source" />
                <Editable name="detectedOn" kind="day" />
                <Fact label={field('raisedById')}>
                  <Named type="person" id={record.raisedById} />
                </Fact>
                <Fact label={field('createdAt')}>{instantText(record.createdAt)}</Fact>
              </dl>
            </div>
          )
        }
      >
        {record && (
          <>
            <Section title={t('nonconformity.section.found')}>
              <dl style={{ margin: 0 }}>
                <Editable name="title" kind="line" />
                <Editable name="requirement" kind="text" />
                <Editable name="evidence" kind="text" />
                <Editable name="statement" kind="text" />
              </dl>
            </Section>
            <Section title={t('record.files')}>
              <Attachments recordType="nonconformity" id={record.id} readOnly={asOf !== null} />
            </Section>
            <Section title={t('record.history')}>
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
