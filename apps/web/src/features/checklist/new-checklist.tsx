import { MultiSelect, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api, type Discipline } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { DisciplinesField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { useAuditScope } from '../audit/new-audit.js';

/** Makes a checklist; its questions come with its first version. */
export function NewChecklist() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { editions } = useAuditScope();
  return (
    <RecordForm
      name="checklists/new"
      title={t('checklist.make')}
      submit={t('checklist.save')}
      onCancel={() => void navigate({ to: '/checklists' })}
      empty={{
        code: '',
        title: '',
        disciplines: ['quality'] as string[],
        editions: [] as string[],
      }}
      check={({ code, title, disciplines }) => ({
        ...(!code.trim() && { code: t('form.missing', { what: t('checklist.code') }) }),
        ...(!title.trim() && { title: t('form.missing', { what: t('checklist.title') }) }),
        ...(disciplines.length === 0 && { disciplines: t('form.disciplineMissing') }),
      })}
      send={async (values, key) => {
        const made = await answer(
          api.POST('/api/v1/checklist-templates', {
            params: { header: { 'Idempotency-Key': key } },
            body: { ...values, disciplines: values.disciplines as Discipline[] },
          }),
        );
        await queries.invalidateQueries({ queryKey: ['/api/v1/checklist-templates'] });
        await navigate({ to: '/checklists/$key', params: { key: made.id } });
      }}
    >
      {({ field }) => (
        <>
          <TextInput label={t('checklist.code')} required data-autofocus {...field('code')} />
          <TextInput label={t('checklist.title')} required {...field('title')} />
          <DisciplinesField label={t('checklist.disciplines')} {...field('disciplines')} />
          <MultiSelect label={t('checklist.editions')} data={editions} {...field('editions')} />
        </>
      )}
    </RecordForm>
  );
}
