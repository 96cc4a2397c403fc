import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Attachments } from '../../record/attachments.js';
import { RecordLink } from '../../record/badges.js';
import { Editable, Fact } from '../../record/editable.js';
import { Section } from '../../record/record-page.js';
import { type PartProps, useSources } from './use-case.js';

/** What was found, what should have been, what shows it, and where it came from. */
export function FoundSection({ record, handle }: PartProps) {
  const { t } = useTranslation();
  const { findings, complaints, outputs } = useSources(record.id);
  const audits = [...new Set(findings.map(({ auditId }) => auditId))];
  const links = [
    ...audits.map((id) => ({ type: 'audit', id })),
    ...findings.map(({ id }) => ({ type: 'finding', id })),
    ...complaints.map(({ id }) => ({ type: 'complaint', id })),
    ...outputs.map(({ id }) => ({ type: 'nonconforming_output', id })),
  ];
  return (
    <Section title={t('nonconformity.section.found')} id="found">
      <dl style={{ margin: 0 }}>
        {record.state === 'draft' && <Editable name="title" kind="line" />}
        <Editable name="evidence" kind="text" help={t('nonconformity.help.evidence')} />
        <Editable name="requirement" kind="text" help={t('nonconformity.help.requirement')} />
        <Editable name="statement" kind="text" help={t('nonconformity.help.statement')} />
        {links.length > 0 && (
          <Fact label={t('nonconformity.cameFrom')}>
            {links.map(({ type, id }) => (
              <span key={id} style={{ display: 'block' }}>
                <RecordLink type={type} id={id} />
              </span>
            ))}
          </Fact>
        )}
      </dl>
      <Text size="sm" fw={600} mt="md" mb={6} component="h3">
        {t('record.files')}
      </Text>
      <Attachments
        recordType="nonconformity"
        id={record.id}
        readOnly={handle.asOf !== null || record.state === 'closed' || record.state === 'rejected'}
      />
    </Section>
  );
}
