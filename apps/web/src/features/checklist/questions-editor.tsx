import { ActionIcon, Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schemas } from '../../api/api.js';
import { ClausesField } from '../../form/fields.js';
import { useDraft } from '../../form/draft.js';
import { problemText } from '../../form/reason.js';
import { Section } from '../../record/record-page.js';

type Question = Schemas['Question'];

const blank = (): Question => ({
  key: `q${crypto.randomUUID().slice(0, 8)}`,
  question: '',
  clauses: [],
  guidance: null,
});

/** The questions of the next version: written, put in order by buttons, published. A key keeps the same question comparable over versions. */
export function QuestionsEditor({
  templateId,
  disciplines,
  first,
  number,
  onDone,
  onCancel,
}: {
  templateId: string;
  disciplines: readonly string[];
  first: Question[];
  number: number;
  onDone(): void;
  onCancel(): void;
}) {
  const { t } = useTranslation();
  const { draft, keep, forget } = useDraft(`checklist:${templateId}:${number}`, {
    questions: first.length > 0 ? first : [blank()],
  });
  const [edited, setEdited] = useState<Question[]>();
  const [refusal, setRefusal] = useState('');
  if (!draft) return null;
  const questions = edited ?? draft.values.questions;
  const change = (next: Question[]) => {
    setEdited(next);
    keep({ questions: next });
  };
  const put = (index: number, changes: Partial<Question>) =>
    change(questions.map((one, at) => (at === index ? { ...one, ...changes } : one)));
  const move = (index: number, to: number) => {
    const next = questions.filter((_, at) => at !== index);
    next.splice(to, 0, questions[index]!);
    change(next);
  };
  const publish = async () => {
    setRefusal('');
    try {
      await api.POST('/api/v1/checklist-templates/{id}/versions', {
        params: { path: { id: templateId }, header: { 'Idempotency-Key': draft.key } },
        body: {
          questions: questions
            .filter(({ question }) => question.trim())
            .map((one) => ({ ...one, question: one.question.trim(), guidance: one.guidance?.trim() || null })),
        },
      });
      await forget();
      onDone();
    } catch (error) {
      setRefusal(problemText(error));
    }
  };
  return (
    <Section title={t('checklist.draft', { number })}>
      <Stack>
        {refusal && (
          <Alert color="red" role="alert">
            {refusal}
          </Alert>
        )}
        {questions.map((question, index) => (
          <Group key={question.key} align="start" wrap="nowrap" gap="xs">
            <Text fw={650} w={28} pt={6}>
              {index + 1}.
            </Text>
            <Stack gap={6} style={{ flex: 1, minWidth: 0 }}>
              <Textarea
                minRows={1}
                aria-label={t('checklist.question', { number: index + 1 })}
                placeholder={t('checklist.questionPlace')}
                value={question.question}
                onChange={(event) => put(index, { question: event.currentTarget.value })}
              />
              <ClausesField
                label={t('checklist.clausesOf', { number: index + 1 })}
                disciplines={disciplines}
                value={question.clauses}
                onChange={(clauses) => put(index, { clauses })}
              />
              <Textarea
                minRows={1}
                aria-label={t('checklist.guidance', { number: index + 1 })}
                placeholder={t('checklist.guidancePlace')}
                value={question.guidance ?? ''}
                onChange={(event) => put(index, { guidance: event.currentTarget.value })}
              />
            </Stack>
            <Stack gap={4}>
              <ActionIcon
                variant="default"
                disabled={index === 0}
                aria-label={t('checklist.up', { number: index + 1 })}
                onClick={() => move(index, index - 1)}
              >
                <IconArrowUp size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="default"
                disabled={index === questions.length - 1}
                aria-label={t('checklist.down', { number: index + 1 })}
                onClick={() => move(index, index + 1)}
              >
                <IconArrowDown size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="default"
                aria-label={t('checklist.removeQuestion', { number: index + 1 })}
                onClick={() => change(questions.filter((_, at) => at !== index))}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </Stack>
          </Group>
        ))}
        <Group>
          <Button variant="default" onClick={() => change([...questions, blank()])}>
            {t('checklist.add')}
          </Button>
          <Button ml="auto" variant="default" onClick={onCancel}>
            {t('form.keep')}
          </Button>
          <Button disabled={!questions.some(({ question }) => question.trim())} onClick={() => void publish()}>
            {t('checklist.publish', { number })}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}
