import { useTranslation } from 'react-i18next';
import { dayText, numberText } from '../../language/format.js';
import { Named, RecordLink, StateBadge } from '../../record/badges.js';
import { Register } from '../../register/register.js';
import { dispositions, outputStates, stages } from './choices.js';

/** Products and services that do not conform, and what becomes of them (8.7). */
export function NonconformingOutputRegister() {
  const { t } = useTranslation();
  return (
    <Register
      page="nonconforming-outputs"
      path="/api/v1/nonconforming-outputs"
      recordType="nonconforming_output"
      title={t('place.outputs')}
      name={({ reference, product }) => ({ reference, title: product })}
      scope={['siteId']}
      make={{ to: '/nonconforming-outputs/new', label: t('make.output'), needs: 'nonconformingOutput:record' }}
      empty={t('output.empty')}
      board={{ states: outputStates, texts: 'output.state' }}
      views={[
        { key: 'open', label: t('register.allOpen'), search: { open: 'true' } },
        { key: 'decide', label: t('output.toDecide'), search: { state: 'recorded' } },
        { key: 'all', label: t('register.all'), search: { sort: '-createdAt' } },
      ]}
      filters={[
        { key: 'state', label: t('output.field.state'), kind: 'choice', choices: outputStates, texts: 'output.state' },
        {
          key: 'disposition',
          label: t('output.field.disposition'),
          kind: 'choice',
          choices: dispositions,
          texts: 'output.disposition',
        },
        { key: 'foundAt', label: t('output.field.foundAt'), kind: 'choice', choices: stages, texts: 'output.foundAt' },
      ]}
      columns={[
        { key: 'product', title: t('output.field.product'), sort: 'product', render: ({ product }) => product },
        { key: 'lot', title: t('output.field.lot'), width: 110, card: 'line', render: ({ lot }) => lot ?? '—' },
        {
          key: 'quantity',
          title: t('output.field.quantity'),
          width: 130,
          card: 'line',
          render: ({ quantity, unit }) => `${numberText(quantity)} ${unit}`,
        },
        {
          key: 'state',
          title: t('output.field.state'),
          width: 168,
          card: 'badge',
          render: ({ state }) => (
            <StateBadge value={state} texts="output.state" tone={state === 'recorded' ? 'warn' : 'info'} />
          ),
        },
        {
          key: 'disposition',
          title: t('output.field.disposition'),
          width: 160,
          card: 'badge',
          render: ({ disposition }) => (disposition ? t(`output.disposition.${disposition}`) : '—'),
        },
        {
          key: 'nonconformityId',
          title: t('output.field.nonconformityId'),
          width: 250,
          render: ({ nonconformityId }) => <RecordLink type="nonconformity" id={nonconformityId} />,
        },
        {
          key: 'foundAt',
          title: t('output.field.foundAt'),
          width: 130,
          extra: true,
          render: ({ foundAt }) => t(`output.foundAt.${foundAt}`),
        },
        {
          key: 'siteId',
          title: t('output.field.siteId'),
          width: 150,
          extra: true,
          render: ({ siteId }) => <Named type="site" id={siteId} />,
        },
        {
          key: 'decidedById',
          title: t('output.field.decidedById'),
          width: 150,
          extra: true,
          render: ({ decidedById }) => <Named type="person" id={decidedById} />,
        },
        {
          key: 'concessionValidUntil',
          title: t('output.field.concessionValidUntil'),
          width: 150,
          extra: true,
          sort: 'concessionValidUntil',
          render: ({ concessionValidUntil }) => (concessionValidUntil ? dayText(concessionValidUntil) : '—'),
        },
      ]}
    />
  );
}
