import { Checkbox, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api, type Discipline, ifMatch } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { useSession } from '../../api/session.js';
import {
  ChoiceField,
  ClausesField,
  DisciplinesField,
  PastDayField,
  PersonField,
  ProcessField,
  SiteField,
} from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { today } from '../../language/format.js';
import { useScope } from '../../shell/scope.js';
import { tell } from '../../shell/tell.js';
import { extents, nonconformitySources, severities } from './choices.js';

/** Whether it has all that submitting asks for. */
const complete = (values: {
  requirement: string;
  evidence: string;
  statement: string;
  siteId: string | null;
  processId: string | null;
}) =>
  Boolean(
    values.requirement.trim() &&
    values.evidence.trim() &&
    values.statement.trim() &&
    (values.siteId ?? values.processId),
  );

/**
 * Writes down what was found, in seconds: a line, the standard, where. What is complete is submitted at once; the rest is asked for by
 * the step that needs it.
 */
export function NewNonconformity() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [scope] = useScope();
  const { permissions } = useSession();
  /** Who reports for one standard only need not say for which. */
  const raisable: string[] =
    permissions.find(({ permission }) => permission === 'nonconformity:raise')?.disciplines ?? [];
  const need = (text: string) => t('form.missing', { what: text });
  return (
    <RecordForm
      name="nonconformities/new"
      title={t('make.nonconformity')}
      submit={t('nonconformity.report')}
      foot={(values) => (
        <Text size="sm" c="dimmed" mb="xs">
          {t(`nonconformity.${complete(values) ? 'submitHelp' : 'draftHelp'}`)}
        </Text>
      )}
      onCancel={() => void navigate({ to: '/nonconformities' })}
      empty={{
        title: '',
        disciplines: scope.discipline ? [scope.discipline] : raisable.length === 1 ? [...raisable] : ([] as string[]),
        source: 'employee_report',
        detectedOn: today(),
        siteId: scope.siteId || null,
        processId: null as string | null,
        ownerId: null as string | null,
        requirement: '',
        evidence: '',
        statement: '',
        externalRef: '',
        clauses: [] as string[],
        severity: null as string | null,
        extent: null as string | null,
        legalBreach: false,
      }}
      check={({ title, disciplines, detectedOn, source }) => ({
        ...(!title.trim() && { title: need(t('nonconformity.field.title')) }),
        ...(disciplines.length === 0 && { disciplines: t('form.disciplineMissing') }),
        ...(!source && { source: need(t('nonconformity.field.source')) }),
        ...(!detectedOn && { detectedOn: need(t('nonconformity.field.detectedOn')) }),
      })}
      send={async (values, key) => {
        let made = await answer(
          api.POST('/api/v1/nonconformities', {
            params: { header: { 'Idempotency-Key': key } },
            body: {
              ...values,
              disciplines: values.disciplines as Discipline[],
              source: values.source as 'employee_report',
              detectedOn: values.detectedOn,
              severity: values.severity as 'S1' | null,
              extent: values.extent as 'E1' | null,
              requirement: values.requirement.trim() || null,
              evidence: values.evidence.trim() || null,
              statement: values.statement.trim() || null,
              externalRef: values.externalRef.trim() || null,
            },
          }),
        );
        // What was written down stands, also where submitting it is refused; its page then says why.
        if (complete(values))
          made = await answer(
            api.POST('/api/v1/nonconformities/{id}/transitions', {
              params: { path: { id: made.id }, header: ifMatch(made.version) as never },
              body: { action: 'submit' },
            }),
          ).catch(() => made);
        tell(made.reference ?? t('nonconformity.savedAsDraft'));
        await queries.invalidateQueries({ queryKey: ['/api/v1/nonconformities'] });
        await navigate({ to: '/nonconformities/$key', params: { key: made.reference ?? made.id } });
      }}
    >
      {({ field, values }) => (
        <>
          <TextInput
            label={t('nonconformity.field.title')}
            description={t('nonconformity.help.title')}
            required
            maxLength={200}
            autoFocus
            {...field('title')}
          />
          <DisciplinesField label={t('nonconformity.field.disciplines')} {...field('disciplines')} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <ChoiceField
              label={t('nonconformity.field.source')}
              required
              choices={nonconformitySources.filter((source) => source !== 'system')}
              texts="nonconformity.source"
              {...field('source')}
            />
            <PastDayField label={t('nonconformity.field.detectedOn')} required {...field('detectedOn')} />
            <SiteField label={t('nonconformity.field.siteId')} {...field('siteId')} />
            <ProcessField label={t('nonconformity.field.processId')} {...field('processId')} />
          </SimpleGrid>
          <Textarea
            label={t('nonconformity.field.evidence')}
            description={t('nonconformity.help.evidence')}
            {...field('evidence')}
          />
          <details>
            <summary>{t('nonconformity.more')}</summary>
            <Stack mt="sm">
              <Textarea
                label={t('nonconformity.field.requirement')}
                description={t('nonconformity.help.requirement')}
                {...field('requirement')}
              />
              <Textarea
                label={t('nonconformity.field.statement')}
                description={t('nonconformity.help.statement')}
                {...field('statement')}
              />
              <ClausesField
                label={t('nonconformity.field.clauses')}
                disciplines={values.disciplines}
                {...field('clauses')}
              />
              <TextInput label={t('nonconformity.field.externalRef')} maxLength={100} {...field('externalRef')} />
            </Stack>
          </details>
          <details>
            <summary>{t('nonconformity.gradeNow')}</summary>
            <Stack mt="sm">
              <SimpleGrid cols={{ base: 1, sm: 3 }}>
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
                <PersonField label={t('nonconformity.field.ownerId')} {...field('ownerId')} />
              </SimpleGrid>
              <Checkbox label={t('nonconformity.field.legalBreach')} {...field('legalBreach', 'checkbox')} />
            </Stack>
          </details>
        </>
      )}
    </RecordForm>
  );
}
