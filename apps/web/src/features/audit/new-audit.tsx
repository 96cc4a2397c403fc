import { MultiSelect, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { ChoiceField, ClausesField, DayField, DisciplinesField, SiteField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { RecordSelect } from '../../form/record-select.js';
import { useScope } from '../../shell/scope.js';
import { auditKinds, auditModes } from './choices.js';

/** The processes and editions that an audit may look at. */
export function useAuditScope() {
  const processes = useQuery({
    queryKey: ['/api/v1/processes', 'several'],
    queryFn: async () =>
      (await answer(api.GET('/api/v1/processes', { params: { query: { inUse: true, limit: 200 } } }))).items.map(
        ({ id, code, name }) => ({ value: id, label: `${code} ${name}` }),
      ),
    staleTime: 60_000,
  }).data;
  const editions = useQuery({
    queryKey: ['/api/v1/standards'],
    queryFn: async () => (await answer(api.GET('/api/v1/standards'))).items,
    staleTime: Infinity,
  }).data;
  return {
    processes: processes ?? [],
    editions: (editions ?? []).map(({ standard, edition }) => `${standard}:${edition}`),
  };
}

/** Plans an audit: what, where, when, by which edition. */
export function NewAudit() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [scope] = useScope();
  const { processes, editions } = useAuditScope();
  const { programmeId } = useSearch({ from: '__root__' });
  const need = (name: string) => t('form.missing', { what: t(`audit.field.${name}`) });
  return (
    <RecordForm
      name="audits/new"
      title={t('make.audit')}
      submit={t('audit.plan')}
      onCancel={() => void navigate({ to: '/audits' })}
      empty={{
        title: '',
        kind: 'internal',
        mode: 'on_site',
        disciplines: scope.discipline ? [scope.discipline] : [],
        programmeId: programmeId ?? null,
        siteId: scope.siteId || null,
        processIds: [] as string[],
        editions: [] as string[],
        clauses: [] as string[],
        plannedFrom: null as string | null,
        plannedTo: null as string | null,
        objectives: '',
        scopeText: '',
      }}
      check={({ title, disciplines, plannedFrom, plannedTo }) => ({
        ...(!title.trim() && { title: need('title') }),
        ...(disciplines.length === 0 && { disciplines: t('form.disciplineMissing') }),
        ...(!plannedFrom && { plannedFrom: need('plannedFrom') }),
        ...(plannedFrom && plannedTo && plannedTo < plannedFrom && { plannedTo: t('form.endsBefore') }),
      })}
      send={async (values, key) => {
        const made = await answer(
          api.POST('/api/v1/audits', {
            params: { header: { 'Idempotency-Key': key } },
            body: {
              ...values,
              kind: values.kind as Schemas['PlanAudit']['kind'],
              mode: values.mode as Schemas['PlanAudit']['mode'],
              disciplines: values.disciplines,
              plannedFrom: values.plannedFrom!,
              plannedTo: values.plannedTo ?? values.plannedFrom!,
              objectives: values.objectives.trim() || null,
              scopeText: values.scopeText.trim() || null,
            },
          }),
        );
        await queries.invalidateQueries({ queryKey: ['/api/v1/audits'] });
        await navigate({ to: '/audits/$key', params: { key: made.reference } });
      }}
    >
      {({ field, values }) => (
        <>
          <TextInput label={t('audit.field.title')} required data-autofocus {...field('title')} />
          <DisciplinesField label={t('audit.field.disciplines')} {...field('disciplines')} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <ChoiceField label={t('audit.field.kind')} choices={auditKinds} texts="audit.kind" {...field('kind')} />
            <ChoiceField label={t('audit.field.mode')} choices={auditModes} texts="audit.mode" {...field('mode')} />
            <DayField label={t('audit.field.plannedFrom')} required {...field('plannedFrom')} />
            <DayField label={t('audit.field.plannedTo')} {...field('plannedTo')} />
            <SiteField label={t('audit.field.siteId')} {...field('siteId')} />
            <RecordSelect
              label={t('audit.field.programmeId')}
              path="/api/v1/audit-programmes"
              recordType="audit_programme"
              text={({ reference, title }) => `${reference} ${title}`}
              {...field('programmeId')}
            />
          </SimpleGrid>
          <MultiSelect label={t('audit.field.processIds')} searchable data={processes} {...field('processIds')} />
          <MultiSelect
            label={t('audit.field.editions')}
            description={t('audit.editionsHelp')}
            data={editions}
            {...field('editions')}
          />
          <ClausesField label={t('audit.field.clauses')} disciplines={values.disciplines} {...field('clauses')} />
          <Textarea label={t('audit.field.objectives')} {...field('objectives')} />
          <Textarea label={t('audit.field.scopeText')} {...field('scopeText')} />
        </>
      )}
    </RecordForm>
  );
}
