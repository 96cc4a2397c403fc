import { SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { ChoiceField, ClausesField, PastDayField, ProcessField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { RecordSelect } from '../../form/record-select.js';
import { today } from '../../language/format.js';
import { findingClasses } from './choices.js';

/** Records what was found; from a row of a checklist, what the row says already stands in the fields. */
export function NewFinding() {
  const { auditId, checklistItemId } = useSearch({ from: '__root__' });
  const { data: items } = useQuery({
    queryKey: ['/api/v1/audits/{id}/checklist', auditId],
    queryFn: async () =>
      (await answer(api.GET('/api/v1/audits/{id}/checklist', { params: { path: { id: auditId! } } }))).items,
    enabled: Boolean(auditId && checklistItemId),
  });
  const item = items?.find(({ id }) => id === checklistItemId);
  if (checklistItemId && !item) return null;
  return <Form auditId={auditId ?? null} {...(item && { item })} />;
}

function Form({ auditId, item }: { auditId: string | null; item?: Schemas['ChecklistItemView'] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const need = (name: string) => t('form.missing', { what: t(`finding.field.${name}`) });
  return (
    <RecordForm
      name={`findings/new/${item?.id ?? auditId ?? ''}`}
      title={t('finding.record')}
      submit={t('finding.save')}
      onCancel={() => history.back()}
      empty={{
        auditId,
        class:
          item?.result === 'nonconforming'
            ? (item.grade ?? 'minor')
            : item?.result === 'opportunity'
              ? 'opportunity'
              : item
                ? 'conformity'
                : 'minor',
        title: '',
        clauses: item?.clauses ?? ([] as string[]),
        processId: null as string | null,
        foundOn: today(),
        requirement: item?.question ?? '',
        evidence: item?.note ?? '',
        statement: '',
      }}
      check={({ auditId, title }) => ({
        ...(!auditId && { auditId: need('auditId') }),
        ...(!title.trim() && { title: need('title') }),
      })}
      send={async (values, key) => {
        const made = await answer(
          api.POST('/api/v1/findings', {
            params: { header: { 'Idempotency-Key': key } },
            body: {
              auditId: values.auditId!,
              class: values.class as 'minor',
              title: values.title.trim(),
              checklistItemId: item?.id ?? null,
              clauses: values.clauses,
              processId: values.processId,
              ...(values.foundOn && { foundOn: values.foundOn }),
              requirement: values.requirement.trim() || null,
              evidence: values.evidence.trim() || null,
              statement: values.statement.trim() || null,
            },
          }),
        );
        await queries.invalidateQueries({ queryKey: ['/api/v1/findings'] });
        await navigate({ to: '/findings/$key', params: { key: made.reference } });
      }}
    >
      {({ field, values }) => (
        <>
          {!item && (
            <RecordSelect
              label={t('finding.field.auditId')}
              required
              path="/api/v1/audits"
              recordType="audit"
              text={({ reference, title }) => `${reference} ${title}`}
              {...field('auditId')}
            />
          )}
          <TextInput label={t('finding.field.title')} required data-autofocus {...field('title')} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <ChoiceField
              label={t('finding.field.class')}
              description={values.class && t(`finding.classHelp.${values.class}`)}
              choices={findingClasses}
              texts="finding.class"
              {...field('class')}
            />
            <PastDayField label={t('finding.field.foundOn')} {...field('foundOn')} />
          </SimpleGrid>
          <Textarea label={t('finding.field.requirement')} {...field('requirement')} />
          <Textarea label={t('finding.field.evidence')} {...field('evidence')} />
          <Textarea label={t('finding.field.statement')} {...field('statement')} />
          <ClausesField label={t('finding.field.clauses')} {...field('clauses')} />
          <ProcessField label={t('finding.field.processId')} {...field('processId')} />
        </>
      )}
    </RecordForm>
  );
}
