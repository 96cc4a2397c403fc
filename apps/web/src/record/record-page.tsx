import { Alert, Anchor, Breadcrumbs, Button, Group, Loader, Text, Title } from '@mantine/core';
import { IconHistory, IconLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/session.js';
import { dayText } from '../language/format.js';
import { NotFoundPage } from '../shell/not-found.js';
import { AsOf } from './as-of.js';
import { ConflictDialog } from './conflict-dialog.js';
import classes from './record.module.css';
import { sayErased } from './erased.js';
import type { RecordHandle } from './use-record.js';
import { problemText } from '../form/reason.js';

/**
 * The one shape of a record's page: where it is, what it is, its state, what may be done; its story on the left, its facts on the
 * right, its history below. Also all that goes wrong: not there, not reachable, changed by somebody else, seen as of a day.
 */
export function RecordPage({
  handle,
  number,
  title,
  parent,
  badges,
  buttons,
  steps,
  aside,
  locked,
  erases,
  field,
  children,
}: {
  handle: RecordHandle<never>;
  /** As in the address, until the record says it better. */
  number: string;
  title: ReactNode;
  parent: { to: string; label: string };
  badges?: ReactNode;
  buttons?: ReactNode;
  steps?: ReactNode;
  aside?: ReactNode;
  /** Why nothing can be changed any more. */
  locked?: string | null | undefined;
  /** The kind of the record, where texts of it can be erased. */
  erases?: string;
  /** The name of a field for people. */
  field(name: string): string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const may = useMay();
  useEffect(() => {
    document.title = `${number} · Continua`;
  }, [number]);
  if (handle.missing) return <NotFoundPage what={number} />;
  if (!handle.record)
    return handle.error ? (
      <Alert color="red" role="alert" title={t('record.failed')}>
        <Text size="sm">{problemText(handle.error)}</Text>
        <Button size="xs" mt="sm" onClick={handle.retry}>
          {t('common.retry')}
        </Button>
      </Alert>
    ) : (
      <Loader role="status" aria-label={t('common.loading')} />
    );
  return (
    <article className={classes.page} data-past={handle.asOf ? true : undefined}>
      {handle.asOf && (
        <div className={classes.past} role="status">
          <IconHistory size={16} aria-hidden /> {t('record.asOfDay', { day: dayText(handle.asOf) })}
          <Anchor component={Link} to="." search={{} as never} size="sm">
            {t('record.now')}
          </Anchor>
        </div>
      )}
      <div className={classes.head}>
        <div style={{ minWidth: 0 }}>
          <Breadcrumbs separator="/" separatorMargin={6}>
            <Anchor component={Link} to={parent.to} size="sm">
              {parent.label}
            </Anchor>
            <Text size="sm" className="number">
              {number}
            </Text>
          </Breadcrumbs>
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {typeof title === 'string' ? sayErased(title) : title}
          </Title>
          <Group gap="xs" mt={6}>
            {badges}
            {locked && (
              <Group gap={4} wrap="nowrap" fz="sm" c="dimmed">
                <IconLock size={14} aria-hidden /> {locked}
              </Group>
            )}
          </Group>
        </div>
        <Group gap="xs" className={classes.buttons}>
          {!handle.asOf && buttons}
          <AsOf />
        </Group>
      </div>
      {steps}
      <div className={classes.columns}>
        <div className={classes.story}>{children}</div>
        {aside && <aside className={classes.aside}>{aside}</aside>}
      </div>
      {erases && handle.id && !handle.asOf && may('redaction:request') && (
        <Anchor
          component={Link}
          to="/redactions/new"
          search={{ recordType: erases, recordId: handle.id } as never}
          size="sm"
          c="dimmed"
          className="no-print"
        >
          {t('record.erase')}
        </Anchor>
      )}
      {handle.conflict && <ConflictDialog conflict={handle.conflict} field={field} />}
    </article>
  );
}

/** One part of the story. What comes `later` is folded away and says what will be asked there. */
export function Section({
  title,
  actions,
  id,
  later,
  children,
}: {
  title: string;
  actions?: ReactNode;
  id?: string;
  later?: string | false | undefined;
  children: ReactNode;
}) {
  if (later)
    return (
      <section aria-label={title} id={id}>
        <details className={`card ${classes.later}`}>
          <summary>
            <Title order={2} size="1.05rem">
              {title}
            </Title>
            <Text size="sm" c="dimmed">
              {later}
            </Text>
          </summary>
          <div>
            {actions}
            {children}
          </div>
        </details>
      </section>
    );
  return (
    <section className="card" aria-label={title} id={id}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="1.05rem">
          {title}
        </Title>
        {actions}
      </Group>
      {children}
    </section>
  );
}
