import { SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api, type Discipline } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { ChoiceField, DisciplinesField, PersonField, SiteField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { processKinds } from './process-register.js';

/** Describes a process. */
export function NewProcess() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const need = (name: string) => t('form.missing', { what: t(`process.field.${name}`) });
  return (
    <RecordForm
      name="processes/new"
      title={t('process.describe')}
      submit={t('process.save')}
      onCancel={() => void navigate({ to: '/processes' })}
      empty={{
        code: '',
        name: '',
        kind: 'core',
        disciplines: ['quality', 'environment'] as string[],
        siteId: null as string | null,
        ownerId: null as string | null,
        purpose: '',
        inputs: '',
        outputs: '',
      }}
      check={({ code, name, disciplines }) => ({
        ...(!code.trim() && { code: need('code') }),
        ...(!name.trim() && { name: need('name') }),
        ...(disciplines.length === 0 && { disciplines: t('form.disciplineMissing') }),
      })}
      send={async (values, key) => {
        const made = await answer(
          api.POST('/api/v1/processes', {
            params: { header: { 'Idempotency-Key': key } },
            body: {
              ...values,
              kind: values.kind as 'core',
              disciplines: values.disciplines as Discipline[],
              purpose: values.purpose.trim() || null,
              inputs: values.inputs.trim() || null,
              outputs: values.outputs.trim() || null,
            },
          }),
        );
        await queries.invalidateQueries({ queryKey: ['/api/v1/processes'] });
        await navigate({ to: '/processes/$key', params: { key: made.id } });
      }}
    >
      {({ field }) => (
        <>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput label={t('process.field.code')} required data-autofocus {...field('code')} />
            <TextInput label={t('process.field.name')} required {...field('name')} />
            <ChoiceField
              label={t('process.field.kind')}
              choices={processKinds}
              texts="process.kind"
              {...field('kind')}
            />
            <PersonField label={t('process.field.ownerId')} {...field('ownerId')} />
            <SiteField label={t('process.field.siteId')} description={t('process.siteHelp')} {...field('siteId')} />
          </SimpleGrid>
          <DisciplinesField label={t('process.field.disciplines')} {...field('disciplines')} />
          <Textarea label={t('process.field.purpose')} {...field('purpose')} />
          <Textarea label={t('process.field.inputs')} {...field('inputs')} />
          <Textarea label={t('process.field.outputs')} {...field('outputs')} />
        </>
      )}
    </RecordForm>
  );
}
