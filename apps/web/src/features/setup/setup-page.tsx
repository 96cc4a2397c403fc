import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { problemText } from '../../form/reason.js';
import { Entrance } from '../../shell/entrance.js';

/** The one-time link leads here; its token stands after # so that no server logs it. */
export const tokenOfLink = () => new URLSearchParams(location.hash.slice(1)).get('token') ?? '';

/** The first five minutes: the organisation and its first administrator. */
export function SetupPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);
  const token = tokenOfLink();
  const form = useForm({
    initialValues: {
      organisation: '',
      name: '',
      email: '',
      password: '',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    validate: {
      organisation: (value) => (value.trim() ? null : t('setup.missing')),
      name: (value) => (value.trim() ? null : t('setup.missing')),
      email: (value) => (/^[^\s@]+@[^\s@]+$/.test(value) ? null : t('signIn.emailMissing')),
      password: (value) => (value.length >= 12 ? null : t('setup.passwordShort')),
    },
  });
  const send = form.onSubmit(async (body) => {
    setBusy(true);
    setRefusal(undefined);
    try {
      await api.POST('/api/v1/setup', { body: { ...body, token } });
      queries.clear();
      await navigate({ to: '/' });
    } catch (error) {
      setRefusal(problemText(error));
    } finally {
      setBusy(false);
    }
  });
  return (
    <Entrance title={t('setup.title')}>
      {token ? (
        <form onSubmit={send} noValidate>
          <Stack>
            {refusal && (
              <Alert color="red" role="alert">
                {refusal}
              </Alert>
            )}
            <TextInput label={t('setup.organisation')} required {...form.getInputProps('organisation')} />
            <TextInput label={t('setup.timeZone')} required {...form.getInputProps('timeZone')} />
            <TextInput label={t('setup.name')} required autoComplete="name" {...form.getInputProps('name')} />
            <TextInput
              label={t('signIn.email')}
              required
              type="email"
              autoComplete="username"
              {...form.getInputProps('email')}
            />
            <PasswordInput
              label={t('signIn.password')}
              description={t('setup.passwordHelp')}
              required
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
              {...form.getInputProps('password')}
            />
            <Button type="submit" loading={busy}>
              {t('setup.do')}
            </Button>
          </Stack>
        </form>
      ) : (
        <p>{t('setup.noToken')}</p>
      )}
    </Entrance>
  );
}
