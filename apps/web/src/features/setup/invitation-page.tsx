import { Alert, Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { problemText } from '../../form/reason.js';
import { Entrance } from '../../shell/entrance.js';
import { tokenOfLink } from './setup-page.js';

/** Somebody who was invited chooses a password. */
export function InvitationPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (value) => (value.length >= 12 ? null : t('setup.passwordShort')) },
  });
  const send = form.onSubmit(async ({ password }) => {
    setBusy(true);
    try {
      await api.POST('/api/v1/invitations/accept', { body: { token: tokenOfLink(), password } });
      queries.clear();
      await navigate({ to: '/' });
    } catch (error) {
      setRefusal(problemText(error));
    } finally {
      setBusy(false);
    }
  });
  return (
    <Entrance title={t('setup.invited')}>
      <form onSubmit={send} noValidate>
        <Stack>
          {refusal && (
            <Alert color="red" role="alert">
              {refusal}
            </Alert>
          )}
          <PasswordInput
            label={t('signIn.password')}
            description={t('setup.passwordHelp')}
            required
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
            {...form.getInputProps('password')}
          />
          <Button type="submit" loading={busy}>
            {t('setup.choose')}
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}
