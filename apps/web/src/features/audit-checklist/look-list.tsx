import { Button, Group, List } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonText } from '../../form/reason.js';
import type { LocalAudit } from '../../offline/audit.js';
import type { Entry } from '../../offline/database.js';
import { discard, retry } from '../../offline/outbox.js';
import { show } from '../../shell/tell.js';
import classes from './checklist.module.css';
import { anchorOf } from './checklist.js';

function LookEntry({ local, entry }: { local: LocalAudit; entry: Entry }) {
  const { t } = useTranslation();
  const [asking, ask] = useState(false);
  const item = local.items.find(({ id }) => id === entry.subject);
  const what =
    entry.kind === 'answer'
      ? t('auditChecklist.look.answer', { number: item?.position ?? '?' })
      : entry.kind === 'finding'
        ? t('auditChecklist.look.finding', { title: entry.finding.title })
        : t('auditChecklist.look.photo');
  const { refusal } = entry;
  const why = refusal
    ? refusal.reasons.map(reasonText).join(' ') || refusal.title
    : t('auditChecklist.look.incomplete');
  return (
    <List.Item>
      <strong>{what}</strong>: {why}
      <Group gap="xs" mt={4}>
        {item && (
          <Button component="a" href={`#${anchorOf(item)}`} size="sm" variant="default">
            {t('auditChecklist.look.show')}
          </Button>
        )}
        {refusal && !asking && (
          <>
            <Button size="sm" variant="default" onClick={() => void retry(entry.order).catch(show)}>
              {t('auditChecklist.look.retry')}
            </Button>
            <Button size="sm" variant="subtle" color="gray" onClick={() => ask(true)}>
              {t('auditChecklist.look.remove')}
            </Button>
          </>
        )}
      </Group>
      {asking && (
        <div role="alert">
          <p>{t('auditChecklist.look.removeAsk')}</p>
          <Group gap="xs">
            <Button size="sm" variant="default" onClick={() => ask(false)}>
              {t('auditChecklist.look.keep')}
            </Button>
            <Button size="sm" color="red" onClick={() => void discard(entry.order).catch(show)}>
              {t('auditChecklist.look.removeYes')}
            </Button>
          </Group>
        </div>
      )}
    </List.Item>
  );
}

/** What the server refused or what is not complete: kept, with the reason, until somebody decides. */
export function LookList({ local }: { local: LocalAudit }) {
  const { t } = useTranslation();
  const entries = local.queue.filter(({ state }) => state !== 'waiting');
  if (entries.length === 0) return null;
  return (
    <section className={classes.alert} aria-labelledby="look">
      <h2 id="look">{t('auditChecklist.look.title', { count: entries.length })}</h2>
      <List size="sm" spacing="xs">
        {entries.map((entry) => (
          <LookEntry key={entry.order} local={local} entry={entry} />
        ))}
      </List>
    </section>
  );
}
