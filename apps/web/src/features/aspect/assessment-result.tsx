import { Box, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ScoreBar } from '../significance-method/score-bar.js';
import classes from '../significance-method/scoring.module.css';
import type { AssessmentInput, MethodDefinition, Significance } from '../significance-method/scoring.js';
import { formulaSoFar, judge, openQuestions } from './judge.js';
import { SignificanceBadge } from './significance-badge.js';
import { significanceReason } from './significance-words.js';

/** The formula with the numbers put in, what it comes to and why, while somebody chooses; `override` is what experts make of it. */
export function AssessmentResult({
  method,
  input,
  override,
}: {
  method: MethodDefinition;
  input: Required<AssessmentInput>;
  override: string | null;
}) {
  const { t } = useTranslation();
  const result = judge(method, input);
  const open = openQuestions(t, method, input);
  return (
    <div style={{ marginBottom: '0.6rem' }}>
      <Group justify="space-between" gap="xs" mb={6}>
        <output className={classes.formula}>{result ? result.formula : formulaSoFar(method, input)}</output>
        {result && <SignificanceBadge present={result} sign={input.sign} />}
      </Group>
      <ScoreBar method={method} sign={input.sign} score={result?.score ?? null} />
      {result ? (
        // On a phone the reasons stand among the fields, so that these are seen while one chooses.
        <Box visibleFrom="sm" aria-live="polite">
          <ResultReasons result={result} override={override} />
        </Box>
      ) : (
        <Text size="sm" c="dimmed" aria-live="polite">
          {t('aspect.open', { what: open.join(', ') })}
        </Text>
      )}
    </div>
  );
}

/** Why, in sentences. */
export function ResultReasons({ result, override }: { result: Significance; override: string | null }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.reasons}>
      {result.reasons.map((reason) => (
        <li key={reason.message}>{significanceReason(t, reason)}</li>
      ))}
      {override && (
        <li>
          <strong>{override}</strong>
        </li>
      )}
    </ul>
  );
}
