import { Alert, Button, Code, Stack, Text, TextInput, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Discipline, type Schemas } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { ChoiceField, DisciplinesField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { dayText } from '../../language/format.js';
import { roles } from './choices.js';
import { problemText } from '../../form/reason.js';

/** Registers somebody, gives a first role, and makes the link by which they choose a password. */
export function NewPerson() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [invited, setInvited] = useState<{
    id: string;
    invitation: Schemas['InvitationView'] | null;
    refusal?: string;
  }>();
  if (invited)
    return (
      <Stack maw={760}>
        <Title order={1}>{t('settings.registered')}</Title>
        {invited.refusal && <Alert color="red">{invited.refusal}</Alert>}
        {invited.invitation?.link && (
          <>
            <Text>{t('settings.invitation', { day: dayText(invited.invitation.expiresOn) })}</Text>
            <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
              {invited.invitation.link}
            </Code>
          </>
        )}
        <Button
          style={{ alignSelf: 'flex-start' }}
          onClick={() => void navigate({ to: '/settings/people/$key', params: { key: invited.id } })}
        >
          {t('settings.toPerson')}
        </Button>
      </Stack>
    );
  return (
    <RecordForm
      name="people/new"
      title={t('settings.newPerson')}
      submit={t('settings.register')}
      onCancel={() => void navigate({ to: '/settings/people' })}
      empty={{
        name: '',
        jobTitle: '',
        email: '',
        role: 'employee',
        disciplines: ['quality', 'environment'] as string[],
      }}
      check={({ name, email, disciplines, role }) => ({
        ...(!name.trim() && { name: t('form.missing', { what: t('settings.name') }) }),
        ...(email && !/^[^\s@]+@[^\s@]+$/.test(email) && { email: t('signIn.emailMissing') }),
        ...(role && disciplines.length === 0 && { disciplines: t('form.disciplineMissing') }),
      })}
      send={async ({ name, jobTitle, email, role, disciplines }, key) => {
        const person = await answer(
          api.POST('/api/v1/people', {
            params: { header: { 'Idempotency-Key': key } },
            body: { name: name.trim(), jobTitle: jobTitle.trim() || null, email: email.trim() || null },
          }),
        );
        const at = { path: { id: person.id } };
        let refusal: string | undefined;
        let invitation: Schemas['InvitationView'] | null = null;
        try {
          if (role)
            await api.POST('/api/v1/people/{id}/role-grants', {
              params: { ...at, header: { 'Idempotency-Key': `${key}-role` } },
              body: { role: role as 'employee', disciplines: disciplines as Discipline[] },
            });
          if (email.trim()) invitation = await answer(api.POST('/api/v1/people/{id}/invitation', { params: at }));
        } catch (error) {
          // The person is registered; what could not follow is done on their page.
          refusal = problemText(error);
        }
        await queries.invalidateQueries({ queryKey: ['/api/v1/people'] });
        setInvited({ id: person.id, invitation, ...(refusal && { refusal }) });
      }}
    >
      {({ field }) => (
        <>
          <TextInput label={t('settings.name')} required data-autofocus {...field('name')} />
          <TextInput label={t('settings.jobTitle')} {...field('jobTitle')} />
          <TextInput label={t('signIn.email')} description={t('settings.emailHelp')} type="email" {...field('email')} />
          <ChoiceField
            label={t('settings.firstRole')}
            choices={roles}
            texts="role"
            empty={t('settings.noRole')}
            {...field('role')}
          />
          <DisciplinesField label={t('settings.for')} {...field('disciplines')} />
        </>
      )}
    </RecordForm>
  );
}
