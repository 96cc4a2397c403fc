import { Button, Group, Loader, NativeSelect, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { StateBadge } from '../../record/badges.js';
import { Editable, EditingProvider } from '../../record/editable.js';
import { Section } from '../../record/record-page.js';
import { Signatures } from '../../record/signatures.js';
import { Transitions } from '../../record/transitions.js';
import { useRecord } from '../../record/use-record.js';
import { Coverage } from './coverage.js';
import { YearGrid } from './year-grid.js';

const Timeline = lazy(() => import('../../record/timeline.js'));
const path = '/api/v1/audit-programmes/{id}';

/** The year at a glance: which process is audited when, and which clauses nobody has looked at. */
export function ProgrammePage() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const { programme } = useSearch({ from: '__root__' });
  const { data: list } = useQuery({
    queryKey: ['/api/v1/audit-programmes'],
    queryFn: async () =>
      (await answer(api.GET('/api/v1/audit-programmes', { params: { query: { sort: '-year', limit: 100 } } }))).items,
  });
  useEffect(() => {
    document.title = `${t('place.programme')} · Continua`;
  }, [t]);
  // A reference in the address is as good as an id.
  const year = new Date().getFullYear();
  const chosen =
    list?.find(({ id, reference }) => id === programme || reference === programme) ??
    list?.find((one) => one.year === year && one.state !== 'draft') ??
    list?.[0];
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Title order={1}>{chosen ? chosen.title : t('place.programme')}</Title>
        <Group gap="xs">
          {list && list.length > 1 && (
            <NativeSelect
              aria-label={t('programme.choose')}
              value={chosen?.id ?? ''}
              onChange={(event) =>
                void navigate({ to: '/programme', search: { programme: event.currentTarget.value } as never })
              }
              data={list.map(({ id, year: of, title }) => ({ value: id, label: `${of} · ${title}` }))}
            />
          )}
          {may('auditProgramme:draft') && (
            <Button
              component={Link}
              to="/programme/new"
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
            >
              {t('programme.make')}
            </Button>
          )}
        </Group>
      </Group>
      {!list ? (
        <Loader aria-label={t('common.loading')} />
      ) : chosen ? (
        <Programme key={chosen.id} id={chosen.id} />
      ) : (
        <div className="card" style={{ textAlign: 'center' }}>
          <Text fw={600}>{t('programme.empty')}</Text>
        </div>
      )}
    </>
  );
}

function Programme({ id }: { id: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const handle = useRecord(path, 'audit_programme', id);
  const { record } = handle;
  const field = (name: string) => t(`programme.field.${name}`, { defaultValue: name });
  if (!record) return <Loader aria-label={t('common.loading')} />;
  return (
    <EditingProvider
      value={{ record, name: `audit_programme:${id}`, edit: handle.edit, readOnly: record.state !== 'draft', field }}
    >
      <Group mb="md" justify="space-between">
        <Group gap="xs">
          <Text className="number">{record.reference}</Text>
          <StateBadge value={record.state} texts="programme.state" />
        </Group>
        <Group gap="xs">
          <Transitions path={path} handle={handle as never} texts="programme.action" field={field} />
          {may('audit:plan') && record.state !== 'closed' && (
            <Button
              component={Link}
              to="/audits/new"
              search={{ programmeId: id } as never}
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
            >
              {t('make.audit')}
            </Button>
          )}
        </Group>
      </Group>
      <YearGrid programmeId={id} year={record.year} movable={may('audit:plan')} />
      <Coverage programmeId={id} />
      <div style={{ display: 'grid', gap: '1rem', marginTop: '1rem' }}>
        <Section title={t('programme.about')}>
          <dl style={{ margin: 0 }}>
            <Editable name="title" kind="line" />
            <Editable name="objectives" kind="text" />
            <Editable name="risks" kind="text" />
          </dl>
        </Section>
        <Signatures recordType="audit_programme" id={id} field={field} />
        <Section title={t('record.history')}>
          <Suspense fallback={null}>
            <Timeline
              recordType="audit_programme"
              id={id}
              texts={{
                field,
                feature: 'programme',
                value: (name, value) => t(`programme.${name}.${value}`, { defaultValue: value }),
              }}
            />
          </Suspense>
        </Section>
      </div>
    </EditingProvider>
  );
}
