import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/session.js';
import { dayText } from '../../language/format.js';
import { Due, Named, RecordLink, StateBadge } from '../../record/badges.js';
import { Register } from '../../register/register.js';
import { complaintStates, seriousnesses } from './choices.js';

/** What customers were not content with. */
export function ComplaintRegister() {
  const { t } = useTranslation();
  const { personId } = useSession();
  return (
    <Register
      page="complaints"
      path="/api/v1/complaints"
      recordType="complaint"
      title={t('place.complaints')}
      name={({ reference, customer, product }) => ({
        reference,
        title: [customer, product].filter(Boolean).join(' · '),
      })}
      scope={['siteId']}
      make={{ to: '/complaints/new', label: t('make.complaint'), needs: 'complaint:register' }}
      empty={t('complaint.empty')}
      board={{ states: complaintStates, texts: 'complaint.state' }}
      views={[
        { key: 'open', label: t('register.allOpen'), search: { open: 'true', sort: 'receivedOn' } },
        ...(personId
          ? [
              {
                key: 'mine',
                label: t('register.mine'),
                search: { open: 'true', ownerId: personId, sort: 'receivedOn' },
              },
            ]
          : []),
        {
          key: 'late',
          label: t('complaint.late'),
          search: { state: 'received', acknowledgementLate: 'true', sort: 'receivedOn' },
        },
        { key: 'all', label: t('register.all'), search: { sort: '-createdAt' } },
      ]}
      filters={[
        {
          key: 'state',
          label: t('complaint.field.state'),
          kind: 'choice',
          choices: complaintStates,
          texts: 'complaint.state',
        },
        {
          key: 'seriousness',
          label: t('complaint.field.seriousness'),
          kind: 'choice',
          choices: seriousnesses,
          texts: 'complaint.seriousness',
        },
        { key: 'justified', label: t('complaint.field.justified'), kind: 'switch' },
        { key: 'processId', label: t('complaint.field.processId'), kind: 'process' },
        { key: 'ownerId', label: t('complaint.field.ownerId'), kind: 'person' },
      ]}
      columns={[
        { key: 'customer', title: t('complaint.field.customer'), sort: 'customer', render: ({ customer }) => customer },
        { key: 'product', title: t('complaint.field.product'), render: ({ product }) => product ?? '—' },
        {
          key: 'state',
          title: t('complaint.field.state'),
          width: 136,
          card: 'badge',
          render: ({ state }) => <StateBadge value={state} texts="complaint.state" />,
        },
        {
          key: 'seriousness',
          title: t('complaint.field.seriousness'),
          width: 110,
          card: 'badge',
          render: ({ seriousness }) => (
            <StateBadge
              value={seriousness}
              texts="complaint.seriousness"
              tone={seriousness === 'high' ? 'alarm' : seriousness === 'medium' ? 'warn' : 'neutral'}
            />
          ),
        },
        {
          key: 'nonconformityId',
          title: t('complaint.field.nonconformityId'),
          width: 210,
          render: ({ nonconformityId }) =>
            nonconformityId ? <RecordLink type="nonconformity" id={nonconformityId} /> : '—',
        },
        {
          key: 'ownerId',
          title: t('complaint.field.ownerId'),
          width: 140,
          card: 'line',
          render: ({ ownerId }) => <Named type="person" id={ownerId} />,
        },
        {
          key: 'siteId',
          title: t('complaint.field.siteId'),
          width: 150,
          extra: true,
          render: ({ siteId }) => <Named type="site" id={siteId} />,
        },
        {
          key: 'lot',
          title: t('complaint.field.lot'),
          width: 110,
          extra: true,
          render: ({ lot }) => lot ?? '—',
        },
        {
          key: 'receivedOn',
          title: t('complaint.field.receivedOn'),
          width: 126,
          sort: 'receivedOn',
          card: 'line',
          render: ({ receivedOn }) => dayText(receivedOn),
        },
        {
          key: 'acknowledgeBy',
          title: t('complaint.acknowledgeBy'),
          width: 172,
          when: ({ acknowledgementLate }) => acknowledgementLate === 'true',
          extra: true,
          render: ({ acknowledgeBy, acknowledgementLate, acknowledgedOn }) =>
            acknowledgedOn ? dayText(acknowledgedOn) : <Due on={acknowledgeBy} overdue={acknowledgementLate} />,
        },
      ]}
    />
  );
}
