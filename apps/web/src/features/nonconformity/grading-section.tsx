import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '../../record/badges.js';
import { Editable, Fact } from '../../record/editable.js';
import { Section } from '../../record/record-page.js';
import { extents, rejectionCodes, severities } from './choices.js';
import type { PartProps } from './use-case.js';

const nonconformity = {
  path: '/api/v1/nonconformities',
  recordType: 'nonconformity',
  text: (row: { reference: string | null; title?: string }) => `${row.reference ?? ''} ${row.title ?? ''}`,
} as const;

/** How bad it is, who takes it, whether an authority must be told, or why it is none. */
export function GradingSection({ record }: PartProps) {
  const { t } = useTranslation();
  const { state } = record;
  const settled = !['draft', 'open', 'rejected'].includes(state);
  return (
    <Section
      title={t('nonconformity.section.grading')}
      id="grading"
      later={(state === 'draft' || settled) && t(`nonconformity.hint.${settled ? 'graded' : 'grading'}`)}
    >
      <dl style={{ margin: 0 }}>
        <Editable
          name="severity"
          kind="choice"
          choices={severities}
          texts="nonconformity.severity"
          help={t('nonconformity.help.severity')}
        />
        <Editable
          name="extent"
          kind="choice"
          choices={extents}
          texts="nonconformity.extent"
          help={t('nonconformity.help.extent')}
        />
        <Editable name="legalBreach" kind="flag" />
        <Editable
          name="recurrenceOfId"
          kind="record"
          {...nonconformity}
          help={t('nonconformity.help.recurrenceOfId')}
        />
        {record.grade && (
          <Fact label={t('nonconformity.field.grade')}>
            <StateBadge value={record.grade} texts="nonconformity.grade" />
          </Fact>
        )}
        {state === 'open' && <Editable name="ownerId" kind="person" help={t('nonconformity.help.ownerId')} />}
        {record.disciplines.includes('environment') && (
          <Editable name="legalNotification" kind="text" help={t('nonconformity.help.legalNotification')} />
        )}
      </dl>
      {(state === 'open' || state === 'rejected' || record.rejectionCode) && (
        <details style={{ marginTop: '0.75rem' }} open={state === 'rejected' || undefined}>
          <summary>
            <Text span size="sm">
              {t('nonconformity.rejectInstead')}
            </Text>
          </summary>
          <dl style={{ margin: '0.5rem 0 0' }}>
            <Editable name="rejectionCode" kind="choice" choices={rejectionCodes} texts="nonconformity.rejectionCode" />
            <Editable name="duplicateOfId" kind="record" {...nonconformity} />
          </dl>
        </details>
      )}
    </Section>
  );
}
