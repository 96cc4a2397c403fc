import { Alert, Button, Checkbox, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, ifMatch } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { useMay } from '../../api/session.js';
import { problemText } from '../../form/reason.js';
import { tell } from '../../shell/tell.js';

/** Rules of separate duties that a small organisation may justify instead of keep, by their codes. */
const rules = [
  'closer-is-owner',
  'verifier-is-action-owner',
  'approver-is-investigator',
  'rejecter-is-raiser',
  'accepter-is-owner',
  'closer-is-action-owner',
  'approver-is-author',
  'method-approver-is-author',
  'concession-by-decider',
];

/** Name, time zone, who gets the checkpoint, and which rules of separate duties may be justified. */
export function OrganisationSettings() {
  const { t } = useTranslation();
  const may = useMay();
  const readOnly = !may('organisation:manage');
  const [refusal, setRefusal] = useState<string>();
  const { data } = useQuery({
    queryKey: ['/api/v1/organisation'],
    queryFn: () => answer(api.GET('/api/v1/organisation')),
  });
  const form = useForm({
    initialValues: {
      name: '',
      timeZone: '',
      anchorEmail: '',
      onlyPasskeys: false,
      justifiableRules: [] as string[],
      reason: '',
    },
  });
  useEffect(() => {
    document.title = `${t('settings.organisation')} · Continua`;
  }, [t]);
  useEffect(() => {
    if (data && !form.isDirty()) {
      const { name, timeZone, justifiableRules } = data;
      const onlyPasskeys = data.signatureProof === 'passkey';
      const values = {
        name,
        timeZone,
        anchorEmail: data.anchorEmail ?? '',
        onlyPasskeys,
        justifiableRules,
        reason: '',
      };
      form.setValues(values);
      form.resetDirty(values);
    }
    // The form itself never changes.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [data]);
  const save = form.onSubmit(async ({ reason, anchorEmail, onlyPasskeys, ...values }) => {
    setRefusal(undefined);
    try {
      const next = await answer(
        api.PATCH('/api/v1/organisation', {
          params: { header: ifMatch(data!.version) },
          body: {
            ...values,
            anchorEmail: anchorEmail.trim() || null,
            signatureProof: onlyPasskeys ? 'passkey' : null,
            ...(reason.trim() && { reason: reason.trim() }),
          },
        }),
      );
      queries.setQueryData(['/api/v1/organisation'], next);
      form.resetDirty({ ...values, anchorEmail, onlyPasskeys, reason: '' });
      form.setFieldValue('reason', '');
      tell(t('settings.saved'));
    } catch (error) {
      setRefusal(problemText(error));
    }
  });
  const known = [...new Set([...rules, ...(data?.justifiableRules ?? [])])];
  return (
    <form onSubmit={save} style={{ maxWidth: 680 }}>
      <Stack>
        <Title order={1}>{t('settings.organisation')}</Title>
        {refusal && (
          <Alert color="red" role="alert">
            {refusal}
          </Alert>
        )}
        <TextInput label={t('setup.organisation')} required readOnly={readOnly} {...form.getInputProps('name')} />
        <TextInput
          label={t('setup.timeZone')}
          description={t('settings.timeZoneHelp')}
          required
          readOnly={readOnly}
          {...form.getInputProps('timeZone')}
        />
        <TextInput
          type="email"
          label={t('settings.anchorEmail')}
          description={t('settings.anchorEmailHelp')}
          readOnly={readOnly}
          {...form.getInputProps('anchorEmail')}
        />
        <Checkbox
          label={t('settings.onlyPasskeys')}
          description={t('settings.onlyPasskeysHelp')}
          disabled={readOnly}
          {...form.getInputProps('onlyPasskeys', { type: 'checkbox' })}
        />
        <Checkbox.Group
          label={t('settings.rules')}
          description={t('settings.rulesHelp')}
          {...form.getInputProps('justifiableRules')}
        >
          <Stack gap="xs" mt="xs">
            {known.map((rule) => (
              <Checkbox
                key={rule}
                value={rule}
                disabled={readOnly}
                label={t(`settings.rule.${rule}`, { defaultValue: rule })}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        {form.isDirty('justifiableRules') && (
          <Textarea label={t('record.reason')} required {...form.getInputProps('reason')} />
        )}
        {readOnly ? (
          <Text size="sm" c="dimmed">
            {t('settings.administratorOnly')}
          </Text>
        ) : (
          <Button type="submit" disabled={!form.isDirty()} style={{ alignSelf: 'flex-start' }}>
            {t('common.save')}
          </Button>
        )}
      </Stack>
    </form>
  );
}
