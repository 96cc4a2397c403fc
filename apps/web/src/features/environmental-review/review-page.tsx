import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { dayText, instantText } from '../../language/format.js';
import { Attachments } from '../../record/attachments.js';
import { Due, Named, RecordLink, StateBadge } from '../../record/badges.js';
import { Editable, EditingProvider, Fact } from '../../record/editable.js';
import { NextStep } from '../../record/next-step.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { Signatures } from '../../record/signatures.js';
import { Steps } from '../../record/steps.js';
import { Transitions } from '../../record/transitions.js';
import { useRecord } from '../../record/use-record.js';
import { reviewStates } from './choices.js';
import { ReviewSteps } from './review-steps.js';

const Timeline = lazy(() => import('../../record/timeline.js'));
const line = reviewStates.filter((state) => state !== 'cancelled');

/** An environmental review: a guided look at the whole, frozen once it is approved. */
export function ReviewPage({ number }: { number: string }) {
  const { t } = useTranslation();
  const path = '/api/v1/environmental-reviews/{id}';
  const handle = useRecord(path, 'environmental_review', number);
  const { record, asOf } = handle;
  const field = (name: string) => t(`review.field.${name}`, { defaultValue: name });
  const open = record?.state === 'planned' || record?.state === 'in_progress';
  const why = () => {
    if (!record || open) return null;
    return t(`review.locked.${record.state}`, { day: record.approvedOn ? dayText(record.approvedOn) : '' });
  };
  return (
    <EditingProvider
      value={{
        record: record ?? {},
        name: `environmental_review:${handle.id}`,
        edit: handle.edit,
        readOnly: asOf !== null || !open,
        field,
      }}
    >
      <RecordPage
        handle={handle as never}
        erases="environmental_review"
        number={record?.reference ?? number}
        title={record?.title}
        parent={{ to: '/environmental-reviews', label: t('place.reviews') }}
        field={field}
        locked={why()}
        badges={
          record && (
            <>
              <StateBadge value={record.state} texts="review.state" />
              <StateBadge value={record.kind} texts="review.kind" />
              {open && <Due on={record.dueOn} overdue={record.overdue} />}
            </>
          )
        }
        buttons={
          record && (
            <Transitions
              path={path}
              handle={handle as never}
              texts="review.transition"
              field={field}
              order={['start', 'submit', 'approve', 'return', 'cancel']}
              exits={['return', 'cancel']}
            />
          )
        }
        steps={
          record && (
            <>
              <Steps states={line} state={record.state} texts="review.state" />
              {!asOf && open && (
                <NextStep
                  transitions={record.transitions}
                  order={['start', 'submit']}
                  texts="review.transition"
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
                <Editable name="title" kind="line" />
                <Editable name="leadId" kind="person" />
                <Editable name="dueOn" kind="day" />
                <Fact label={field('siteId')}>
                  {record.siteId ? <Named type="site" id={record.siteId} /> : t('aspect.wholeOrganisation')}
                </Fact>
                {record.previousReviewId && (
                  <Fact label={field('previousReviewId')}>
                    <RecordLink type="environmental_review" id={record.previousReviewId} />
                  </Fact>
                )}
                {record.submittedOn && (
                  <Fact label={field('submittedOn')}>
                    {dayText(record.submittedOn)} · <Named type="person" id={record.submittedById} />
                  </Fact>
                )}
                {record.approvedOn && (
                  <Fact label={field('approvedOn')}>
                    {dayText(record.approvedOn)} · <Named type="person" id={record.approvedById} />
                  </Fact>
                )}
                <Fact label={field('createdAt')}>{instantText(record.createdAt)}</Fact>
              </dl>
            </div>
          )
        }
      >
        {record && (
          <>
            <ReviewSteps review={record} asOf={asOf} onChanged={() => void handle.changed()} />
            <Signatures recordType="environmental_review" id={record.id} asOf={asOf} field={field} />
            <Section title={t('record.files')}>
              <Attachments
                recordType="environmental_review"
                id={record.id}
                readOnly={asOf !== null || !(open || record.state === 'in_review')}
              />
            </Section>
            <Section title={t('record.history')}>
              <Suspense fallback={null}>
                <Timeline
                  recordType="environmental_review"
                  id={record.id}
                  texts={{
                    field,
                    feature: 'review',
                    value: (name, value) =>
                      t([`review.${name}.${value}`, `review.method.${value}`, `review.subject.${value}`], {
                        defaultValue: value,
                      }),
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
