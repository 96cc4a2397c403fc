import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { dayText } from '../../language/format.js';
import { Section } from '../../record/record-page.js';
import { confirmedCauses } from './causes/causes.js';
import classes from './nonconformity.module.css';
import type { PartProps } from './use-case.js';

/** What was thought and done before, and why it did not last. */
export function CyclesSection({ record }: PartProps) {
  const { t } = useTranslation();
  const { data: cycles = [] } = useQuery({
    queryKey: ['/api/v1/nonconformities/{id}/cycles', record.id],
    queryFn: async () =>
      (await answer(api.GET('/api/v1/nonconformities/{id}/cycles', { params: { path: { id: record.id } } }))).items,
    enabled: record.cycle > 1,
  });
  if (cycles.length === 0) return null;
  return (
    <Section title={t('nonconformity.section.cycles')} id="cycles">
      {cycles.map((cycle) => (
        <div key={cycle.id} className={classes.group}>
          <Title order={3} size="0.92rem">
            {t('nonconformity.cycleNumber', { number: cycle.cycle })} ·{' '}
            {t('nonconformity.cycleEnded', { day: dayText(cycle.endedOn) })}
          </Title>
          <Text size="sm" className="long">
            “{cycle.reason}”
          </Text>
          <ul style={{ margin: '0.25rem 0', paddingInlineStart: '1.2rem', fontSize: '0.9rem' }}>
            {confirmedCauses(cycle).map(({ id, statement }) => (
              <li key={id}>{statement}</li>
            ))}
          </ul>
          {cycle.effectivenessCriterion && (
            <Text size="sm" c="dimmed" className="long">
              {t('nonconformity.field.effectivenessCriterion')}: {cycle.effectivenessCriterion}
            </Text>
          )}
        </div>
      ))}
    </Section>
  );
}
