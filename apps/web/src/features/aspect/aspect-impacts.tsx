import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, ifMatch, type Schemas } from '../../api/api.js';
import { dayText, today } from '../../language/format.js';
import { Badge } from '../../record/badges.js';
import { Editable, EditingProvider } from '../../record/editable.js';
import classes from '../../record/record.module.css';
import { useTyped } from '../../record/use-typed.js';
import { impactCategories } from './choices.js';

const ImpactForm = lazy(async () => ({ default: (await import('./impact-form.js')).ImpactForm }));

type Impact = Schemas['AspectImpactView'];
const path = '/api/v1/aspects/{id}/impacts';

/** What the aspect does to the environment, for worse or for better; a withdrawn impact stays readable. */
export function AspectImpacts({
  aspect,
  readOnly,
  asOf,
}: {
  aspect: Schemas['AspectView'];
  readOnly: boolean;
  asOf: string | null;
}) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [adding, setAdding] = useState(false);
  const queryKey = [path, aspect.id];
  const { data } = useQuery({
    queryKey,
    queryFn: async () => (await answer(api.GET(path, { params: { path: { id: aspect.id } } }))).items,
  });
  const changed = () => cache.invalidateQueries({ queryKey });
  const impacts = (data ?? []).filter(({ createdAt }) => !asOf || createdAt.slice(0, 10) <= asOf);
  return (
    <>
      {data && impacts.length === 0 && !adding && (
        <Text size="sm" c="dimmed">
          {t('aspect.noImpact')}
        </Text>
      )}
      <ul className={classes.rows}>
        {impacts.map((impact) => (
          <li key={impact.id}>
            <OneImpact aspectId={aspect.id} impact={impact} readOnly={readOnly} onChanged={changed} />
          </li>
        ))}
      </ul>
      {adding ? (
        <div className={classes.rowForm}>
          <Suspense fallback={null}>
            <ImpactForm aspect={aspect} onDone={changed} onClose={() => setAdding(false)} />
          </Suspense>
        </div>
      ) : (
        !readOnly && (
          <Button
            mt="xs"
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {t('aspect.addImpact')}
          </Button>
        )
      )}
    </>
  );
}

function OneImpact({
  aspectId,
  impact,
  readOnly,
  onChanged,
}: {
  aspectId: string;
  impact: Impact;
  readOnly: boolean;
  onChanged(): Promise<void>;
}) {
  const { t } = useTranslation();
  return (
    <EditingProvider
      value={{
        record: impact as unknown as Record<string, unknown>,
        name: `aspect_impact:${impact.id}`,
        readOnly: readOnly || impact.withdrawnOn !== null,
        field: (name) =>
          name === 'category'
            ? t('aspect.field.impactCategory')
            : name === 'description'
              ? t('aspect.field.impact')
              : t(`aspect.field.${name}`),
        edit: async (changes) => {
          await api.PATCH('/api/v1/aspects/{id}/impacts/{impactId}', {
            params: { path: { id: aspectId, impactId: impact.id }, header: ifMatch(impact.version) },
            body: changes as Schemas['EditImpact'],
          });
          await onChanged();
        },
      }}
    >
      <div className={classes.inLine}>
        <div style={{ flex: '0 0 14rem' }}>
          <Editable name="category" kind="choice" choices={impactCategories} texts="aspect.impactCategory" hideLabel />
        </div>
        <div style={{ flex: '1 1 16rem', minWidth: 0 }}>
          <Editable name="description" kind="text" hideLabel />
        </div>
        <Badge tone={impact.sign === 'beneficial' ? 'good' : 'neutral'}>{t(`aspect.sign.${impact.sign}`)}</Badge>
        {impact.withdrawnOn ? (
          <Text size="sm" c="dimmed">
            {t('aspect.withdrawn', { day: dayText(impact.withdrawnOn) })}
          </Text>
        ) : (
          !readOnly && <Withdraw />
        )}
      </div>
    </EditingProvider>
  );
}

/** Takes an impact off the present picture; the server asks why. */
function Withdraw() {
  const { t } = useTranslation();
  const { save, dialog, error, busy } = useTyped<string>('withdrawnOn', t('aspect.withdraw'));
  return (
    <>
      <Button size="compact-xs" variant="subtle" loading={busy} onClick={() => void save(today())}>
        {t('aspect.withdraw')}
      </Button>
      {error && (
        <Text size="xs" c="var(--alarm)" role="alert">
          {error}
        </Text>
      )}
      {dialog}
    </>
  );
}
