import { Alert, Button, Group, Loader, SegmentedControl, Text, Title, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconLayoutKanban, IconPlus, IconTable } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type ListPath, type RowOf } from '../api/api.js';
import { remember } from '../api/labels.js';
import { useMay } from '../api/session.js';
import { problemText } from '../form/reason.js';
import { numberText } from '../language/format.js';
import { PdfButton } from '../record/pdf-button.js';
import type { Search } from '../router.js';
import { useScope } from '../shell/scope.js';
import { Cards } from './cards.js';
import { ColumnChoice, useColumns } from './column-choice.js';
import { FilterBar } from './filter-bar.js';
import { RecordTable } from './record-table.js';
import { listQuery, type RegisterOptions } from './types.js';
import { ViewTabs } from './view-tabs.js';

const Board = lazy(() => import('./board.js'));
const ManyBar = lazy(() => import('./many-bar.js'));

/** The one shape of a register: views, filters, rows as table, cards or board. Its state is its address. */
export function Register<P extends ListPath>(options: RegisterOptions<P>) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [scope] = useScope();
  const address = useSearch({ from: '__root__' });
  const search = Object.keys(address).length > 0 ? address : options.views[0]!.search;
  const query = useMemo(() => listQuery(search, scope, options.scope), [search, scope, options.scope]);
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const [shown, chooseColumns] = useColumns(options.page, options.columns);
  const [selected, select] = useState<ReadonlyMap<string, RowOf<P>>>(new Map());
  const change = (next: Search) =>
    void navigate({ to: '.', search: Object.keys(next).length > 0 ? next : { sort: '-createdAt' }, replace: true });

  useEffect(() => {
    document.title = `${options.title} · Continua`;
  }, [options.title]);
  useEffect(() => select(new Map()), [query]);

  const list = useInfiniteQuery({
    queryKey: [options.path, query],
    queryFn: async ({ pageParam }) => {
      const page = (await answer(
        api.GET(options.path as '/api/v1/nonconformities', {
          params: { query: { ...query, count: true, ...(pageParam && { cursor: pageParam }) } as never },
        }),
      )) as unknown as { items: RowOf<P>[]; nextCursor: string | null; total?: number };
      for (const row of page.items) {
        const { reference, title } = options.name(row);
        remember(options.recordType, options.page, row as { id: string; reference?: string }, `${reference} ${title}`);
      }
      return page;
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: search['layout'] !== 'board',
  });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = list.data?.pages[0]?.total;
  // "None yet" is said only where there is none at all, whatever the filters.
  const { data: any = false } = useQuery({
    queryKey: [options.path, 'any'],
    queryFn: async () =>
      (await answer(api.GET(options.path as '/api/v1/nonconformities', { params: { query: { limit: 1 } } }))).items
        .length > 0,
    enabled: list.isSuccess && rows.length === 0,
  });
  const board = options.board && search['layout'] === 'board';

  return (
    <>
      <Group justify="space-between" mb="xs" gap="sm">
        <Title order={1}>{options.title}</Title>
        <Group gap="xs">
          {options.print && <PdfButton href={options.print} query={query} />}
          {options.actions}
          {options.make && may(options.make.needs) && (
            <Button
              component={Link}
              to={options.make.to}
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
            >
              {options.make.label}
            </Button>
          )}
        </Group>
      </Group>
      <ViewTabs
        page={options.page}
        views={options.views}
        search={search}
        columns={shown}
        onChoose={(next, columns) => {
          change(next);
          if (columns) chooseColumns(columns);
        }}
      />
      <FilterBar filters={options.filters} search={search} onChange={change} narrow={narrow}>
        {!narrow && !board && <ColumnChoice columns={options.columns} shown={shown} onChange={chooseColumns} />}
        {options.board && (
          <SegmentedControl
            size="xs"
            aria-label={t('register.layout')}
            value={board ? 'board' : 'table'}
            onChange={(layout) => {
              const { layout: _, ...rest } = search;
              change(layout === 'board' ? { ...rest, layout } : rest);
            }}
            data={[
              {
                value: 'table',
                label: (
                  <>
                    <IconTable size={16} aria-hidden />
                    <VisuallyHidden>{t('register.table')}</VisuallyHidden>
                  </>
                ),
              },
              {
                value: 'board',
                label: (
                  <>
                    <IconLayoutKanban size={16} aria-hidden />
                    <VisuallyHidden>{t('register.board')}</VisuallyHidden>
                  </>
                ),
              },
            ]}
          />
        )}
      </FilterBar>
      {list.error && rows.length === 0 ? (
        <Alert color="red" role="alert" title={t('register.failed')}>
          <Text size="sm">{problemText(list.error)}</Text>
          <Group mt="sm">
            <Button size="xs" onClick={() => void list.refetch()}>
              {t('common.retry')}
            </Button>
            <Button size="xs" variant="default" onClick={() => change({})}>
              {t('register.reset')}
            </Button>
          </Group>
        </Alert>
      ) : board ? (
        <Suspense fallback={<Loader />}>
          <Board options={options} query={query} />
        </Suspense>
      ) : list.isPending ? (
        <Loader role="status" aria-label={t('common.loading')} />
      ) : rows.length === 0 ? (
        <Empty filtered={any} onReset={() => change({})}>
          {options.empty}
        </Empty>
      ) : narrow ? (
        <Cards options={options} rows={rows} />
      ) : (
        <RecordTable
          options={options}
          columns={options.columns.filter(({ key, when }) => shown.includes(key) || when?.(search))}
          rows={rows}
          sort={search['sort']}
          onSort={(sort) => change({ ...search, sort })}
          selected={selected}
          onSelect={select}
          busy={list.isPlaceholderData}
        />
      )}
      {selected.size > 0 && options.many && (
        <Suspense fallback={null}>
          <ManyBar options={options} selected={selected} onDone={() => select(new Map())} />
        </Suspense>
      )}
      {!board && rows.length > 0 && (
        <Group justify="space-between" mt="sm">
          <Text size="sm" c="dimmed" role="status">
            {t('register.shown', { shown: numberText(rows.length), total: numberText(total ?? rows.length) })}
          </Text>
          {list.hasNextPage && (
            <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('register.more')}
            </Button>
          )}
        </Group>
      )}
    </>
  );
}

function Empty({ filtered, onReset, children }: { filtered: boolean; onReset(): void; children: string }) {
  const { t } = useTranslation();
  return (
    <div className="card" style={{ textAlign: 'center', padding: '2.5rem 1rem' }}>
      <Text fw={600}>{filtered ? t('register.nothing') : children}</Text>
      {filtered && (
        <Button mt="md" variant="default" onClick={onReset}>
          {t('register.reset')}
        </Button>
      )}
    </div>
  );
}
