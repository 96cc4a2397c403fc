import { Alert, Stack, Switch, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/session.js';
import { PersonField } from '../../form/fields.js';
import type { FieldOf } from '../../form/record-form.js';
import type { Significance } from '../significance-method/scoring.js';
import type { AssessmentValues } from './assessment-drawer.js';
import { significanceReason } from './significance-words.js';

/** Experts decide against the method: up by themselves, down with a second person, never against a gate about the law. */
export function OverrideFields({
  result,
  values,
  field,
}: {
  result: Significance;
  values: AssessmentValues;
  field: FieldOf<AssessmentValues>;
}) {
  const { t } = useTranslation();
  const { personId } = useSession();
  const legal = result.significant && result.reasons.find(({ code }) => code === 'legal-gate');
  if (legal)
    return (
      <Alert color="deep" variant="light" title={t('aspect.noOverride')}>
        {significanceReason(t, legal)}
      </Alert>
    );
  return (
    <Stack gap="sm">
      <Switch
        label={t(result.significant ? 'aspect.overrideDown' : 'aspect.overrideUp')}
        description={t(result.significant ? 'aspect.help.overrideDown' : 'aspect.help.overrideUp')}
        {...field('override', 'checkbox')}
      />
      {values.override && (
        <>
          <Textarea label={t('aspect.justification')} required {...field('justification')} />
          {result.significant && (
            <PersonField
              label={t('aspect.secondApprover')}
              description={t('aspect.help.secondApprover')}
              required
              {...field('secondApproverId')}
              {...(values.secondApproverId === personId && personId !== null && { error: t('aspect.secondIsSelf') })}
            />
          )}
        </>
      )}
    </Stack>
  );
}
