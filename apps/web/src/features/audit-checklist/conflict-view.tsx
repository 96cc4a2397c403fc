import { Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, ifMatch, type Schemas } from '../../api/api.js';
import { instantText } from '../../language/format.js';
import { type LocalAudit, type LocalItem, takeAudit } from '../../offline/audit.js';
import type { Answer } from '../../offline/database.js';
import { show } from '../../shell/tell.js';
import classes from './checklist.module.css';
import { choiceOf, leads } from './checklist.js';
import { useSyncState } from './use-checklist.js';

function Version({ title, value, who, when }: { title: string; value: Answer; who: string; when: string | null }) {
  const { t } = useTranslation();
  return (
    <div>
      <p className={classes.quiet}>{title}</p>
      <strong>
        {t(`auditChecklist.answer.${choiceOf(value) ?? 'open'}`)}
        {value.grade && ` · ${t(`auditChecklist.grade.${value.grade}`)}`}
      </strong>
      {value.note && <p className="long">{value.note}</p>}
      <p className={classes.quiet}>{t('auditChecklist.answeredBy', { who, when: when ? instantText(when) : '—' })}</p>
    </div>
  );
}

/** Two people answered the same question: both answers, and for the lead the choice between them. */
export function ConflictView({
  local,
  item,
  conflict,
}: {
  local: LocalAudit;
  item: LocalItem;
  conflict: Schemas['AnswerConflictView'];
}) {
  const { t } = useTranslation();
  const { reachable } = useSyncState();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const decide = async (resolution: 'kept' | 'replaced') => {
    setBusy(true);
    try {
      await answer(
        api.POST('/api/v1/audits/{id}/answer-conflicts/{conflictId}/resolution', {
          params: { path: { id: local.id, conflictId: conflict.id }, header: ifMatch(conflict.version) },
          body: { resolution, reason: reason.trim(), itemVersion: item.version },
        }),
      );
    } catch (error) {
      show(error);
    }
    await takeAudit(local.id, local.personId).catch(show);
    setBusy(false);
  };
  const who = (id: string | null) => (id && local.people[id]) || '—';
  const when = item.answeredOnDeviceAt ?? item.answeredAt;
  return (
    <section className={classes.alert} aria-label={t('auditChecklist.conflict.title')}>
      <h4>{t('auditChecklist.conflict.title')}</h4>
      <div className={classes.versions}>
        <Version title={t('auditChecklist.conflict.counts')} value={item} who={who(item.answeredById)} when={when} />
        <Version
          title={t('auditChecklist.conflict.other')}
          value={conflict}
          who={conflict.answeredByName}
          when={conflict.answeredOnDeviceAt}
        />
      </div>
      {!leads(local, local.personId) ? (
        <p className={classes.quiet}>{t('auditChecklist.conflict.leadDecides')}</p>
      ) : !reachable || item.entry ? (
        <p className={classes.quiet}>{t('auditChecklist.conflict.needsNetwork')}</p>
      ) : (
        <>
          <Textarea
            label={t('auditChecklist.conflict.why')}
            required
            autosize
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group mt="sm">
            <Button
              variant="default"
              size="md"
              loading={busy}
              disabled={!reason.trim()}
              onClick={() => void decide('kept')}
            >
              {t('auditChecklist.conflict.keep')}
            </Button>
            <Button size="md" loading={busy} disabled={!reason.trim()} onClick={() => void decide('replaced')}>
              {t('auditChecklist.conflict.replace')}
            </Button>
          </Group>
        </>
      )}
    </section>
  );
}
