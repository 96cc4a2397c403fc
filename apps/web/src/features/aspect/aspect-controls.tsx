import { Alert, Group, SimpleGrid, Text, Textarea, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/api.js';
import { ChoiceField, PastDayField, PersonField } from '../../form/fields.js';
import { dayText } from '../../language/format.js';
import { Badge, Named } from '../../record/badges.js';
import { Editable, useEditing } from '../../record/editable.js';
import { EditableRows } from '../../record/editable-rows.js';
import { controlKinds } from './choices.js';

type Control = Schemas['OperationalControl'];

/** What a significant aspect must lead to (clauses 6.2, 8.1, 8.2, 9.1.1), and what of it is missing. */
export function AspectControls({ aspect }: { aspect: Schemas['AspectView'] }) {
  const { t } = useTranslation();
  const { field } = useEditing();
  return (
    <>
      {aspect.gaps.length > 0 && (
        <Alert
          mb="sm"
          color="orange"
          variant="light"
          icon={<IconAlertTriangle size={18} aria-hidden />}
          title={t('aspect.gapsTitle')}
        >
          <Text size="sm">{aspect.gaps.map((gap) => t(`aspect.gapWhy.${gap}`)).join(' ')}</Text>
        </Alert>
      )}
      <Text size="sm" fw={600}>
        {field('controls')}
      </Text>
      <EditableRows<Control>
        name="controls"
        blank={{ kind: 'engineer', description: '', ownerId: null, checkFrequency: null, lastCheckOn: null }}
        ready={({ description }) => description.trim() !== ''}
        add={t('aspect.addControl')}
        empty={t('aspect.noControl')}
        show={({ kind, description, ownerId, checkFrequency, lastCheckOn }) => (
          <Group gap="xs" component="span">
            <Badge>{t(`aspect.controlKind.${kind}`)}</Badge>
            <span style={{ flex: '1 1 14rem' }}>{description}</span>
            <Text span size="sm" c="dimmed">
              {ownerId && <Named type="person" id={ownerId} />}
              {checkFrequency && ` · ${checkFrequency}`}
              {lastCheckOn && ` · ${t('aspect.lastCheck', { day: dayText(lastCheckOn) })}`}
            </Text>
          </Group>
        )}
      >
        {(row, set) => (
          <>
            <ChoiceField
              label={t('aspect.field.controlKind')}
              description={t('aspect.help.controlKind')}
              choices={controlKinds}
              texts="aspect.controlKind"
              value={row.kind}
              onChange={(kind) => set({ kind: (kind ?? 'engineer') as Control['kind'] })}
            />
            <Textarea
              label={t('aspect.field.controlDescription')}
              required
              value={row.description}
              onChange={(event) => set({ description: event.currentTarget.value })}
            />
            <SimpleGrid cols={{ base: 1, sm: 3 }}>
              <PersonField
                label={t('aspect.field.ownerId')}
                value={row.ownerId ?? null}
                onChange={(ownerId) => set({ ownerId })}
              />
              <TextInput
                label={t('aspect.field.checkFrequency')}
                value={row.checkFrequency ?? ''}
                onChange={(event) => set({ checkFrequency: event.currentTarget.value || null })}
              />
              <PastDayField
                label={t('aspect.field.lastCheckOn')}
                value={row.lastCheckOn ?? null}
                onChange={(lastCheckOn) => set({ lastCheckOn })}
              />
            </SimpleGrid>
          </>
        )}
      </EditableRows>
      <dl style={{ margin: '0.75rem 0 0' }}>
        <Editable name="emergencyPlan" kind="text" />
        <Editable name="indicator" kind="text" />
        <Editable name="objective" kind="text" />
        <Editable name="obligations" kind="text" />
      </dl>
    </>
  );
}
