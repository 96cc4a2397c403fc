import { useTranslation } from 'react-i18next';
import { dayText } from '../../language/format.js';
import { Due, Named, StateBadge } from '../../record/badges.js';
import { Register } from '../../register/register.js';
import { reviewAreas, reviewKinds, reviewStates } from './choices.js';

/** The looks at the whole: initial, periodic and after a change. */
export function ReviewRegister() {
  const { t } = useTranslation();
  const field = (name: string) => t(`review.field.${name}`);
  return (
    <Register
      page="environmental-reviews"
      path="/api/v1/environmental-reviews"
      recordType="environmental_review"
      title={t('place.reviews')}
      name={({ reference, title }) => ({ reference, title })}
      scope={['siteId']}
      make={{ to: '/environmental-reviews/new', label: t('make.review'), needs: 'environmentalReview:conduct' }}
      empty={t('review.empty')}
      views={[
        { key: 'all', label: t('register.all'), search: { sort: '-dueOn' } },
        { key: 'running', label: t('review.view.running'), search: { state: 'in_progress', sort: 'dueOn' } },
        { key: 'approve', label: t('review.view.approve'), search: { state: 'in_review', sort: 'dueOn' } },
        { key: 'overdue', label: t('register.overdue'), search: { overdue: 'true', sort: 'dueOn' } },
      ]}
      filters={[
        { key: 'kind', label: field('kind'), kind: 'choice', choices: reviewKinds, texts: 'review.kind' },
        { key: 'state', label: field('state'), kind: 'choice', choices: reviewStates, texts: 'review.state' },
        { key: 'leadId', label: field('leadId'), kind: 'person' },
      ]}
      columns={[
        { key: 'title', title: field('title'), sort: 'title', render: ({ title }) => title },
        { key: 'kind', title: field('kind'), width: 130, render: ({ kind }) => t(`review.kind.${kind}`) },
        {
          key: 'state',
          title: field('state'),
          width: 136,
          card: 'badge',
          render: ({ state }) => <StateBadge value={state} texts="review.state" />,
        },
        {
          key: 'items',
          title: t('review.items'),
          width: 130,
          extra: true,
          render: ({ itemCounts }) => reviewAreas.reduce((sum, area) => sum + itemCounts[area], 0),
        },
        {
          key: 'siteId',
          title: field('siteId'),
          width: 150,
          render: ({ siteId }) => (siteId ? <Named type="site" id={siteId} /> : t('aspect.wholeOrganisation')),
        },
        {
          key: 'leadId',
          title: field('leadId'),
          width: 140,
          card: 'line',
          render: ({ leadId }) => <Named type="person" id={leadId} />,
        },
        {
          key: 'dueOn',
          title: field('dueOn'),
          width: 192,
          sort: 'dueOn',
          card: 'line',
          render: ({ dueOn, overdue, approvedOn }) =>
            approvedOn ? t('review.approvedOn', { day: dayText(approvedOn) }) : <Due on={dueOn} overdue={overdue} />,
        },
      ]}
    />
  );
}
