import { Button, Text } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/session.js';
import { dayText } from '../../language/format.js';
import { Badge, Named, type Tone } from '../../record/badges.js';
import { Editable, EditingProvider, useEditing } from '../../record/editable.js';
import { Section } from '../../record/record-page.js';
import classes from './nonconformity.module.css';
import type { effectivenessResults } from './choices.js';
import { type PartProps, useChecks } from './use-case.js';

const CheckForm = lazy(() => import('./check-form.js'));

const tones: Record<(typeof effectivenessResults)[number], Tone> = {
  effective: 'good',
  partially: 'warn',
  not_effective: 'alarm',
};

/** When the actions count as effective, who checks that and when, and what was found. */
export function EffectivenessSection({ record, handle }: PartProps) {
  const { t } = useTranslation();
  const editing = useEditing();
  const { personId } = useSession();
  const [checking, setChecking] = useState(false);
  const checks = useChecks(record.id);
  const early = ['draft', 'open', 'containment', 'analysis'].includes(record.state);
  const planned = !early && record.state !== 'planning';
  const due = record.state === 'effectiveness' && handle.asOf === null;
  const verifies = due && personId !== null && personId === record.verifierId;
  return (
    <Section
      title={t('nonconformity.section.effectiveness')}
      id="effectiveness"
      later={
        record.correctionOnly
          ? t('nonconformity.hint.correctionOnly')
          : early && !record.effectivenessCriterion && t('nonconformity.hint.effectiveness')
      }
    >
      <EditingProvider value={{ ...editing, readOnly: editing.readOnly || planned }}>
        <dl style={{ margin: 0 }}>
          <Editable name="effectivenessCriterion" kind="text" help={t('nonconformity.help.effectivenessCriterion')} />
          <Editable name="effectivenessMethod" kind="text" help={t('nonconformity.help.effectivenessMethod')} />
          <Editable name="verifierId" kind="person" help={t('nonconformity.help.verifierId')} />
          <Editable name="effectivenessCheckOn" kind="day" />
        </dl>
      </EditingProvider>
      {checks.map(({ id, result, checkedOn, checkedById, evidence, comment, cycle }) => (
        <div key={id} className={classes.group}>
          <Badge tone={tones[result]}>{t(`nonconformity.result.${result}`)}</Badge>{' '}
          <Text span size="sm" c="dimmed">
            {dayText(checkedOn)} · <Named type="person" id={checkedById} />
            {cycle !== record.cycle && ` · ${t('nonconformity.cycleNumber', { number: cycle })}`}
          </Text>
          <Text size="sm" className="long" mt={4}>
            {evidence}
          </Text>
          {comment && (
            <Text size="sm" c="dimmed" className="long">
              {comment}
            </Text>
          )}
        </div>
      ))}
      {verifies &&
        (checking ? (
          <Suspense fallback={null}>
            <CheckForm record={record} handle={handle} onDone={() => setChecking(false)} />
          </Suspense>
        ) : (
          <Button mt="sm" onClick={() => setChecking(true)}>
            {t('nonconformity.recordCheck')}
          </Button>
        ))}
      {due && !verifies && (
        <Text size="sm" c="dimmed" mt="sm">
          {t('nonconformity.checkedBy')} <Named type="person" id={record.verifierId} />
        </Text>
      )}
    </Section>
  );
}
