import { Button, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { instantText } from '../../language/format.js';
import { Clauses } from '../../record/badges.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { useRecord } from '../../record/use-record.js';
import { QuestionsEditor } from './questions-editor.js';

/** A checklist with its versions. A published version never changes; a better one is published beside it. */
export function ChecklistTemplatePage({ number }: { number: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const cache = useQueryClient();
  const [editing, setEditing] = useState(false);
  const handle = useRecord('/api/v1/checklist-templates/{id}', 'checklist_template', number);
  const template = handle.record;
  const queryKey = ['/api/v1/checklist-templates/{id}/versions', handle.id];
  const { data } = useQuery({
    queryKey,
    queryFn: async () =>
      (await answer(api.GET('/api/v1/checklist-templates/{id}/versions', { params: { path: { id: handle.id! } } })))
        .items,
    enabled: Boolean(handle.id),
  });
  const versions = [...(data ?? [])].sort((one, other) => other.number - one.number);
  const latest = versions[0];
  return (
    <RecordPage
      handle={handle as never}
      number={template?.code ?? '…'}
      title={template?.title}
      parent={{ to: '/checklists', label: t('place.checklists') }}
      field={(name) => t(`checklist.${name}`, { defaultValue: name })}
      badges={template && <Text size="sm">{template.editions.join(', ')}</Text>}
      buttons={
        may('checklist:manage') &&
        !editing && (
          <Button onClick={() => setEditing(true)}>{t(latest ? 'checklist.newVersion' : 'checklist.first')}</Button>
        )
      }
    >
      {template && editing && (
        <QuestionsEditor
          templateId={template.id}
          disciplines={template.disciplines}
          first={latest?.questions ?? []}
          number={(latest?.number ?? 0) + 1}
          onDone={() => {
            setEditing(false);
            void cache.invalidateQueries({ queryKey });
          }}
          onCancel={() => setEditing(false)}
        />
      )}
      {versions.map((version) => (
        <Section
          key={version.id}
          title={t('checklist.version', { number: version.number, when: instantText(version.publishedAt) })}
        >
          <ol style={{ margin: 0, paddingInlineStart: '1.5rem' }}>
            {version.questions.map((question) => (
              <li key={question.key} style={{ marginBottom: '0.5rem' }}>
                {question.question}{' '}
                <Text span size="sm" c="dimmed">
                  <Clauses clauses={question.clauses} />
                </Text>
                {question.guidance && (
                  <Text size="sm" c="dimmed">
                    {question.guidance}
                  </Text>
                )}
              </li>
            ))}
          </ol>
        </Section>
      ))}
      {versions.length === 0 && !editing && <Text c="dimmed">{t('checklist.noVersion')}</Text>}
    </RecordPage>
  );
}
