import { useTranslation } from 'react-i18next';
import { instantText } from '../../language/format.js';
import { StateBadge } from '../../record/badges.js';
import { Register } from '../../register/register.js';
import { holdStates } from './choices.js';

/** What must not be erased or disposed of for now. */
export function LegalHoldRegister() {
  const { t } = useTranslation();
  return (
    <Register
      page="legal-holds"
      path="/api/v1/legal-holds"
      recordType="legal_hold"
      title={t('keeping.holds')}
      name={({ reference, title }) => ({ reference, title })}
      scope={[]}
      make={{ to: '/legal-holds/new', label: t('keeping.hold.new'), needs: 'legalHold:manage' }}
      empty={t('keeping.hold.empty')}
      views={[
        { key: 'all', label: t('register.all'), search: { sort: '-createdAt' } },
        { key: 'force', label: t('keeping.hold.state.in_force'), search: { state: 'in_force' } },
        { key: 'requested', label: t('keeping.toDecide'), search: { state: 'requested' } },
      ]}
      filters={[
        { key: 'state', label: t('keeping.state'), kind: 'choice', choices: holdStates, texts: 'keeping.hold.state' },
      ]}
      columns={[
        { key: 'title', title: t('keeping.hold.field.title'), render: ({ title }) => title },
        {
          key: 'state',
          title: t('keeping.state'),
          width: 150,
          card: 'badge',
          render: ({ state }) => (
            <StateBadge
              value={state}
              texts="keeping.hold.state"
              tone={/in_force|lift_requested/.test(state) ? 'warn' : 'neutral'}
            />
          ),
        },
        {
          key: 'scope',
          title: t('keeping.hold.field.scope'),
          width: 260,
          card: 'line',
          render: ({ scope, recordLabel, recordType }) =>
            recordLabel ??
            (recordType
              ? t(`keeping.kinds.${recordType}`, { defaultValue: recordType })
              : t(`keeping.hold.scope.${scope}`)),
        },
        { key: 'setBy', title: t('keeping.hold.field.setBy'), width: 150, render: ({ setByName }) => setByName ?? '—' },
        {
          key: 'setAt',
          title: t('keeping.hold.field.setAt'),
          width: 170,
          render: ({ setAt }) => (setAt ? instantText(setAt) : '—'),
        },
      ]}
    />
  );
}
