import { Button, Group, Modal, MultiSelect, Stack, Table, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Discipline, ifMatch, type Schemas } from '../../api/api.js';
import { ChoiceField, DayField, DisciplinesField } from '../../form/fields.js';
import { dayText } from '../../language/format.js';
import { Badge, Named } from '../../record/badges.js';
import { Section } from '../../record/record-page.js';
import { useSites } from '../../shell/scope-choice.js';
import { show } from '../../shell/tell.js';
import { roles } from './choices.js';
import { TakeBack } from './take-back.js';

type Grant = Schemas['RoleGrantView'];

/** Which role, for which standards and sites, from when to when. */
export function RoleGrants({ personId, manages }: { personId: string; manages: boolean }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [giving, setGiving] = useState(false);
  const [taking, setTaking] = useState<Grant | null>(null);
  const queryKey = ['/api/v1/people/{id}/role-grants', personId];
  const { data, error } = useQuery({
    queryKey,
    queryFn: () => answer(api.GET('/api/v1/people/{id}/role-grants', { params: { path: { id: personId } } })),
    retry: false,
  });
  if (error) return null;
  const done = () => {
    setGiving(false);
    setTaking(null);
    void cache.invalidateQueries();
  };
  return (
    <Section
      title={t('settings.roles')}
      actions={
        manages && (
          <Button size="xs" variant="default" onClick={() => setGiving(true)}>
            {t('settings.giveRole')}
          </Button>
        )
      }
    >
      <div style={{ overflowX: 'auto' }}>
        <Table verticalSpacing={6}>
          <Table.Tbody>
            {(data?.items ?? []).map((grant) => (
              <Table.Tr key={grant.id} style={grant.active ? {} : { opacity: 0.75 }}>
                <Table.Th scope="row">{t(`role.${grant.role}`)}</Table.Th>
                <Table.Td>{grant.disciplines.map((discipline) => t(`standard.${discipline}`)).join(', ')}</Table.Td>
                <Table.Td>
                  {grant.siteIds === null
                    ? t('shell.allSites')
                    : grant.siteIds.map((site, index) => (
                        <span key={site}>
                          {index > 0 && ', '}
                          <Named type="site" id={site} />
                        </span>
                      ))}
                </Table.Td>
                <Table.Td>
                  {grant.validFrom && dayText(grant.validFrom)}
                  {(grant.validFrom ?? grant.validUntil) && ' – '}
                  {grant.validUntil && dayText(grant.validUntil)}
                </Table.Td>
                <Table.Td ta="right">
                  {!grant.active ? (
                    <Badge>{t('settings.notInForce')}</Badge>
                  ) : (
                    manages && (
                      <Button size="compact-sm" variant="subtle" onClick={() => setTaking(grant)}>
                        {t('settings.takeRole')}
                      </Button>
                    )
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {data?.items.length === 0 && <Text c="dimmed">{t('settings.noRoles')}</Text>}
      {giving && <GiveRole personId={personId} onDone={done} onClose={() => setGiving(false)} />}
      {taking && (
        <TakeBack
          title={t('settings.takeRole')}
          what={t(`role.${taking.role}`)}
          take={(reason) =>
            api.PATCH('/api/v1/role-grants/{id}', {
              params: { path: { id: taking.id }, header: ifMatch(taking.version) },
              body: { revoked: true, reason },
            })
          }
          onDone={done}
          onClose={() => setTaking(null)}
        />
      )}
    </Section>
  );
}

function GiveRole({ personId, onDone, onClose }: { personId: string; onDone(): void; onClose(): void }) {
  const { t } = useTranslation();
  const sites = useSites() ?? [];
  const [role, setRole] = useState<string | null>('employee');
  const [disciplines, setDisciplines] = useState<string[]>(['quality', 'environment']);
  const [siteIds, setSiteIds] = useState<string[]>([]);
  const [validUntil, setValidUntil] = useState<string | null>(null);
  const give = async () => {
    try {
      await api.POST('/api/v1/people/{id}/role-grants', {
        params: { path: { id: personId } },
        body: {
          role: role as 'employee',
          disciplines: disciplines as Discipline[],
          siteIds: siteIds.length > 0 ? siteIds : null,
          validUntil,
        },
      });
      onDone();
    } catch (error) {
      show(error);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('settings.giveRole')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <ChoiceField label={t('settings.role')} choices={roles} texts="role" value={role} onChange={setRole} />
        <Text size="sm" c="dimmed">
          {t(`roleHelp.${role}`)}
        </Text>
        <DisciplinesField label={t('settings.for')} value={disciplines} onChange={setDisciplines} />
        <MultiSelect
          label={t('settings.sites')}
          placeholder={siteIds.length === 0 ? t('shell.allSites') : ''}
          value={siteIds}
          onChange={setSiteIds}
          data={sites.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
        />
        <DayField label={t('settings.validUntil')} value={validUntil} onChange={setValidUntil} />
        <Group justify="flex-end">
          <Button disabled={!role || disciplines.length === 0} onClick={() => void give()}>
            {t('settings.giveRole')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
