import { Alert, Button, PasswordInput, Stack, Switch, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { problemText } from '../../form/reason.js';
import { useSession } from '../../api/session.js';
import { useLetterKeys } from '../../shell/keys.js';
import { Passkeys } from './passkeys.js';

/** The own passkeys, password and keys. A new password ends all sessions, this one too. */
export function MySettings() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { personId } = useSession();
  const [letters, setLetters] = useLetterKeys();
  const [refusal, setRefusal] = useState<string>();
  useEffect(() => {
    document.title = `${t('settings.me')} · Continua`;
  }, [t]);
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      currentPassword: (value) => (value ? null : t('signIn.passwordMissing')),
      newPassword: (value) => (value.length >= 12 ? null : t('setup.passwordShort')),
    },
  });
  const change = form.onSubmit(async (body) => {
    setRefusal(undefined);
    try {
      await api.POST('/api/v1/session/password', { body });
      queries.clear();
      await navigate({ to: '/sign-in' });
    } catch (error) {
      setRefusal(problemText(error));
    }
  });
  const toggle = { visibilityToggleButtonProps: { 'aria-label': t('signIn.show') } };
  return (
    <Stack maw={480}>
      <Title order={1}>{t('settings.me')}</Title>
      <Switch
        label={t('keys.letters')}
        checked={letters}
        onChange={(event) => setLetters(event.currentTarget.checked)}
      />
      {personId && <Passkeys personId={personId} own />}
      <form onSubmit={change} noValidate>
        <Stack>
          <Title order={2} size="1.05rem">
            {t('settings.password')}
          </Title>
          {refusal && (
            <Alert color="red" role="alert">
              {refusal}
            </Alert>
          )}
          <PasswordInput
            label={t('settings.currentPassword')}
            autoComplete="current-password"
            {...toggle}
            {...form.getInputProps('currentPassword')}
          />
          <PasswordInput
            label={t('settings.newPassword')}
            description={t('setup.passwordHelp')}
            autoComplete="new-password"
            {...toggle}
            {...form.getInputProps('newPassword')}
          />
          <Button type="submit" style={{ alignSelf: 'flex-start' }}>
            {t('settings.changePassword')}
          </Button>
        </Stack>
      </form>
    </Stack>
  );
}
