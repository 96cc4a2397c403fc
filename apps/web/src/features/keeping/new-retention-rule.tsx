import { Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { ChoiceField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { endingKinds } from './choices.js';
import { isShort, RuleFields, type RuleValues, usualRule } from './rule-fields.js';

/** Says how long records of a kind are kept. */
export function NewRetentionRule() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <RecordForm<RuleValues & { recordType: string | null }>
      name="retention-rules/new"
      title={t('keeping.rule.new')}
      submit={t('keeping.rule.set')}
      onCancel={() => void navigate({ to: '/retention-rules' })}
      empty={{ recordType: null, ...usualRule }}
      check={(values) => ({
        ...(!values.recordType && { recordType: t('form.missing', { what: t('keeping.kind') }) }),
        ...(!values.years && { years: t('form.missing', { what: t('keeping.rule.field.years') }) }),
        ...(isShort(values) &&
          !values.basis.trim() && { basis: t('form.missing', { what: t('keeping.rule.field.basis') }) }),
      })}
      send={async ({ recordType, years, starts, basis }, key) => {
        await answer(
          api.POST('/api/v1/retention-rules', {
            params: { header: { 'Idempotency-Key': key } },
            body: {
              recordType: recordType!,
              years: Number(years),
              starts: starts as Schemas['SetRetentionRule']['starts'],
              basis: basis.trim() || null,
            },
          }),
        );
        await queries.invalidateQueries({ queryKey: ['/api/v1/retention-rules'] });
        await navigate({ to: '/retention-rules' });
      }}
    >
      {({ field, values }) => (
        <>
          <Text c="dimmed">{t('keeping.rule.what')}</Text>
          <ChoiceField
            label={t('keeping.kind')}
            required
            choices={endingKinds}
            texts="keeping.kinds"
            {...field('recordType')}
          />
          <RuleFields field={field} values={values} />
        </>
      )}
    </RecordForm>
  );
}
