import { Button } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../../api/session.js';
import { dayText, instantText } from '../../language/format.js';
import { Attachments } from '../../record/attachments.js';
import { Badge, Named, StateBadge } from '../../record/badges.js';
import { Editable, EditingProvider, Fact } from '../../record/editable.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { Transitions } from '../../record/transitions.js';
import { useRecord } from '../../record/use-record.js';
import { AspectControls } from './aspect-controls.js';
import { AspectImpacts } from './aspect-impacts.js';
import { AssessmentHistory } from './assessment-history.js';
import { categories, conditions, influence, lifeCycleStages, signs, times } from './choices.js';
import { PresentSignificance } from './present-significance.js';
import { LastAssessed, SignificanceBadge } from './significance-badge.js';
import { type Assessment, useAssessments } from './use-assessments.js';

const Timeline = lazy(() => import('../../record/timeline.js'));
const AssessmentDrawer = lazy(async () => ({ default: (await import('./assessment-drawer.js')).AssessmentDrawer }));

/** An aspect: what it is, what it does, whether it matters and why, and what is done about it. */
export function AspectPage({ number }: { number: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const { personId } = useSession();
  const path = '/api/v1/aspects/{id}';
  const handle = useRecord(path, 'aspect', number);
  const { record, asOf } = handle;
  const judged = useAssessments(handle.id, asOf);
  const [judging, setJudging] = useState<{ correctionOf: Assessment | undefined } | null>(null);
  const field = (name: string) => t(`aspect.field.${name}`, { defaultValue: name });
  const retired = record?.state === 'retired';
  const frozen = asOf !== null || retired;
  const readOnly = frozen || !may('aspect:manage', 'environment');
  const mayAssess = !frozen && personId !== null && may('aspect:assess', 'environment');
  const present = judged?.find(({ assessment }) => assessment.id === record?.significance?.assessmentId)?.assessment;
  return (
    <EditingProvider
      value={{
        record: record ?? {},
        name: `aspect:${handle.id}`,
        edit: handle.edit,
        readOnly,
        field,
      }}
    >
      <RecordPage
        handle={handle as never}
        erases="aspect"
        number={record?.reference ?? number}
        title={record && `${record.activity}: ${record.title}`}
        parent={{ to: '/aspects', label: t('place.aspects') }}
        field={field}
        locked={retired && record.retiredOn ? t('aspect.retiredSince', { day: dayText(record.retiredOn) }) : null}
        badges={
          record && (
            <>
              <SignificanceBadge present={record.significance} sign={record.sign} />
              {retired && <StateBadge value={record.state} texts="aspect.state" />}
              {record.gaps.length > 0 && (
                <Badge tone="alarm">{t('aspect.gapCount', { count: record.gaps.length })}</Badge>
              )}
            </>
          )
        }
        buttons={
          record && (
            <>
              {mayAssess && (
                <Button
                  leftSection={<IconScale size={16} aria-hidden />}
                  onClick={() => setJudging({ correctionOf: undefined })}
                >
                  {t(record.significance ? 'aspect.assessAgain' : 'aspect.assess')}
                </Button>
              )}
              <Transitions path={path} handle={handle as never} texts="aspect.transition" quiet />
            </>
          )
        }
        aside={
          record && (
            <div className="card">
              <dl style={{ margin: 0 }}>
                <Editable name="ownerId" kind="person" />
                <Editable name="category" kind="choice" choices={categories} texts="aspect.category" />
                <Editable name="condition" kind="choice" choices={conditions} texts="aspect.conditionLong" />
                <Editable name="time" kind="choice" choices={times} texts="aspect.time" />
                <Editable name="lifeCycleStage" kind="choice" choices={lifeCycleStages} texts="aspect.lifeCycleStage" />
                <Editable name="control" kind="choice" choices={influence} texts="aspect.controlLong" />
                <Editable name="sign" kind="choice" choices={signs} texts="aspect.sign" />
                <Editable name="processId" kind="process" />
                <Fact label={field('siteId')}>
                  {record.siteId ? <Named type="site" id={record.siteId} /> : t('aspect.wholeOrganisation')}
                </Fact>
                <Fact label={t('aspect.lastAssessed')}>
                  <LastAssessed present={record.significance} />
                </Fact>
                <Fact label={field('createdAt')}>{instantText(record.createdAt)}</Fact>
              </dl>
            </div>
          )
        }
      >
        {record && (
          <>
            <Section title={t('aspect.significance')}>
              <PresentSignificance
                aspect={record}
                assessment={present}
                readOnly={frozen}
                onChanged={() => handle.changed()}
              />
            </Section>
            <Section title={t('aspect.section.what')}>
              <dl style={{ margin: 0 }}>
                <Editable name="activity" kind="line" />
                <Editable name="title" kind="line" />
              </dl>
            </Section>
            <Section title={t('aspect.section.impacts')}>
              <AspectImpacts aspect={record} readOnly={readOnly} asOf={asOf} />
            </Section>
            <Section title={t('aspect.section.controls')}>
              <AspectControls aspect={record} />
            </Section>
            <Section title={t('aspect.section.assessments')}>
              <AssessmentHistory
                judged={judged ?? []}
                presentId={record.significance?.assessmentId}
                onCorrect={mayAssess ? (correctionOf) => setJudging({ correctionOf }) : undefined}
              />
            </Section>
            <Section title={t('record.files')}>
              <Attachments recordType="aspect" id={record.id} readOnly={asOf !== null} />
            </Section>
            <Section title={t('record.history')}>
              <Suspense fallback={null}>
                <Timeline
                  recordType="aspect"
                  id={record.id}
                  texts={{
                    field,
                    feature: 'aspect',
                    value: (name, value) =>
                      t([`aspect.${name}.${value}`, `aspect.controlKind.${value}`], { defaultValue: value }),
                  }}
                />
              </Suspense>
            </Section>
            <Suspense fallback={null}>
              {judging && (
                <AssessmentDrawer
                  task={{ aspect: record, last: present, correctionOf: judging.correctionOf }}
                  onClose={() => setJudging(null)}
                  onDone={() => handle.changed()}
                />
              )}
            </Suspense>
          </>
        )}
      </RecordPage>
    </EditingProvider>
  );
}
