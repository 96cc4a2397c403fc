import { Button, Group, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/api.js';
import { useMay, useSession } from '../../api/session.js';
import { Due, Named, StateBadge } from '../../record/badges.js';
import badges from '../../record/badges.module.css';
import shape from '../../record/record.module.css';
import { EditingProvider, useEditing } from '../../record/editable.js';
import { Section } from '../../record/record-page.js';
import { useAcceptCause } from './accept-cause.js';
import { type ConfirmedCause, confirmedCauses } from './causes/causes.js';
import classes from './nonconformity.module.css';
import { type PartProps, useActions } from './use-case.js';

const PlanAction = lazy(() => import('./plan-action.js'));

type Row = Schemas['ActionRow'];
const plannable = ['containment', 'analysis', 'planning', 'implementation'];

/** What is done about each cause: its actions, or why it is lived with. A new action is planned in its place. */
export function ActionsSection({ record, handle }: PartProps) {
  const { t } = useTranslation();
  const may = useMay();
  const editing = useEditing();
  const { personId } = useSession();
  const [planning, plan] = useState<string | null>(null);
  const actions = useActions(record.id).filter(({ cycle }) => cycle === record.cycle);
  const causes = confirmedCauses(record);
  const others = actions.filter(({ causeId }) => !causes.some(({ id }) => id === causeId));
  const mayPlan =
    handle.asOf === null &&
    plannable.includes(record.state) &&
    ((personId !== null && personId === record.ownerId) || record.disciplines.some((one) => may('action:plan', one)));
  const early = ['draft', 'open', 'containment', 'analysis'].includes(record.state);
  const decided = !['containment', 'analysis', 'planning'].includes(record.state);
  const planButton = (key: string) =>
    mayPlan &&
    planning !== key && (
      <Button
        size="compact-sm"
        variant="light"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => plan(key)}
      >
        {t('make.action')}
      </Button>
    );
  const form = (key: string, cause: ConfirmedCause | null) =>
    planning === key && (
      <div className={shape.rowForm} style={{ marginTop: '0.5rem' }}>
        <Suspense fallback={null}>
          <PlanAction record={record} handle={handle} cause={cause} onDone={() => plan(null)} />
        </Suspense>
      </div>
    );
  return (
    <Section
      title={t('nonconformity.section.actions')}
      id="actions"
      later={
        record.correctionOnly
          ? t('nonconformity.hint.correctionOnly')
          : early && actions.length === 0 && t('nonconformity.hint.actions')
      }
    >
      <EditingProvider value={{ ...editing, readOnly: editing.readOnly || decided }}>
        <div data-field="acceptedCauses actions">
          {causes.map((cause) => (
            <Cause
              key={cause.id}
              record={record}
              handle={handle}
              cause={cause}
              actions={actions.filter(({ causeId }) => causeId === cause.id)}
              button={planButton(cause.id)}
              form={form(cause.id, cause)}
            />
          ))}
          {(others.length > 0 || mayPlan || causes.length === 0) && (
            <div className={classes.group}>
              <div className={classes.groupHead}>
                <Text size="sm" fw={600}>
                  {causes.length > 0 ? t('nonconformity.otherActions') : t('nonconformity.section.actions')}
                </Text>
                {planButton('')}
              </div>
              <ActionList actions={others} />
              {form('', null)}
            </div>
          )}
        </div>
      </EditingProvider>
    </Section>
  );
}

function Cause({
  record,
  cause,
  actions,
  button,
  form,
}: PartProps & { cause: ConfirmedCause; actions: Row[]; button: ReactNode; form: ReactNode }) {
  const { t } = useTranslation();
  const { readOnly } = useEditing();
  const accepted = record.acceptedCauses.find(({ causeId }) => causeId === cause.id);
  const { begin, withdraw, editor, failed } = useAcceptCause(record, cause.id);
  const live = actions.filter(({ state }) => state !== 'cancelled');
  return (
    <div className={classes.group} role="group" aria-label={cause.statement}>
      <div className={classes.groupHead}>
        <div style={{ minWidth: 0, flex: '1 1 16rem' }}>
          <Text size="xs" c="dimmed">
            {t(`nonconformity.causeOf.${cause.leg}`)}
          </Text>
          <Text size="sm" fw={600} className="long">
            {cause.statement}
          </Text>
        </div>
        <Group gap="xs">
          {!readOnly && !accepted && !form && live.length === 0 && (
            <Button size="compact-sm" variant="subtle" onClick={begin}>
              {t('nonconformity.liveWith')}
            </Button>
          )}
          {button}
        </Group>
      </div>
      <ActionList actions={actions} />
      {live.length === 0 && !accepted && !form && !editor && (
        <div className={classes.wanting}>{t('nonconformity.noAction')}</div>
      )}
      {accepted && !editor && (
        <Group gap="xs" mt={6}>
          <Text size="sm" className="long">
            <strong>{t('nonconformity.livedWith')}</strong> {accepted.reason}
          </Text>
          {!readOnly && (
            <>
              <Button size="compact-xs" variant="subtle" onClick={begin}>
                {t('common.edit')}
              </Button>
              <Button size="compact-xs" variant="subtle" onClick={withdraw}>
                {t('common.remove')}
              </Button>
            </>
          )}
        </Group>
      )}
      {editor}
      {failed}
      {form}
    </div>
  );
}

function ActionList({ actions }: { actions: Row[] }) {
  if (actions.length === 0) return null;
  return (
    <ul className={classes.actions}>
      {actions.map(({ id, reference, title, ownerId, dueOn, overdue, state, deliverable }) => (
        <li key={id}>
          <span>
            <Link to="/actions/$key" params={{ key: reference }} className={badges['link']}>
              <span className="number">{reference}</span> {title}
            </Link>
            {deliverable && (
              <Text size="xs" c="dimmed" component="span" display="block" className="long">
                {deliverable}
              </Text>
            )}
          </span>
          <span>
            <Named type="person" id={ownerId} />
          </span>
          <span>
            <Due on={dueOn} overdue={overdue} />
          </span>
          <span>
            <StateBadge value={state} texts="action.state" />
          </span>
        </li>
      ))}
    </ul>
  );
}
