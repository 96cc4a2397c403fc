import { MultiSelect, SimpleGrid, Table, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { ClausesField, DayField, DisciplinesField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { RecordSelect } from '../../form/record-select.js';
import { problemText } from '../../form/reason.js';
import { numberText } from '../../language/format.js';
import { useSites } from '../../shell/scope-choice.js';

const kinds = [
  'nonconformity',
  'action',
  'audit',
  'finding',
  'audit_programme',
  'complaint',
  'nonconforming_output',
  'aspect',
  'environmental_review',
];

interface Values extends Record<string, unknown> {
  from: string | null;
  to: string | null;
  siteIds: string[];
  disciplines: string[];
  clauses: string[];
  recordTypes: string[];
  auditId: string | null;
}

const scopeOf = ({ from, to, siteIds, disciplines, clauses, recordTypes, auditId }: Values): Schemas['PackScope'] => ({
  ...(from && { from }),
  ...(to && { to }),
  ...(siteIds.length > 0 && { siteIds }),
  ...(disciplines.length > 0 && { disciplines: disciplines as ('quality' | 'environment')[] }),
  ...(clauses.length > 0 && { clauses }),
  ...(recordTypes.length > 0 && { recordTypes }),
  ...(auditId && { auditIds: [auditId] }),
});

/** Composes a pack: an empty field restricts nothing, and the count tells what would be in it. */
export function NewEvidencePack() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const sites = useSites() ?? [];
  return (
    <RecordForm<Values>
      name="evidence-packs/new"
      title={t('make.pack')}
      submit={t('pack.make')}
      onCancel={() => void navigate({ to: '/evidence-packs' })}
      empty={{ from: null, to: null, siteIds: [], disciplines: [], clauses: [], recordTypes: [], auditId: null }}
      check={({ from, to }) => (from && to && to < from ? { to: t('form.endsBefore') } : {})}
      send={async (values, key) => {
        const pack = await answer(
          api.POST('/api/v1/evidence-packs', {
            params: { header: { 'Idempotency-Key': key } },
            body: { scope: scopeOf(values) },
          }),
        );
        await queries.invalidateQueries({ queryKey: ['/api/v1/evidence-packs'] });
        await navigate({ to: '/evidence-packs/$key', params: { key: pack.reference } });
      }}
    >
      {({ field, values }) => (
        <>
          <Text c="dimmed">{t('pack.what')}</Text>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <DayField label={t('pack.first')} {...field('from')} />
            <DayField label={t('pack.last')} {...field('to')} />
          </SimpleGrid>
          <DisciplinesField label={t('pack.disciplines')} {...field('disciplines')} />
          <MultiSelect
            label={t('pack.siteIds')}
            placeholder={values.siteIds.length === 0 ? t('shell.allSites') : ''}
            data={sites.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
            {...field('siteIds')}
          />
          <ClausesField label={t('pack.clauses')} disciplines={values.disciplines} {...field('clauses')} />
          <MultiSelect
            label={t('pack.recordTypes')}
            placeholder={values.recordTypes.length === 0 ? t('pack.allKinds') : ''}
            data={kinds.map((kind) => ({ value: kind, label: t(`recordType.${kind}`) }))}
            {...field('recordTypes')}
          />
          <RecordSelect
            label={t('pack.auditId')}
            path="/api/v1/audits"
            recordType="audit"
            text={({ reference, title }) => `${reference} ${title}`}
            {...field('auditId')}
          />
          <Preview scope={scopeOf(values)} />
        </>
      )}
    </RecordForm>
  );
}

function Preview({ scope }: { scope: Schemas['PackScope'] }) {
  const { t } = useTranslation();
  const [asked] = useDebouncedValue(JSON.stringify(scope), 400);
  const { data, error } = useQuery({
    queryKey: ['/api/v1/evidence-packs/previews', asked],
    queryFn: () =>
      answer(
        api.POST('/api/v1/evidence-packs/previews', { body: { scope: JSON.parse(asked) as Schemas['PackScope'] } }),
      ),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <section className="card" aria-label={t('pack.preview')} aria-live="polite">
      <Text fw={650}>
        {error
          ? problemText(error)
          : data
            ? t('pack.holds', { count: data.records, records: numberText(data.records) })
            : t('common.loading')}
      </Text>
      {data && data.kinds.length > 0 && !error && (
        <Table mt="xs" verticalSpacing={4}>
          <Table.Tbody>
            {data.kinds.map(({ recordType, records }) => (
              <Table.Tr key={recordType}>
                <Table.Th scope="row" fw={400}>
                  {t(`recordType.${recordType}`, { defaultValue: recordType })}
                </Table.Th>
                <Table.Td ta="right" className="tabular">
                  {numberText(records)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Text size="sm" c="dimmed" mt="xs">
        {t('pack.previewHelp')}
      </Text>
    </section>
  );
}
