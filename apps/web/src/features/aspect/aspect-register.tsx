import { Button, Text } from '@mantine/core';
import { IconGridDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { numberText } from '../../language/format.js';
import { Badge, Named, StateBadge } from '../../record/badges.js';
import { Register } from '../../register/register.js';
import { categories, conditions, signs } from './choices.js';
import { LastAssessed, SignificanceBadge } from './significance-badge.js';

/** What of the organisation touches the environment, and how much it matters. */
export function AspectRegister() {
  const { t } = useTranslation();
  const field = (name: string) => t(`aspect.field.${name}`);
  const yesNo = (key: string, rare = false) => ({
    key,
    label: t(`aspect.filter.${key}`),
    kind: 'switch' as const,
    rare,
  });
  return (
    <Register
      page="aspects"
      path="/api/v1/aspects"
      recordType="aspect"
      title={t('place.aspects')}
      name={({ reference, activity, title }) => ({ reference, title: `${activity}: ${title}` })}
      scope={['siteId', 'discipline']}
      many={['ownerId']}
      make={{ to: '/aspects/new', label: t('make.aspect'), needs: 'aspect:manage' }}
      print="/api/v1/aspect-register/report.pdf"
      actions={
        <Button
          component={Link}
          to="/aspects/matrix"
          variant="default"
          leftSection={<IconGridDots size={16} aria-hidden />}
        >
          {t('aspect.matrix.short')}
        </Button>
      }
      empty={t('aspect.empty')}
      views={[
        { key: 'active', label: t('aspect.view.active'), search: { state: 'active', sort: 'reference' } },
        {
          key: 'significant',
          label: t('aspect.view.significant'),
          search: { state: 'active', significant: 'true', sort: 'reference' },
        },
        {
          key: 'unassessed',
          label: t('aspect.view.unassessed'),
          search: { state: 'active', unassessed: 'true', sort: 'reference' },
        },
        { key: 'gaps', label: t('aspect.view.gaps'), search: { incomplete: 'true', sort: 'reference' } },
        { key: 'all', label: t('register.all'), search: { sort: 'reference' } },
      ]}
      filters={[
        { key: 'category', label: field('category'), kind: 'choice', choices: categories, texts: 'aspect.category' },
        { key: 'condition', label: field('condition'), kind: 'choice', choices: conditions, texts: 'aspect.condition' },
        yesNo('significant'),
        yesNo('watch'),
        yesNo('withoutControl', true),
        yesNo('withoutIndicator', true),
        yesNo('withoutOwner', true),
        { key: 'sign', label: field('sign'), rare: true, kind: 'choice', choices: signs, texts: 'aspect.sign' },
        {
          key: 'scores',
          label: t('aspect.score'),
          kind: 'linked',
          words: (value) => t('aspect.matrix.scores', { value: value.replaceAll(':', ' ').replaceAll(',', ', ') }),
        },
        ...(['methodVersionId', 'otherMethodVersionThan'] as const).map((key) => ({
          key,
          label: t('aspect.matrix.version'),
          kind: 'linked' as const,
          words: () => t(key === 'methodVersionId' ? 'aspect.matrix.version' : 'aspect.matrix.otherVersion'),
        })),
        { key: 'ownerId', label: field('ownerId'), kind: 'person' },
        { key: 'processId', label: field('processId'), kind: 'process' },
        {
          key: 'state',
          label: field('state'),
          rare: true,
          kind: 'choice',
          choices: ['active', 'retired'],
          texts: 'aspect.state',
        },
      ]}
      columns={[
        {
          key: 'activity',
          title: t('aspect.activityShort'),
          sort: 'activity',
          render: ({ activity }) => <TwoLines>{activity}</TwoLines>,
        },
        { key: 'title', title: field('title'), sort: 'title', render: ({ title }) => <TwoLines>{title}</TwoLines> },
        {
          key: 'gaps',
          title: t('aspect.gaps'),
          width: 220,
          extra: true,
          when: (search) =>
            ['incomplete', 'withoutControl', 'withoutIndicator', 'withoutOwner'].some((key) => search[key]),
          card: 'line',
          render: ({ gaps }) => gaps.map((gap) => t(`aspect.gap.${gap}`)).join(', '),
        },
        {
          key: 'category',
          title: field('category'),
          width: 138,
          render: ({ category }) => <TwoLines>{t(`aspect.category.${category}`)}</TwoLines>,
        },
        {
          key: 'condition',
          title: t('aspect.conditionShort'),
          width: 104,
          render: ({ condition }) =>
            condition === 'normal' ? (
              t('aspect.condition.normal')
            ) : (
              <Badge tone={condition === 'emergency' ? 'alarm' : 'info'}>{t(`aspect.condition.${condition}`)}</Badge>
            ),
        },
        {
          key: 'lifeCycleStage',
          title: field('lifeCycleStage'),
          width: 150,
          extra: true,
          render: ({ lifeCycleStage }) => t(`aspect.lifeCycleStage.${lifeCycleStage}`),
        },
        {
          key: 'significance',
          title: t('aspect.significance'),
          width: 148,
          card: 'badge',
          render: ({ significance, sign }) => <SignificanceBadge present={significance} sign={sign} />,
        },
        {
          key: 'score',
          title: t('aspect.score'),
          width: 68,
          render: ({ significance }) =>
            significance?.score == null ? (
              '—'
            ) : (
              <span className="tabular" title={significance.method}>
                {numberText(significance.score)}
              </span>
            ),
        },
        {
          key: 'siteId',
          title: field('siteId'),
          width: 130,
          extra: true,
          render: ({ siteId }) => <Named type="site" id={siteId} />,
        },
        {
          key: 'processId',
          title: field('processId'),
          width: 150,
          extra: true,
          render: ({ processId }) => <Named type="process" id={processId} />,
        },
        {
          key: 'ownerId',
          title: field('ownerId'),
          width: 122,
          card: 'line',
          render: ({ ownerId }) => <Named type="person" id={ownerId} />,
        },
        {
          key: 'assessedOn',
          title: t('aspect.lastAssessed'),
          width: 132,
          render: ({ significance }) => <LastAssessed present={significance} />,
        },
        {
          key: 'state',
          title: field('state'),
          width: 110,
          extra: true,
          render: ({ state }) => <StateBadge value={state} texts="aspect.state" />,
        },
      ]}
    />
  );
}

/** Words that are worth a second line before they are cut. */
const TwoLines = ({ children }: { children: string }) => (
  <Text span fz="inherit" lineClamp={2} style={{ whiteSpace: 'normal' }}>
    {children}
  </Text>
);
