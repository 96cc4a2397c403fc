import { Button, Menu, Progress, Switch, Text } from '@mantine/core';
import { IconChevronLeft, IconDeviceMobileCheck, IconList } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { instantText } from '../../language/format.js';
import type { LocalAudit } from '../../offline/audit.js';
import { show } from '../../shell/tell.js';
import classes from './checklist.module.css';
import { conflictsOf, isDone, obstacleOf, sectionsOf, withoutFinding } from './checklist.js';
import { Finish } from './finish.js';
import { LookList } from './look-list.js';
import { QuestionCard } from './question-card.js';
import { SyncPill } from './sync-pill.js';
import { useChecklist } from './use-checklist.js';

/** The checklist of an audit, made for one thumb, with or without a network. */
export function ChecklistPage({ audit }: { audit: string }) {
  const { t } = useTranslation();
  const { local, problem, take, change } = useChecklist(audit);
  if (local) return <Checklist local={local} change={change} />;
  if (local === undefined && !problem) return <p role="status">{t('auditChecklist.loading')}</p>;
  if (!problem && local === null && navigator.onLine) return <p role="status">{t('auditChecklist.loading')}</p>;
  return (
    <div className="card" role="alert">
      <h1>{t('auditChecklist.missing')}</h1>
      <p>{problem && problem.status !== 0 ? problem.title : t('auditChecklist.missingWhy')}</p>
      <Button onClick={() => void take()}>{t('common.retry')}</Button>
    </div>
  );
}

function Checklist({ local, change }: { local: LocalAudit; change: ReturnType<typeof useChecklist>['change'] }) {
  const { t } = useTranslation();
  const [onlyOpen, showOnlyOpen] = useState(false);
  const [finishing, setFinishing] = useState(false);
  const { audit, items } = local;
  const obstacle = obstacleOf(local, local.personId);
  const done = items.filter(isDone).length;
  const toRaise = withoutFinding(local).length;
  useEffect(() => {
    document.title = `${audit.reference} ${audit.title} · Continua`;
  }, [audit.reference, audit.title]);
  const all = sectionsOf(local);
  const wanted = (item: (typeof items)[number]) =>
    !onlyOpen ||
    !isDone(item) ||
    conflictsOf(local, item.id).length > 0 ||
    (item.entry !== null && item.entry.state !== 'waiting');
  const shown = all
    .map((section) => ({ ...section, items: section.items.filter(wanted) }))
    .filter((one) => one.items.length > 0);
  const page: string = `/audits/${audit.reference}`;
  const titleOf = (title: string | null) => title ?? t('auditChecklist.noClause');
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <div className={classes.titles}>
          <Link to={page} className={classes.back} aria-label={t('auditChecklist.back')}>
            <IconChevronLeft size={24} aria-hidden />
          </Link>
          <div>
            <h1>{audit.title}</h1>
            <p className={classes.quiet}>{[audit.reference, ...audit.editions].join(' · ')}</p>
          </div>
          <SyncPill />
        </div>
        <div className={classes.progress}>
          <Progress
            value={items.length > 0 ? (100 * done) / items.length : 0}
            size="md"
            aria-label={t('auditChecklist.progress', { done, all: items.length })}
          />
          <span className="tabular" aria-hidden>
            {done} / {items.length}
          </span>
        </div>
      </div>
      {obstacle && (
        <p className={classes.alert} role="note">
          {t(`auditChecklist.readOnly.${obstacle}`, { state: t(`auditChecklist.state.${audit.state}`) })}
        </p>
      )}
      <LookList local={local} />
      {items.length === 0 ? (
        <p>{t('auditChecklist.empty')}</p>
      ) : (
        <div className={classes.tools}>
          <Switch
            size="md"
            label={t('auditChecklist.open')}
            checked={onlyOpen}
            onChange={(event) => showOnlyOpen(event.currentTarget.checked)}
          />
          <Menu position="bottom-end" width="min(22rem, 90vw)" shadow="md">
            <Menu.Target>
              <Button variant="default" size="md" leftSection={<IconList size={18} aria-hidden />}>
                {t('auditChecklist.sections')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown mah="60vh" style={{ overflowY: 'auto' }}>
              {shown.map(({ key, title }) => {
                const whole = all.find((section) => section.key === key)!.items;
                const count = { done: whole.filter(isDone).length, all: whole.length };
                return (
                  <Menu.Item
                    key={key}
                    mih={48}
                    rightSection={<Text size="sm">{t('auditChecklist.sectionDone', count)}</Text>}
                    onClick={() => document.getElementById(`section-${key}`)?.scrollIntoView()}
                  >
                    {titleOf(title)}
                  </Menu.Item>
                );
              })}
            </Menu.Dropdown>
          </Menu>
        </div>
      )}
      {shown.map(({ key, title, items: questions }) => (
        <section key={key} aria-labelledby={`section-${key}`}>
          <h2 className={classes.section} id={`section-${key}`}>
            {titleOf(title)}
          </h2>
          {questions.map((item) => (
            <QuestionCard
              key={item.id}
              local={local}
              item={item}
              disabled={obstacle !== null}
              onChange={change}
              onFailed={(error) => show(new Error(t('auditChecklist.stored', { why: (error as Error).message })))}
            />
          ))}
        </section>
      ))}
      {items.length > 0 && shown.length === 0 && (
        <p>
          {t('auditChecklist.allAnswered')}{' '}
          <Button variant="subtle" onClick={() => showOnlyOpen(false)}>
            {t('auditChecklist.showAll')}
          </Button>
        </p>
      )}
      <p className={classes.quiet}>
        <IconDeviceMobileCheck size={16} aria-hidden style={{ verticalAlign: 'text-bottom' }} />{' '}
        {t('auditChecklist.availableSince', { when: instantText(local.storedAt) })}
      </p>
      <div className={classes.foot}>
        <span>{t('auditChecklist.toRaise', { count: toRaise })}</span>
        <Button size="lg" onClick={() => setFinishing(true)}>
          {t('auditChecklist.finish.open')}
        </Button>
      </div>
      {finishing && <Finish local={local} onClose={() => setFinishing(false)} />}
    </div>
  );
}
