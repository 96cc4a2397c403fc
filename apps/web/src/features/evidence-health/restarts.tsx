import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api, ifMatch, type Schemas } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { instantText, numberText } from '../../language/format.js';
import { Section } from '../../record/record-page.js';
import { reasonText } from '../../form/reason.js';
import { show } from '../../shell/tell.js';

type Epoch = Schemas['LogEpochView'];

const address = '/api/v1/log/epochs';

/** How often the log was begun anew. What nobody has confirmed stands out: it tells of lines that are gone. */
export function Restarts() {
  const { t } = useTranslation();
  const { data: epochs } = useQuery({
    queryKey: [address],
    queryFn: async () => (await answer(api.GET(address))).items,
  });
  if (!epochs || epochs.length === 0) return null;
  return (
    <Section title={t('health.restarts')}>
      <Text size="sm" mb="xs" maw={720}>
        {t('health.restartsHelp')}
      </Text>
      <Stack gap="xs">
        {epochs.map((epoch) => (
          <Restart key={epoch.id} epoch={epoch} />
        ))}
      </Stack>
    </Section>
  );
}

function Restart({ epoch }: { epoch: Epoch }) {
  const { t } = useTranslation();
  const [step] = epoch.transitions;
  const { mutate, isPending } = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/log/epochs/{id}/transitions', {
          params: { path: { id: epoch.id }, header: ifMatch(epoch.version) },
          body: { action: step!.action },
        }),
      ),
    onError: show,
    onSettled: () =>
      Promise.all([address, '/api/v1/work-items'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  const lost = epoch.lostLines;
  return (
    <Alert
      color={epoch.state === 'confirmed' ? 'gray' : 'yellow'}
      title={`${instantText(epoch.createdAt)}: ${t(`health.restart.${epoch.state}`)}`}
    >
      <Text size="sm" className="long">
        {epoch.reason}
      </Text>
      <List size="sm" spacing={2} mt={4}>
        <List.Item>
          {lost === null
            ? t('health.restart.lostUnknown')
            : lost === 0
              ? t('health.restart.lostNothing')
              : t('health.restart.lost', { count: lost, lines: numberText(lost) })}
        </List.Item>
        {epoch.confirmedAt && (
          <List.Item>
            {t('health.restart.by', { name: epoch.confirmedByName, when: instantText(epoch.confirmedAt) })}
          </List.Item>
        )}
        {epoch.countersignedAt && (
          <List.Item>
            {t('health.restart.by', { name: epoch.countersignedByName, when: instantText(epoch.countersignedAt) })}
          </List.Item>
        )}
      </List>
      {step &&
        (step.allowed ? (
          <Button size="xs" mt="xs" loading={isPending} onClick={() => mutate()}>
            {t('health.restart.confirm')}
          </Button>
        ) : (
          <Text size="sm" mt="xs">
            {step.reasons.map(reasonText).join(' ')}
          </Text>
        ))}
    </Alert>
  );
}
