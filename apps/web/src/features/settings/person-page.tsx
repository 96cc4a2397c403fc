import { Button, Code, Text } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { dayText } from '../../language/format.js';
import { Badge } from '../../record/badges.js';
import { Editable, EditingProvider } from '../../record/editable.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { useRecord } from '../../record/use-record.js';
import { show } from '../../shell/tell.js';
import { Passkeys } from './passkeys.js';
import { RoleGrants } from './role-grants.js';

const Timeline = lazy(() => import('../../record/timeline.js'));

/** A person: name, access, roles. People are never deleted; they leave on a day. */
export function PersonPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const manages = may('person:manage');
  const handle = useRecord('/api/v1/people/{id}', 'person', id);
  const [invitation, setInvitation] = useState<Schemas['InvitationView']>();
  const person = handle.record;
  const names: Record<string, string> = {
    name: t('settings.name'),
    jobTitle: t('settings.jobTitle'),
    email: t('signIn.email'),
    leftOn: t('settings.leftOn'),
  };
  const field = (name: string) => names[name] ?? name;
  const invite = async () => {
    try {
      setInvitation(await answer(api.POST('/api/v1/people/{id}/invitation', { params: { path: { id } } })));
    } catch (error) {
      show(error);
    }
  };
  return (
    <EditingProvider
      value={{
        record: person ?? {},
        name: `person:${id}`,
        edit: handle.edit,
        readOnly: !manages || handle.asOf !== null,
        field,
      }}
    >
      <RecordPage
        handle={handle as never}
        erases="person"
        number={person?.name ?? '…'}
        title={person?.name}
        parent={{ to: '/settings/people', label: t('settings.people') }}
        field={field}
        badges={
          person && (
            <Badge tone={person.canSignIn ? 'good' : 'neutral'}>
              {person.leftOn
                ? t('settings.left', { day: dayText(person.leftOn) })
                : t(person.canSignIn ? 'settings.signsIn' : 'settings.noAccess')}
            </Badge>
          )
        }
        buttons={
          manages &&
          person?.email &&
          !person.leftOn && (
            <Button variant="default" onClick={() => void invite()}>
              {t(person.canSignIn ? 'settings.newLink' : 'settings.invite')}
            </Button>
          )
        }
      >
        {person && (
          <>
            {invitation?.link && (
              <Section title={t('settings.invite')}>
                <Text size="sm">{t('settings.invitation', { day: dayText(invitation.expiresOn) })}</Text>
                <Code block mt="xs" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
                  {invitation.link}
                </Code>
              </Section>
            )}
            <Section title={t('record.facts')}>
              <dl style={{ margin: 0 }}>
                <Editable name="name" kind="line" />
                <Editable name="jobTitle" kind="line" />
                <Editable name="email" kind="line" />
                <Editable name="leftOn" kind="day" />
              </dl>
            </Section>
            <RoleGrants personId={id} manages={manages} />
            <Passkeys personId={id} own={false} />
            <Section title={t('record.history')}>
              <Suspense fallback={null}>
                <Timeline recordType="person" id={id} texts={{ field, feature: 'person' }} />
              </Suspense>
            </Section>
          </>
        )}
      </RecordPage>
    </EditingProvider>
  );
}
