import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/session.js';
import { Editable, EditingProvider } from '../../record/editable.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { useRecord } from '../../record/use-record.js';

const Timeline = lazy(() => import('../../record/timeline.js'));

/** A site. It is closed on a day, never deleted. */
export function SitePage({ id }: { id: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const handle = useRecord('/api/v1/sites/{id}', 'site', id);
  const site = handle.record;
  const names: Record<string, string> = {
    code: t('settings.code'),
    name: t('settings.name'),
    address: t('settings.address'),
    closedOn: t('settings.closedOn'),
    externalRef: t('settings.externalRef'),
    workingDays: t('settings.workingDays'),
    holidays: t('settings.holidays'),
  };
  const field = (name: string) => names[name] ?? name;
  return (
    <EditingProvider
      value={{
        record: site ?? {},
        name: `site:${id}`,
        edit: handle.edit,
        readOnly: !may('organisation:manage') || handle.asOf !== null,
        field,
      }}
    >
      <RecordPage
        handle={handle as never}
        number={site?.code ?? '…'}
        title={site?.name}
        parent={{ to: '/settings/sites', label: t('settings.sites') }}
        field={field}
      >
        {site && (
          <>
            <Section title={t('record.facts')}>
              <dl style={{ margin: 0 }}>
                <Editable name="code" kind="line" />
                <Editable name="name" kind="line" />
                <Editable name="address" kind="text" />
                <Editable name="externalRef" kind="line" />
                <Editable name="closedOn" kind="day" />
              </dl>
            </Section>
            <Section title={t('record.history')}>
              <Suspense fallback={null}>
                <Timeline recordType="site" id={id} texts={{ field, feature: 'site' }} />
              </Suspense>
            </Section>
          </>
        )}
      </RecordPage>
    </EditingProvider>
  );
}
