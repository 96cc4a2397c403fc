import {
  Button,
  Checkbox,
  Code,
  CopyButton,
  Group,
  MultiSelect,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Discipline, type Schemas } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { DayField, DisciplinesField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { useSites } from '../../shell/scope-choice.js';
import { keyPermissions } from './choices.js';

/** Makes a key for another system. It is shown once. */
export function NewApiKey() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const sites = useSites() ?? [];
  const [made, setMade] = useState<Schemas['NewApiKey']>();
  if (made)
    return (
      <Stack maw={760}>
        <Title order={1}>{made.name}</Title>
        <Text fw={600}>{t('settings.keyOnce')}</Text>
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {made.key ?? t('settings.keyGone')}
        </Code>
        <Text size="sm" c="dimmed">
          {t('settings.keyUse')}
        </Text>
        <Code block style={{ whiteSpace: 'pre-wrap' }}>
          {`curl -H 'Authorization: Bearer ${made.key ?? 'ck_…'}' ${location.origin}/api/v1/nonconformities`}
        </Code>
        <Group>
          {made.key && (
            <CopyButton value={made.key}>
              {({ copied, copy }) => <Button onClick={copy}>{t(copied ? 'settings.copied' : 'settings.copy')}</Button>}
            </CopyButton>
          )}
          <Button variant="default" onClick={() => void navigate({ to: '/settings/api-keys' })}>
            {t('common.close')}
          </Button>
        </Group>
      </Stack>
    );
  return (
    <RecordForm
      name="api-keys/new"
      title={t('settings.newKey')}
      submit={t('settings.makeKey')}
      onCancel={() => void navigate({ to: '/settings/api-keys' })}
      empty={{
        name: '',
        permissions: ['nonconformity:read'] as string[],
        disciplines: ['quality', 'environment'] as string[],
        siteIds: [] as string[],
        expiresOn: null as string | null,
      }}
      check={({ name, permissions, disciplines }) => ({
        ...(!name.trim() && { name: t('form.missing', { what: t('settings.name') }) }),
        ...(permissions.length === 0 && { permissions: t('settings.permissionMissing') }),
        ...(disciplines.length === 0 && { disciplines: t('form.disciplineMissing') }),
      })}
      send={async ({ name, permissions, disciplines, siteIds, expiresOn }, key) => {
        setMade(
          await answer(
            api.POST('/api/v1/api-keys', {
              params: { header: { 'Idempotency-Key': key } },
              body: {
                name: name.trim(),
                permissions: permissions as Schemas['MakeApiKey']['permissions'],
                disciplines: disciplines as Discipline[],
                siteIds: siteIds.length > 0 ? siteIds : null,
                expiresOn,
              },
            }),
          ),
        );
        await queries.invalidateQueries({ queryKey: ['/api/v1/api-keys'] });
      }}
    >
      {({ field, values }) => (
        <>
          <TextInput
            label={t('settings.name')}
            description={t('settings.keyNameHelp')}
            required
            data-autofocus
            {...field('name')}
          />
          <Checkbox.Group label={t('settings.permissions')} {...field('permissions')}>
            <SimpleGrid cols={{ base: 1, sm: 2 }} mt="xs" spacing="xs">
              {keyPermissions.map((permission) => (
                <Checkbox key={permission} value={permission} label={t(`permission.${permission.replace(':', '.')}`)} />
              ))}
            </SimpleGrid>
          </Checkbox.Group>
          <DisciplinesField label={t('settings.for')} {...field('disciplines')} />
          <MultiSelect
            label={t('settings.sites')}
            placeholder={values.siteIds.length === 0 ? t('shell.allSites') : ''}
            data={sites.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
            {...field('siteIds')}
          />
          <DayField label={t('settings.expiresOn')} {...field('expiresOn')} />
        </>
      )}
    </RecordForm>
  );
}
