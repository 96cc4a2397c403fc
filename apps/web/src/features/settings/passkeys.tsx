import { Alert, Button, Group, Modal, PasswordInput, Stack, Table, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, ifMatch, type Schemas } from '../../api/api.js';
import { problemText } from '../../form/reason.js';
import { instantText } from '../../language/format.js';
import { Badge } from '../../record/badges.js';
import { browserHasPasskeys, isDeclined, makePasskey } from '../../record/passkey.js';
import { Section } from '../../record/record-page.js';
import { TakeBack } from './take-back.js';

type Passkey = Schemas['PasskeyView'];

/** The passkeys of a person, on their own page with a way to make one. */
export function Passkeys({ personId, own }: { personId: string; own: boolean }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [making, setMaking] = useState(false);
  const [taking, setTaking] = useState<Passkey | null>(null);
  const { data, error } = useQuery({
    queryKey: ['/api/v1/people/{id}/passkeys', personId],
    queryFn: () => answer(api.GET('/api/v1/people/{id}/passkeys', { params: { path: { id: personId } } })),
    retry: false,
  });
  const means = useQuery({
    queryKey: ['/api/v1/signatures/means'],
    queryFn: () => answer(api.GET('/api/v1/signatures/means')),
    enabled: own,
  });
  const passkeys = data?.items ?? [];
  // Of somebody else, an empty list says nothing that anybody wants to know.
  if (error || (!own && passkeys.length === 0)) return null;
  const possible = browserHasPasskeys() && means.data?.passkeysPossible === true;
  const done = () => {
    setMaking(false);
    setTaking(null);
    void cache.invalidateQueries();
  };
  return (
    <Section
      title={t('settings.passkeys')}
      actions={
        own &&
        possible && (
          <Button size="xs" variant="default" onClick={() => setMaking(true)}>
            {t('settings.makePasskey')}
          </Button>
        )
      }
    >
      {own && (
        <Text size="sm" c="dimmed" mb="xs">
          {t('settings.passkeysHelp')}
          {means.data && !possible && ` ${t('settings.noPasskeysHere')}`}
        </Text>
      )}
      {passkeys.length > 0 && (
        <Table verticalSpacing={6}>
          <Table.Tbody>
            {passkeys.map((passkey) => (
              <Table.Tr key={passkey.id} style={passkey.revokedAt ? { opacity: 0.75 } : {}}>
                <Table.Th scope="row">{passkey.name}</Table.Th>
                <Table.Td className="tabular">{instantText(passkey.createdAt)}</Table.Td>
                <Table.Td ta="right">
                  {passkey.revokedAt ? (
                    <Badge>{t('settings.notInForce')}</Badge>
                  ) : (
                    <Button size="compact-sm" variant="subtle" onClick={() => setTaking(passkey)}>
                      {t('settings.takePasskey')}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {making && <MakePasskey onDone={done} onClose={() => setMaking(false)} />}
      {taking && (
        <TakeBack
          title={t('settings.takePasskey')}
          what={taking.name}
          take={(reason) =>
            api.PATCH('/api/v1/passkeys/{id}', {
              params: { path: { id: taking.id }, header: ifMatch(taking.version) },
              body: { revoked: true, reason },
            })
          }
          onDone={done}
          onClose={() => setTaking(null)}
        />
      )}
    </Section>
  );
}

function MakePasskey({ onDone, onClose }: { onDone(): void; onClose(): void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);
  const incomplete = !name.trim() || !password;
  const make = async () => {
    if (busy || incomplete) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      const offer = await answer(api.POST('/api/v1/passkeys/offers'));
      const made = await makePasskey(offer);
      await api.POST('/api/v1/passkeys', { body: { name: name.trim(), password, ...made } });
      onDone();
    } catch (error) {
      const known = error instanceof Error && error.name === 'InvalidStateError';
      setRefusal(
        isDeclined(error) ? t('settings.passkeyDeclined') : known ? t('settings.passkeyKnown') : problemText(error),
      );
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('settings.makePasskey')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <Stack>
          {refusal && (
            <Alert color="red" role="alert">
              {refusal}
            </Alert>
          )}
          <TextInput
            label={t('settings.passkeyName')}
            description={t('settings.passkeyNameHelp')}
            required
            maxLength={100}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('settings.currentPassword')}
            autoComplete="current-password"
            required
            value={password}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={busy} disabled={incomplete}>
              {t('settings.makePasskey')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
