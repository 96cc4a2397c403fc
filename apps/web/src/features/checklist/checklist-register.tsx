import { useTranslation } from 'react-i18next';
import { Register } from '../../register/register.js';

/** Checklists, each in versions: an audit keeps the version that it was done with. */
export function ChecklistRegister() {
  const { t } = useTranslation();
  return (
    <Register
      page="checklists"
      path="/api/v1/checklist-templates"
      recordType="checklist_template"
      title={t('place.checklists')}
      unnumbered
      name={({ code, title }) => ({ reference: null, title: `${code} ${title}` })}
      scope={[]}
      make={{ to: '/checklists/new', label: t('checklist.make'), needs: 'checklist:manage' }}
      empty={t('checklist.empty')}
      views={[{ key: 'all', label: t('register.all'), search: { sort: '-createdAt' } }]}
      filters={[]}
      columns={[
        {
          key: 'editions',
          title: t('checklist.editions'),
          card: 'line',
          render: ({ editions }) => editions.join(', ') || '—',
        },
        {
          key: 'disciplines',
          title: t('checklist.disciplines'),
          width: 240,
          render: ({ disciplines }) => disciplines.map((one) => t(`discipline.${one}`)).join(', '),
        },
      ]}
    />
  );
}
