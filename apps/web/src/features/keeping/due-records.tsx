import { Button, Checkbox, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { useMay } from '../../api/session.js';
import { problemText } from '../../form/reason.js';
import { dayText, numberText } from '../../language/format.js';
import { show } from '../../shell/tell.js';
import classes from './keeping.module.css';

type Due = Schemas['DueRecord'];

/** Records whose time has passed, by kind, to be disposed of: computed each time it is looked at. */
export function DueRecords() {
  const { t } = useTranslation();
  const due = useQuery({
    queryKey: ['/api/v1/disposals/due'],
    queryFn: () => answer(api.GET('/api/v1/disposals/due')),
    retry: false,
  });
  if (due.error) return <Text role="alert">{problemText(due.error)}</Text>;
  if (!due.data) return null;
  const { items } = due.data;
  const kinds = [...new Set(items.map(({ recordType }) => recordType))];
  return (
    <section className="card" aria-label={t('keeping.disposal.due')} style={{ marginBottom: '1rem' }}>
      <Text fw={650}>{t('keeping.disposal.due')}</Text>
      <Text size="sm" c="dimmed">
        {t('keeping.disposal.dueHelp')}
      </Text>
      {items.length === 0 && <Text mt="sm">{t('keeping.disposal.nothingDue')}</Text>}
      {kinds.map((kind) => (
        <DueOfKind key={kind} kind={kind} records={items.filter(({ recordType }) => recordType === kind)} />
      ))}
    </section>
  );
}

function DueOfKind({ kind, records }: { kind: string; records: Due[] }) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const dispose = async () => {
    setBusy(true);
    try {
      const asked = await answer(api.POST('/api/v1/disposals', { body: { recordType: kind, recordIds: chosen } }));
      await queries.invalidateQueries({ queryKey: ['/api/v1/disposals'] });
      await navigate({ to: '/disposals/$key', params: { key: asked.reference } });
    } catch (error) {
      show(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <details open={records.length <= 10} style={{ marginTop: '0.75rem' }}>
      <summary>
        {t(`keeping.kinds.${kind}`, { defaultValue: kind })} ({numberText(records.length)})
      </summary>
      <ul className={classes.list}>
        {records.map(({ recordId, label, endedOn, dueOn }) => (
          <li key={recordId} className={classes.item}>
            <Checkbox
              checked={chosen.includes(recordId)}
              onChange={() =>
                setChosen(chosen.includes(recordId) ? chosen.filter((one) => one !== recordId) : [...chosen, recordId])
              }
              label={
                <>
                  {label}
                  <span className={classes.note}>
                    {t('keeping.disposal.ended', { ended: dayText(endedOn), due: dayText(dueOn) })}
                  </span>
                </>
              }
            />
          </li>
        ))}
      </ul>
      {may('retention:manage') && (
        <Group mt="xs">
          <Button size="xs" variant="default" onClick={() => setChosen(records.map(({ recordId }) => recordId))}>
            {t('keeping.disposal.all')}
          </Button>
          <Button size="xs" disabled={chosen.length === 0} loading={busy} onClick={() => void dispose()}>
            {t('keeping.disposal.ask', { count: chosen.length })}
          </Button>
        </Group>
      )}
    </details>
  );
}
