import { SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { useSession } from '../../api/session.js';
import { ChoiceField, DayField, PersonField, SiteField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { RecordSelect } from '../../form/record-select.js';
import { useScope } from '../../shell/scope.js';
import { reviewKinds } from './choices.js';

type Kind = Schemas['PlanEnvironmentalReview']['kind'];

/** Plans a review; what is looked at and found is written down on its page. */
export function NewReview() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { personId } = useSession();
  const [scope] = useScope();
  const field = (name: string) => t(`review.field.${name}`);
  const need = (name: string) => t('form.missing', { what: field(name) });
  return (
    <RecordForm
      name="environmental-reviews/new"
      title={t('make.review')}
      submit={t('review.plan')}
      onCancel={() => void navigate({ to: '/environmental-reviews' })}
      empty={{
        kind: 'periodic',
        title: '',
        scope: '',
        siteId: scope.siteId || null,
        leadId: personId,
        dueOn: null as string | null,
        previousReviewId: null as string | null,
        periodFrom: null as string | null,
        periodTo: null as string | null,
      }}
      check={(values) => ({
        ...Object.fromEntries(
          (['kind', 'title', 'scope', 'leadId', 'dueOn'] as const)
            .filter((name) => !values[name]?.trim())
            .map((name) => [name, need(name)]),
        ),
        ...(values.periodFrom &&
          values.periodTo &&
          values.periodTo < values.periodFrom && { periodTo: t('review.endsBeforeStart') }),
      })}
      send={async ({ kind, previousReviewId, ...values }, key) => {
        const { reference } = await answer(
          api.POST('/api/v1/environmental-reviews', {
            params: { header: { 'Idempotency-Key': key } },
            body: {
              ...values,
              kind: kind as Kind,
              leadId: values.leadId!,
              dueOn: values.dueOn!,
              previousReviewId: kind === 'initial' ? null : previousReviewId,
            },
          }),
        );
        await queries.invalidateQueries({ queryKey: ['/api/v1/environmental-reviews'] });
        await navigate({ to: '/environmental-reviews/$key', params: { key: reference } });
      }}
    >
      {({ field: input, values }) => (
        <>
          <ChoiceField
            label={field('kind')}
            required
            choices={reviewKinds}
            texts="review.kindLong"
            {...input('kind')}
          />
          <TextInput
            label={field('title')}
            description={t('review.help.title')}
            required
            maxLength={200}
            data-autofocus
            {...input('title')}
          />
          <Textarea label={field('scope')} description={t('review.help.scope')} required {...input('scope')} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <SiteField label={field('siteId')} description={t('aspect.help.siteId')} {...input('siteId')} />
            {values.kind !== 'initial' && (
              <RecordSelect
                path="/api/v1/environmental-reviews"
                recordType="environmental_review"
                label={field('previousReviewId')}
                description={t('review.help.previousReviewId')}
                query={{ state: 'approved', sort: '-dueOn' }}
                text={({ reference, title }) => `${reference} ${title}`}
                {...input('previousReviewId')}
              />
            )}
            <PersonField label={field('leadId')} required {...input('leadId')} />
            <DayField label={field('dueOn')} required {...input('dueOn')} />
            <DayField label={field('periodFrom')} description={t('review.help.period')} {...input('periodFrom')} />
            <DayField label={field('periodTo')} description={t('review.help.period')} {...input('periodTo')} />
          </SimpleGrid>
        </>
      )}
    </RecordForm>
  );
}
