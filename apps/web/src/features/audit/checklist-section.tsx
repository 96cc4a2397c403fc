import { Button, Group, NativeSelect, SegmentedControl, Text, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, ifMatch, type Schemas } from '../../api/api.js';
import { problemOf } from '../../api/problem.js';
import { useMay } from '../../api/session.js';
import { RecordSelect } from '../../form/record-select.js';
import { problemText } from '../../form/reason.js';
import { Badge, Clauses } from '../../record/badges.js';
import { Section } from '../../record/record-page.js';
import { show } from '../../shell/tell.js';
import classes from './audit.module.css';

type Item = Schemas['ChecklistItemView'];

/** The checklist at a desk: every row with its answer, grade and note in place. On a phone its own page is better. */
export function ChecklistSection({
  audit,
  readOnly,
  onChanged,
}: {
  audit: Schemas['AuditView'];
  readOnly: boolean;
  onChanged(): void;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const cache = useQueryClient();
  const queryKey = ['/api/v1/audits/{id}/checklist', audit.id];
  const { data } = useQuery({
    queryKey,
    queryFn: async () =>
      (await answer(api.GET('/api/v1/audits/{id}/checklist', { params: { path: { id: audit.id } } }))).items,
  });
  const items = data ?? [];
  const running = audit.state === 'in_progress' && !readOnly;
  const renew = () => {
    void cache.invalidateQueries({ queryKey });
    onChanged();
  };
  return (
    <Section title={t('audit.section.checklist')} id="checklist">
      {items.map((item) => (
        <Row key={item.id} audit={audit} item={item} readOnly={!running} onSaved={renew} />
      ))}
      {items.length === 0 && <Text c="dimmed">{t('audit.noChecklist')}</Text>}
      {['planned', 'prepared', 'in_progress'].includes(audit.state) && !readOnly && may('audit:conduct') && (
        <Take auditId={audit.id} onTaken={renew} />
      )}
    </Section>
  );
}

function Row({
  audit,
  item,
  readOnly,
  onSaved,
}: {
  audit: Schemas['AuditView'];
  item: Item;
  readOnly: boolean;
  onSaved(): void;
}) {
  const { t } = useTranslation();
  const [note, setNote] = useState<string>();
  const [problem, setProblem] = useState('');
  const save = async (body: Schemas['AnswerItem']) => {
    setProblem('');
    try {
      await api.PATCH('/api/v1/audits/{id}/checklist/{itemId}', {
        params: { path: { id: audit.id, itemId: item.id }, header: ifMatch(item.version) } as never,
        body,
      });
      setNote(undefined);
      onSaved();
    } catch (error) {
      const refusal = problemOf(error);
      if (refusal.status === 412) onSaved();
      setProblem(refusal.status === 412 ? t('record.stale') : problemText(refusal));
    }
  };
  const value = item.progress === 'not_applicable' ? 'not_applicable' : (item.result ?? '');
  return (
    <div className={classes.row}>
      <div className={classes.question}>
        <Text size="sm" fw={600}>
          {item.position}. {item.question}
        </Text>
        <Text size="xs" c="dimmed">
          <Clauses clauses={item.clauses} />
        </Text>
      </div>
      {readOnly ? (
        <Badge tone={item.result === 'nonconforming' ? 'alarm' : item.result ? 'good' : 'neutral'}>
          {t(`audit.result.${value || 'open'}`)}
        </Badge>
      ) : (
        <SegmentedControl
          size="xs"
          aria-label={t('audit.answerTo', { number: item.position })}
          value={value}
          onChange={(chosen) =>
            void save(
              chosen === 'not_applicable'
                ? { progress: 'not_applicable', result: null, grade: null, ...(note !== undefined && { note }) }
                : {
                    progress: 'answered',
                    result: chosen as 'conforming',
                    grade: chosen === 'nonconforming' ? (item.grade ?? 'minor') : null,
                    ...(note !== undefined && { note }),
                  },
            )
          }
          data={['conforming', 'nonconforming', 'opportunity', 'not_applicable'].map((one) => ({
            value: one,
            label: t(`audit.result.${one}`),
          }))}
        />
      )}
      {item.result === 'nonconforming' && (
        <Group gap="xs">
          <NativeSelect
            size="xs"
            aria-label={t('audit.gradeOf', { number: item.position })}
            disabled={readOnly}
            value={item.grade ?? ''}
            onChange={(event) => void save({ grade: event.currentTarget.value as 'minor' })}
            data={['minor', 'major'].map((grade) => ({ value: grade, label: t(`finding.class.${grade}`) }))}
          />
          {!readOnly && (
            <Button
              component={Link}
              to="/findings/new"
              search={{ auditId: audit.id, checklistItemId: item.id } as never}
              size="compact-sm"
              variant="default"
            >
              {t('audit.raiseFinding')}
            </Button>
          )}
        </Group>
      )}
      <div className={classes.note}>
        {readOnly ? (
          item.note && (
            <Text size="sm" className="long">
              {item.note}
            </Text>
          )
        ) : (
          <Textarea
            size="xs"
            minRows={1}
            aria-label={t('audit.noteOf', { number: item.position })}
            placeholder={t('audit.note')}
            value={note ?? item.note ?? ''}
            onChange={(event) => setNote(event.currentTarget.value)}
            onBlur={() => note !== undefined && note !== (item.note ?? '') && void save({ note: note.trim() || null })}
            error={problem}
          />
        )}
      </div>
    </div>
  );
}

/** Takes a version of a checklist; its questions become rows of this audit. */
function Take({ auditId, onTaken }: { auditId: string; onTaken(): void }) {
  const { t } = useTranslation();
  const [templateId, choose] = useState<string | null>(null);
  const { data: versions } = useQuery({
    queryKey: ['/api/v1/checklist-templates/{id}/versions', templateId],
    queryFn: async () =>
      (await answer(api.GET('/api/v1/checklist-templates/{id}/versions', { params: { path: { id: templateId! } } })))
        .items,
    enabled: Boolean(templateId),
  });
  const latest = versions?.reduce((one, other) => (other.number > one.number ? other : one));
  const take = async () => {
    try {
      await api.POST('/api/v1/audits/{id}/checklist', {
        params: { path: { id: auditId } },
        body: { templateId: templateId!, number: latest!.number },
      });
      choose(null);
      onTaken();
    } catch (error) {
      show(error);
    }
  };
  return (
    <Group mt="md" align="end">
      <RecordSelect
        label={t('audit.takeFrom')}
        path="/api/v1/checklist-templates"
        recordType="checklist_template"
        text={({ code, title }) => `${code} ${title}`}
        value={templateId}
        onChange={choose}
        w={320}
      />
      <Button variant="default" disabled={!latest} onClick={() => void take()}>
        {latest ? t('audit.take', { number: latest.number, count: latest.questions.length }) : t('audit.takeNone')}
      </Button>
    </Group>
  );
}
