import { Checkbox, SegmentedControl, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { Problem, problemOf } from '../../api/problem.js';
import { queries } from '../../api/queries.js';
import { ChoiceField, ClausesField, PastDayField, PersonField, ProcessField, SiteField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { RecordSelect } from '../../form/record-select.js';
import { today } from '../../language/format.js';
import { useScope } from '../../shell/scope.js';
import { extents, severities } from '../nonconformity/choices.js';
import { stages } from './choices.js';

const emptyFor = (nonconformityId: string | undefined, siteId: string) => ({
  product: '',
  lot: '',
  quantity: '',
  unit: '',
  foundAt: 'in_process' as string | null,
  description: '',
  belongs: nonconformityId ? 'existing' : 'new',
  nonconformityId: nonconformityId ?? null,
  siteId: siteId || null,
  title: '',
  detectedOn: today() as string | null,
  requirement: '',
  evidence: '',
  statement: '',
  processId: null as string | null,
  ownerId: null as string | null,
  clauses: [] as string[],
  severity: null as string | null,
  extent: null as string | null,
  legalBreach: false,
});

type Values = ReturnType<typeof emptyFor>;

const bodyOf = (values: Values) => ({
  product: values.product.trim(),
  lot: values.lot.trim() || null,
  quantity: Number(values.quantity.replace(',', '.')),
  unit: values.unit.trim(),
  foundAt: values.foundAt as 'final',
  description: values.description.trim(),
  ...(values.belongs === 'existing'
    ? { nonconformityId: values.nonconformityId! }
    : {
        siteId: values.siteId,
        nonconformity: {
          title: values.title.trim(),
          detectedOn: values.detectedOn!,
          requirement: values.requirement.trim(),
          // What was seen is the output itself, unless somebody says more.
          evidence: values.evidence.trim() || values.description.trim(),
          statement: values.statement.trim(),
          processId: values.processId,
          ownerId: values.ownerId,
          clauses: values.clauses,
          severity: values.severity as 'S1' | null,
          extent: values.extent as 'E1' | null,
          legalBreach: values.legalBreach,
        },
      }),
});

/** Takes down an output that does not conform, for a nonconformity that exists or together with a new one. */
export function NewNonconformingOutput() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [scope] = useScope();
  const { nonconformityId } = useSearch({ from: '__root__' });
  const need = (key: string) => t('form.missing', { what: t(key) });
  return (
    <RecordForm
      name={`nonconforming-outputs/new${nonconformityId ? `/${nonconformityId}` : ''}`}
      title={t('make.output')}
      submit={t('output.record')}
      onCancel={() => void navigate({ to: '/nonconforming-outputs' })}
      empty={emptyFor(nonconformityId, scope.siteId)}
      check={(values) => {
        const missing = (fields: (keyof Values)[], texts: string) =>
          Object.fromEntries(
            fields
              .filter((field) => !String(values[field] ?? '').trim())
              .map((field) => [field, need(`${texts}.field.${field}`)]),
          );
        return {
          ...missing(['product', 'quantity', 'unit', 'foundAt', 'description'], 'output'),
          ...(values.quantity &&
            !(Number(values.quantity.replace(',', '.')) > 0) && { quantity: t('output.notANumber') }),
          ...(values.belongs === 'existing'
            ? missing(['nonconformityId'], 'output')
            : missing(['title', 'detectedOn', 'requirement', 'statement'], 'nonconformity')),
        };
      }}
      send={async (values, key) => {
        try {
          const made = await answer(
            api.POST('/api/v1/nonconforming-outputs', {
              params: { header: { 'Idempotency-Key': key } },
              body: bodyOf(values),
            }),
          );
          await queries.invalidateQueries({ queryKey: ['/api/v1/nonconforming-outputs'] });
          await navigate({ to: '/nonconforming-outputs/$key', params: { key: made.reference } });
        } catch (error) {
          const { status, title, reasons, instance, kind } = problemOf(error);
          // The fields of the new nonconformity stand in the same form.
          throw new Problem(
            status,
            title,
            reasons.map((reason) => ({
              ...reason,
              ...(reason.field && { field: reason.field.replace(/^\/nonconformity\//, '/') }),
            })),
            instance,
            kind,
          );
        }
      }}
    >
      {({ field, values }) => (
        <>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput label={t('output.field.product')} required autoFocus maxLength={300} {...field('product')} />
            <TextInput label={t('output.field.lot')} maxLength={60} {...field('lot')} />
          </SimpleGrid>
          <SimpleGrid cols={{ base: 2, sm: 3 }}>
            <TextInput label={t('output.field.quantity')} required inputMode="decimal" {...field('quantity')} />
            <TextInput
              label={t('output.field.unit')}
              required
              maxLength={20}
              placeholder={t('output.help.unit')}
              {...field('unit')}
            />
            <ChoiceField
              label={t('output.field.foundAt')}
              required
              choices={stages}
              texts="output.foundAt"
              {...field('foundAt')}
            />
          </SimpleGrid>
          <Textarea
            label={t('output.field.description')}
            description={t('output.help.description')}
            required
            {...field('description')}
          />
          <SegmentedControl
            aria-label={t('output.belongs')}
            fullWidth
            data={['new', 'existing'].map((value) => ({ value, label: t(`output.belong.${value}`) }))}
            {...field('belongs')}
          />
          {values.belongs === 'existing' ? (
            <RecordSelect
              label={t('output.field.nonconformityId')}
              required
              path="/api/v1/nonconformities"
              recordType="nonconformity"
              query={{ open: true, discipline: 'quality' }}
              text={({ reference, title }) => `${reference ?? ''} ${title}`}
              {...field('nonconformityId')}
            />
          ) : (
            <>
              <TextInput label={t('nonconformity.field.title')} required maxLength={200} {...field('title')} />
              <Textarea
                label={t('nonconformity.field.requirement')}
                description={t('nonconformity.help.requirement')}
                required
                {...field('requirement')}
              />
              <Textarea
                label={t('nonconformity.field.statement')}
                description={t('nonconformity.help.statement')}
                required
                {...field('statement')}
              />
              <Textarea
                label={t('nonconformity.field.evidence')}
                description={t('output.help.evidence')}
                {...field('evidence')}
              />
              <SimpleGrid cols={{ base: 1, sm: 2 }}>
                <PastDayField label={t('nonconformity.field.detectedOn')} required {...field('detectedOn')} />
                <SiteField label={t('nonconformity.field.siteId')} {...field('siteId')} />
                <ProcessField label={t('nonconformity.field.processId')} {...field('processId')} />
                <PersonField label={t('nonconformity.field.ownerId')} {...field('ownerId')} />
              </SimpleGrid>
              <details>
                <summary>{t('output.more')}</summary>
                <SimpleGrid cols={{ base: 1, sm: 2 }} my="sm">
                  <ChoiceField
                    label={t('nonconformity.field.severity')}
                    choices={severities}
                    texts="nonconformity.severity"
                    empty={t('nonconformity.later')}
                    {...field('severity')}
                  />
                  <ChoiceField
                    label={t('nonconformity.field.extent')}
                    choices={extents}
                    texts="nonconformity.extent"
                    empty={t('nonconformity.later')}
                    {...field('extent')}
                  />
                </SimpleGrid>
                <ClausesField
                  label={t('nonconformity.field.clauses')}
                  disciplines={['quality']}
                  {...field('clauses')}
                />
                <Checkbox mt="sm" label={t('nonconformity.field.legalBreach')} {...field('legalBreach', 'checkbox')} />
              </details>
            </>
          )}
        </>
      )}
    </RecordForm>
  );
}
