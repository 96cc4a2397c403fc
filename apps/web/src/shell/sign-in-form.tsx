import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { problemText } from '../form/reason.js';

/** E-mail and password. */
export function SignInForm({ onDone }: { onDone(): void }) {
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.includes('@') ? null : t('signIn.emailMissing')),
      password: (value) => (value ? null : t('signIn.passwordMissing')),
    },
  });
  const signIn = form.onSubmit(async (body) => {
    setBusy(true);
    setRefusal(undefined);
    try {
      await api.POST('/api/v1/session', { body });
      onDone();
    } catch (error) {
      setRefusal(problemText(error));
    } finally {
      setBusy(false);
    }
  });
  return (
    <form onSubmit={signIn} noValidate>
      <Stack>
        {refusal && (
          <Alert color="red" role="alert">
            {refusal}
          </Alert>
        )}
        <TextInput
          label={t('signIn.email')}
          type="email"
          autoComplete="username"
          data-autofocus
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('signIn.password')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={busy}>
          {t('signIn.do')}
        </Button>
      </Stack>
    </form>
  );
}
