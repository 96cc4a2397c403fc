import { Alert, Button, Group, Modal, Stack, Table, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ifMatch, type Schemas } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { ChoiceField, PersonField } from '../../form/fields.js';
import { problemText, reasonText } from '../../form/reason.js';
import { Badge, Named } from '../../record/badges.js';
import { Section } from '../../record/record-page.js';
import { show } from '../../shell/tell.js';
import { teamRoles } from './choices.js';

type Audit = Schemas['AuditView'];
type Role = Schemas['TeamMemberView']['role'];

/** Who audits. Somebody too close to the process is refused, unless the closeness is justified and on record. */
export function AuditTeam({ audit, readOnly, onChanged }: { audit: Audit; readOnly: boolean; onChanged(): void }) {
  const { t } = useTranslation();
  const may = useMay();
  const [personId, choosePerson] = useState<string | null>(null);
  const [role, chooseRole] = useState<string | null>('auditor');
  const [refusal, setRefusal] = useState<string[]>([]);
  const [justifying, setJustifying] = useState<string | null>(null);
  /** Why somebody is not independent, by person. */
  const tooClose = new Map(
    audit.transitions
      .flatMap(({ reasons }) => reasons)
      .filter(({ code }) => code === 'not-independent')
      .map((reason) => [reason.values?.['personId'], reasonText(reason)]),
  );
  const plans = may('audit:plan') && !readOnly;
  const present = audit.team.filter(({ leftOn }) => leftOn === null);

  const add = async () => {
    setRefusal([]);
    try {
      await api.POST('/api/v1/audits/{id}/team', {
        params: { path: { id: audit.id } },
        body: { personId: personId!, role: role as Role },
      });
      choosePerson(null);
      onChanged();
    } catch (error) {
      setRefusal([problemText(error)]);
    }
  };
  const remove = async (memberId: string, version: number) => {
    try {
      await api.POST('/api/v1/audits/{id}/team/{memberId}/removal', {
        params: { path: { id: audit.id, memberId }, header: ifMatch(version) },
      });
      onChanged();
    } catch (error) {
      show(error);
    }
  };

  return (
    <Section title={t('audit.section.team')} id="team">
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {present.map((member) => {
            const override = audit.independenceOverrides.find((one) => one.personId === member.personId);
            return (
              <Table.Tr key={member.id}>
                <Table.Th scope="row">
                  <Named type="person" id={member.personId} />
                </Table.Th>
                <Table.Td>{t(`audit.role.${member.role}`)}</Table.Td>
                <Table.Td>
                  {override && (
                    <>
                      <Badge tone="warn">{t('audit.notIndependent')}</Badge>{' '}
                      <Text span size="sm" c="dimmed">
                        {override.justification} (<Named type="person" id={override.allowedById} />)
                      </Text>
                    </>
                  )}
                </Table.Td>
                <Table.Td ta="right">
                  {tooClose.has(member.personId) && may('audit:override') && (
                    <Button size="compact-sm" variant="subtle" onClick={() => setJustifying(member.personId)}>
                      {t('audit.justify')}
                    </Button>
                  )}
                  {plans && (
                    <Button size="compact-sm" variant="subtle" onClick={() => void remove(member.id, member.version)}>
                      {t('common.remove')}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
      {present.length === 0 && <Text c="dimmed">{t('audit.noTeam')}</Text>}
      {audit.externalAuditors.length > 0 && <Text size="sm">{audit.externalAuditors.join(', ')}</Text>}
      {refusal.length > 0 && (
        <Alert color="red" role="alert" mt="sm" title={t('record.refused')}>
          {refusal.join(' ')}
        </Alert>
      )}
      {tooClose.size > 0 && (
        <Alert color="orange" mt="sm" title={t('audit.tooClose')}>
          {[...tooClose.values()].join(' ')}
        </Alert>
      )}
      {plans && (
        <Group mt="sm" align="end" gap="sm">
          <PersonField label={t('audit.member')} value={personId} onChange={choosePerson} w={240} />
          <ChoiceField
            label={t('audit.roleOf')}
            choices={teamRoles}
            texts="audit.role"
            value={role}
            onChange={chooseRole}
            w={190}
          />
          <Button variant="default" disabled={!personId || !role} onClick={() => void add()}>
            {t('common.add')}
          </Button>
        </Group>
      )}
      {justifying && (
        <Justify
          audit={audit}
          personId={justifying}
          onClose={() => setJustifying(null)}
          onDone={() => {
            setJustifying(null);
            onChanged();
          }}
        />
      )}
    </Section>
  );
}

function Justify({
  audit,
  personId,
  onClose,
  onDone,
}: {
  audit: Audit;
  personId: string;
  onClose(): void;
  onDone(): void;
}) {
  const { t } = useTranslation();
  const [justification, setJustification] = useState('');
  const allow = async () => {
    try {
      await api.POST('/api/v1/audits/{id}/independence-overrides', {
        params: { path: { id: audit.id }, header: ifMatch(audit.version) },
        body: { personId, justification: justification.trim() },
      });
      onDone();
    } catch (error) {
      show(error);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('audit.justify')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        <Text size="sm">{t('audit.justifyHelp')}</Text>
        <Textarea
          label={t('audit.justification')}
          required
          data-autofocus
          value={justification}
          onChange={(event) => setJustification(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button disabled={!justification.trim()} onClick={() => void allow()}>
            {t('audit.allow')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
