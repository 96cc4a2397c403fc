import { useTranslation } from 'react-i18next';
import { bytesText, instantText } from '../../language/format.js';
import { StateBadge } from '../../record/badges.js';
import { Register } from '../../register/register.js';
import { packStates } from './choices.js';
import { scopeText } from './scope-text.js';

/** Packs that were asked for, with what they hold and who took them away. */
export function EvidencePackRegister() {
  const { t } = useTranslation();
  return (
    <Register
      page="evidence-packs"
      path="/api/v1/evidence-packs"
      recordType="evidence_pack"
      title={t('place.packs')}
      name={({ reference, scope }) => ({ reference, title: scopeText(scope, t) })}
      scope={[]}
      make={{ to: '/evidence-packs/new', label: t('make.pack'), needs: 'evidencePack:make' }}
      empty={t('pack.empty')}
      views={[{ key: 'all', label: t('register.all'), search: { sort: '-createdAt' } }]}
      filters={[
        { key: 'state', label: t('pack.field.state'), kind: 'choice', choices: packStates, texts: 'pack.state' },
      ]}
      columns={[
        { key: 'scope', title: t('pack.field.scope'), render: ({ scope }) => scopeText(scope, t) },
        {
          key: 'state',
          title: t('pack.field.state'),
          width: 120,
          card: 'badge',
          render: ({ state }) => <StateBadge value={state} texts="pack.state" />,
        },
        {
          key: 'size',
          title: t('pack.field.bytes'),
          width: 110,
          card: 'line',
          render: ({ bytes }) => (bytes === null ? '—' : bytesText(bytes)),
        },
        {
          key: 'requestedBy',
          title: t('pack.field.requestedBy'),
          width: 170,
          card: 'line',
          render: ({ requestedByName }) => requestedByName,
        },
        { key: 'downloads', title: t('pack.field.downloads'), width: 110, render: ({ downloads }) => downloads },
        {
          key: 'createdAt',
          title: t('pack.field.createdAt'),
          width: 170,
          sort: 'createdAt',
          render: ({ createdAt }) => instantText(createdAt),
        },
      ]}
    />
  );
}
