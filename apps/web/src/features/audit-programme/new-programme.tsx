import { NumberInput, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api, type Discipline } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { DisciplinesField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';

/** Drafts the programme of a year; audits are planned into it afterwards. */
export function NewProgramme() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <RecordForm
      name="programme/new"
      title={t('programme.make')}
      submit={t('programme.save')}
      onCancel={() => void navigate({ to: '/programme' })}
      empty={{
        year: new Date().getFullYear() + 1,
        title: '',
        disciplines: ['quality', 'environment'] as string[],
        objectives: '',
        risks: '',
      }}
      check={({ title, disciplines }) => ({
        ...(!title.trim() && { title: t('form.missing', { what: t('programme.field.title') }) }),
        ...(disciplines.length === 0 && { disciplines: t('form.disciplineMissing') }),
      })}
      send={async (values, key) => {
        const made = await answer(
          api.POST('/api/v1/audit-programmes', {
            params: { header: { 'Idempotency-Key': key } },
            body: {
              ...values,
              disciplines: values.disciplines as Discipline[],
              objectives: values.objectives.trim() || null,
              risks: values.risks.trim() || null,
            },
          }),
        );
        await queries.invalidateQueries({ queryKey: ['/api/v1/audit-programmes'] });
        await navigate({ to: '/programme', search: { programme: made.id } as never });
      }}
    >
      {({ field }) => (
        <>
          <TextInput label={t('programme.field.title')} required data-autofocus {...field('title')} />
          <NumberInput label={t('programme.field.year')} required min={2000} max={2199} {...field('year')} />
          <DisciplinesField label={t('programme.field.disciplines')} {...field('disciplines')} />
          <Textarea label={t('programme.field.objectives')} {...field('objectives')} />
          <Textarea label={t('programme.field.risks')} {...field('risks')} />
        </>
      )}
    </RecordForm>
  );
}
