import { useTranslation } from 'react-i18next';
import { Register } from '../../register/register.js';

/** How long records of each kind are kept. */
export function RetentionRuleRegister() {
  const { t } = useTranslation();
  return (
    <Register
      page="retention-rules"
      path="/api/v1/retention-rules"
      recordType="retention_rule"
      title={t('keeping.rules')}
      unnumbered
      name={({ recordType }) => ({
        reference: null,
        title: t(`keeping.kinds.${recordType}`, { defaultValue: recordType }),
      })}
      scope={[]}
      make={{ to: '/retention-rules/new', label: t('keeping.rule.new'), needs: 'retention:manage' }}
      empty={t('keeping.rule.empty')}
      views={[{ key: 'all', label: t('register.all'), search: { sort: 'recordType' } }]}
      filters={[]}
      columns={[
        {
          key: 'years',
          title: t('keeping.rule.field.years'),
          width: 160,
          sort: 'years',
          card: 'badge',
          render: ({ years }) => t('keeping.rule.years', { count: years }),
        },
        {
          key: 'starts',
          title: t('keeping.rule.field.starts'),
          card: 'line',
          render: ({ starts }) => t(`keeping.rule.starts.${starts}`),
        },
        { key: 'basis', title: t('keeping.rule.field.basis'), render: ({ basis }) => basis ?? '—' },
      ]}
    />
  );
}
