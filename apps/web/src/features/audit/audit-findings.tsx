import { Button, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { Clauses, RecordLink, StateBadge } from '../../record/badges.js';
import { Section } from '../../record/record-page.js';

/** What was found in this audit, and what became of it. */
export function AuditFindings({ audit, readOnly }: { audit: Schemas['AuditView']; readOnly: boolean }) {
  const { t } = useTranslation();
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['/api/v1/findings', { auditId: audit.id }],
    queryFn: async () =>
      (await answer(api.GET('/api/v1/findings', { params: { query: { auditId: audit.id, limit: 200 } } }))).items,
  });
  const findings = data ?? [];
  return (
    <Section
      title={t('audit.section.findings')}
      id="findings"
      actions={
        !readOnly &&
        may('audit:conduct') && (
          <Button
            component={Link}
            to="/findings/new"
            search={{ auditId: audit.id } as never}
            size="xs"
            variant="default"
          >
            {t('finding.record')}
          </Button>
        )
      }
    >
      {findings.length === 0 ? (
        <Text c="dimmed">{t('audit.noFindings')}</Text>
      ) : (
        <div style={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label={t('audit.section.findings')}>
          <Table verticalSpacing={6} miw={560}>
            <Table.Tbody>
              {findings.map((finding) => (
                <Table.Tr key={finding.id}>
                  <Table.Th scope="row" w={130}>
                    <Link to="/findings/$key" params={{ key: finding.reference }}>
                      {finding.reference}
                    </Link>
                  </Table.Th>
                  <Table.Td>{finding.title}</Table.Td>
                  <Table.Td w={130}>
                    <StateBadge value={finding.class} texts="finding.class" />
                  </Table.Td>
                  <Table.Td w={110}>
                    <StateBadge value={finding.state} texts="finding.state" />
                  </Table.Td>
                  <Table.Td w={110}>
                    <Clauses clauses={finding.clauses} />
                  </Table.Td>
                  <Table.Td>
                    {finding.nonconformityId && <RecordLink type="nonconformity" id={finding.nonconformityId} />}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </Section>
  );
}
