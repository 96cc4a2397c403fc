import { Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { RecordForm } from '../../form/record-form.js';

/** Opens a site. */
export function NewSite() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <RecordForm
      name="sites/new"
      title={t('settings.newSite')}
      submit={t('settings.openSite')}
      onCancel={() => void navigate({ to: '/settings/sites' })}
      empty={{ code: '', name: '', address: '' }}
      check={({ code, name }) => ({
        ...(!/^[A-Z0-9][A-Z0-9-]*$/.test(code) && { code: t('settings.codeWrong') }),
        ...(!name.trim() && { name: t('form.missing', { what: t('settings.name') }) }),
      })}
      send={async ({ code, name, address }, key) => {
        await answer(
          api.POST('/api/v1/sites', {
            params: { header: { 'Idempotency-Key': key } },
            body: { code, name: name.trim(), address: address.trim() || null },
          }),
        );
        await queries.invalidateQueries({ queryKey: ['/api/v1/sites'] });
        await navigate({ to: '/settings/sites' });
      }}
    >
      {({ field }) => (
        <>
          <TextInput
            label={t('settings.code')}
            description={t('settings.codeHelp')}
            required
            maxLength={20}
            data-autofocus
            {...field('code')}
          />
          <TextInput label={t('settings.name')} required {...field('name')} />
          <Textarea label={t('settings.address')} {...field('address')} />
        </>
      )}
    </RecordForm>
  );
}
