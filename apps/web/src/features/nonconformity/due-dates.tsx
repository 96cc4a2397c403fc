import { Button, Group, Modal, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, ifMatch, type Schemas } from '../../api/api.js';
import { useMay, useSession } from '../../api/session.js';
import { dayText } from '../../language/format.js';
import { Named, StateBadge } from '../../record/badges.js';
import { Fact, useEditing } from '../../record/editable.js';
import { show } from '../../shell/tell.js';
import classes from './nonconformity.module.css';
import type { PartProps } from './use-case.js';

const ExtensionForm = lazy(() => import('./extension-form.js'));

const steps = [
  ['containment', 'containmentDueOn'],
  ['analysis', 'causesDueOn'],
  ['planning', 'planDueOn'],
  ['implementation', 'implementationDueOn'],
  ['effectiveness', 'effectivenessCheckOn'],
] as const;

/** When each step is due, who asked for a later day and what was decided. */
export function DueDates({ record, handle }: PartProps) {
  const { t } = useTranslation();
  const { readOnly } = useEditing();
  const [asking, ask] = useState(false);
  const { data: extensions = [] } = useQuery({
    queryKey: ['/api/v1/nonconformities/{id}/due-date-extensions', record.id],
    queryFn: async () =>
      (
        await answer(
          api.GET('/api/v1/nonconformities/{id}/due-date-extensions', { params: { path: { id: record.id } } }),
        )
      ).items,
  });
  if (steps.every(([, field]) => !record[field])) return null;
  const open = extensions.some(({ state }) => state === 'requested');
  return (
    <section className="card" aria-label={t('nonconformity.section.due')}>
      <Title order={2} size="1rem" mb={4}>
        {t('nonconformity.section.due')}
      </Title>
      <dl style={{ margin: 0 }}>
        {steps
          .filter(([, field]) => record[field])
          .map(([state, field]) => (
            <Fact key={field} label={t(`nonconformity.state.${state}`)}>
              <strong style={{ fontWeight: record.state === state ? 650 : 400 }}>{dayText(record[field]!)}</strong>
            </Fact>
          ))}
        {record.originalDueOn && record.originalDueOn !== record.implementationDueOn && (
          <Fact label={t('nonconformity.field.originalDueOn')}>{dayText(record.originalDueOn)}</Fact>
        )}
      </dl>
      {extensions.map((extension) => (
        <Extension key={extension.id} record={record} handle={handle} extension={extension} />
      ))}
      {!readOnly && record.dueOn && !open && (
        <Button mt="xs" size="xs" variant="default" onClick={() => ask(true)}>
          {t('nonconformity.extension.ask')}
        </Button>
      )}
      <Modal
        opened={asking}
        onClose={() => ask(false)}
        title={t('nonconformity.extension.ask')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Suspense fallback={null}>
          <ExtensionForm record={record} handle={handle} onDone={() => ask(false)} />
        </Suspense>
      </Modal>
    </section>
  );
}

function Extension({
  record,
  handle,
  extension: { id, version, state, fromOn, toOn, reason, requestedById, decidedById },
}: PartProps & { extension: Schemas['DueDateExtensionView'] }) {
  const { t } = useTranslation();
  const may = useMay();
  const { personId } = useSession();
  const decides =
    state === 'requested' &&
    handle.asOf === null &&
    requestedById !== personId &&
    record.disciplines.some((one) =>
      may(record.extensions < 2 ? 'nonconformity:accept' : 'nonconformity:acceptCritical', one),
    );
  const decide = (decision: 'approved' | 'refused') =>
    answer(
      api.PATCH('/api/v1/nonconformities/{id}/due-date-extensions/{extensionId}', {
        params: { path: { id: record.id, extensionId: id }, header: ifMatch(version) },
        body: { decision },
      }),
    )
      .catch(show)
      .then(() => handle.changed());
  return (
    <div className={classes.group}>
      <Group gap="xs">
        <StateBadge
          value={state}
          texts="nonconformity.extension.state"
          tone={state === 'requested' ? 'warn' : state === 'approved' ? 'good' : 'neutral'}
        />
        <Text span size="sm">
          {dayText(fromOn)} → {dayText(toOn)}
        </Text>
      </Group>
      <Text size="sm" className="long" mt={2}>
        {reason}
      </Text>
      <Text size="xs" c="dimmed">
        <Named type="person" id={requestedById} />
        {decidedById && (
          <>
            {' · '}
            {t('nonconformity.extension.decidedBy')} <Named type="person" id={decidedById} />
          </>
        )}
      </Text>
      {decides && (
        <Group gap="xs" mt={6}>
          <Button size="xs" onClick={() => void decide('approved')}>
            {t('nonconformity.extension.approve')}
          </Button>
          <Button size="xs" variant="default" onClick={() => void decide('refused')}>
            {t('nonconformity.extension.refuse')}
          </Button>
        </Group>
      )}
    </div>
  );
}
