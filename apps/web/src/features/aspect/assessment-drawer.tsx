import { Alert, Box, Button, Drawer, Group, Loader, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../../api/api.js';
import { PastDayField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { today } from '../../language/format.js';
import { tell } from '../../shell/tell.js';
import { GateChoice, ScoreChoice } from '../significance-method/score-choice.js';
import { criteriaFor } from '../significance-method/scoring.js';
import { type UsableVersion, useUsableVersions } from '../significance-method/use-method-versions.js';
import { AssessmentResult, ResultReasons } from './assessment-result.js';
import { inputFor, judge, openQuestions } from './judge.js';
import { OverrideFields } from './override-fields.js';
import type { Assessment } from './use-assessments.js';

/** What is typed for an assessment. */
export interface AssessmentValues extends Record<string, unknown> {
  methodVersionId: string;
  scores: Record<string, number>;
  gates: Record<string, boolean>;
  note: string;
  assessedOn: string | null;
  override: boolean;
  justification: string;
  secondApproverId: string | null;
  reason: string;
}

interface Task {
  aspect: Schemas['AspectView'];
  /** The assessment that counts now: its answers are shown beside the new ones. */
  last: Assessment | undefined;
  /** The assessment that was wrong and gets a new one in its place. */
  correctionOf: Assessment | undefined;
}

/** Judges an aspect beside its page: every answer moves the formula and the result at once. */
export function AssessmentDrawer({
  task,
  onClose,
  onDone,
}: {
  task: Task | null;
  onClose(): void;
  onDone(): Promise<void>;
}) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={task !== null}
      onClose={onClose}
      position="right"
      size={860}
      title={
        task && (
          <Text component="span" fw={650}>
            {t(task.correctionOf ? 'aspect.correct' : 'aspect.assess')}: {task.aspect.title}
          </Text>
        )
      }
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {task && <Ready task={task} onClose={onClose} onDone={onDone} />}
    </Drawer>
  );
}

function Ready(props: { task: Task; onClose(): void; onDone(): Promise<void> }) {
  const { t } = useTranslation();
  const usable = useUsableVersions(props.task.correctionOf?.methodVersionId);
  if (!usable) return <Loader aria-label={t('common.loading')} />;
  if (usable.length === 0) return <Alert color="deep">{t('aspect.noMethod')}</Alert>;
  return <AssessmentForm {...props} usable={usable} />;
}

function AssessmentForm({
  task: { aspect, last, correctionOf },
  usable,
  onClose,
  onDone,
}: {
  task: Task;
  usable: UsableVersion[];
  onClose(): void;
  onDone(): Promise<void>;
}) {
  const { t } = useTranslation();
  const before = correctionOf ?? last;
  const lastMethod = usable.find(({ version }) => version.id === before?.methodVersionId);
  // A draft may name a version that was replaced meanwhile.
  const chosen = ({ methodVersionId }: AssessmentValues) =>
    (usable.find(({ version }) => version.id === methodVersionId) ?? lastMethod ?? usable[0]!).version;
  const parts = (values: AssessmentValues) => {
    const { definition } = chosen(values);
    const input = inputFor(definition, aspect.sign, values);
    return { definition, input, result: judge(definition, input) };
  };
  const overrideWords = (values: AssessmentValues) => {
    const { result } = parts(values);
    return values.override && result ? t(result.significant ? 'aspect.wouldPropose' : 'aspect.wouldRaise') : null;
  };
  return (
    <RecordForm<AssessmentValues>
      inside
      name={`aspects/${aspect.id}/${correctionOf?.id ?? 'assess'}`}
      title={t('aspect.assess')}
      submit={t(correctionOf ? 'aspect.correctDo' : 'aspect.assessDo')}
      onCancel={onClose}
      empty={{
        methodVersionId: (lastMethod ?? usable[0]!).version.id,
        scores: correctionOf?.scores ?? {},
        gates: correctionOf?.gates ?? {},
        note: correctionOf?.note ?? '',
        assessedOn: correctionOf?.assessedOn ?? today(),
        override: false,
        justification: '',
        secondApproverId: null,
        reason: '',
      }}
      check={(values) => {
        const { definition, input, result } = parts(values);
        const open = openQuestions(t, definition, input);
        return {
          ...(open.length > 0 && { scores: t('aspect.open', { what: open.join(', ') }) }),
          ...(!values.assessedOn && { assessedOn: t('form.missing', { what: t('aspect.assessedOn') }) }),
          ...(values.override &&
            !values.justification.trim() && { justification: t('form.missing', { what: t('aspect.justification') }) }),
          ...(values.override &&
            result?.significant &&
            !values.secondApproverId && {
              secondApproverId: t('form.missing', { what: t('aspect.secondApprover') }),
            }),
          ...(correctionOf && !values.reason.trim() && { reason: t('form.missing', { what: t('record.reason') }) }),
        };
      }}
      send={async (values, key) => {
        const { input, result } = parts(values);
        await answer(
          api.POST('/api/v1/aspects/{id}/assessments', {
            params: { path: { id: aspect.id }, header: { 'Idempotency-Key': key } },
            body: {
              methodVersionId: chosen(values).id,
              scores: input.scores,
              gates: input.gates,
              note: values.note.trim() || null,
              assessedOn: values.assessedOn!,
              ...(values.override && {
                override: {
                  direction: result?.significant ? 'down' : 'up',
                  justification: values.justification.trim(),
                  ...(result?.significant && { secondApproverId: values.secondApproverId }),
                },
              }),
              ...(correctionOf && { correctionOfId: correctionOf.id, reason: values.reason.trim() }),
            },
          }),
        );
        await onDone();
        tell(t('aspect.assessed'));
        onClose();
      }}
      foot={(values) => {
        const { definition, input } = parts(values);
        return <AssessmentResult method={definition} input={input} override={overrideWords(values)} />;
      }}
    >
      {({ values, field, set }) => {
        const { definition, result } = parts(values);
        return (
          <Stack gap="lg">
            <Group align="flex-end" gap="sm">
              <NativeSelect
                label={t('aspect.method')}
                flex={1}
                {...field('methodVersionId')}
                value={chosen(values).id}
                data={usable.map(({ version, name }) => ({ value: version.id, label: name }))}
              />
              {before && !correctionOf && (
                <Button
                  variant="default"
                  onClick={() =>
                    set({ scores: { ...values.scores, ...before.scores }, gates: { ...values.gates, ...before.gates } })
                  }
                >
                  {t('aspect.takeLast')}
                </Button>
              )}
            </Group>
            <Stack gap="lg" id={field('scores').id}>
              {criteriaFor(definition, aspect.sign).map((criterion) => (
                <ScoreChoice
                  key={criterion.key}
                  criterion={criterion}
                  value={values.scores[criterion.key]}
                  last={before?.scores[criterion.key]}
                  always={
                    aspect.sign === 'adverse'
                      ? definition.always?.find((rule) => rule.criterion === criterion.key)
                      : undefined
                  }
                  onChange={(score) => set({ scores: { ...values.scores, [criterion.key]: score } })}
                />
              ))}
              {aspect.sign === 'adverse' &&
                definition.gates.map((gate) => (
                  <GateChoice
                    key={gate.key}
                    gate={gate}
                    value={values.gates[gate.key]}
                    last={before?.gates[gate.key]}
                    onChange={(yes) => set({ gates: { ...values.gates, [gate.key]: yes } })}
                  />
                ))}
            </Stack>
            <Textarea label={t('aspect.note')} description={t('aspect.help.note')} {...field('note')} />
            <PastDayField label={t('aspect.assessedOn')} required maw={220} {...field('assessedOn')} />
            {correctionOf && (
              <Textarea
                label={t('aspect.whyWrong')}
                description={t('aspect.help.whyWrong')}
                required
                {...field('reason')}
              />
            )}
            {result && (
              <Box hiddenFrom="sm">
                <Text fw={650}>{t('aspect.why')}</Text>
                <ResultReasons result={result} override={overrideWords(values)} />
              </Box>
            )}
            {result && <OverrideFields result={result} values={values} field={field} />}
          </Stack>
        );
      }}
    </RecordForm>
  );
}
