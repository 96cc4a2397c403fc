import { ActionIcon, Button, Checkbox, Group, Menu, Modal, Stack, TextInput } from '@mantine/core';
import { IconBookmarkPlus, IconDotsVertical } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, ifMatch, type Schemas } from '../api/api.js';
import { useSession } from '../api/session.js';
import type { Search } from '../router.js';
import { show, tell } from '../shell/tell.js';
import classes from './register.module.css';

type SavedView = Schemas['SavedViewView'];

const plain = (search: Search) => new URLSearchParams({ ...search, layout: '' });
/** Whether two addresses show the same rows, whatever the order of their names. */
function same(one: Search, other: Search): boolean {
  const [mine, theirs] = [plain(one), plain(other)];
  mine.sort();
  theirs.sort();
  return mine.toString() === theirs.toString();
}

/** The views of a register as tabs: those that everybody has, then saved ones, mine and shared. A view is an address with a name. */
export function ViewTabs({
  page,
  views,
  search,
  columns,
  onChoose,
}: {
  page: string;
  views: { key: string; label: string; search: Search }[];
  search: Search;
  columns: string[];
  onChoose(search: Search, columns?: string[]): void;
}) {
  const { t } = useTranslation();
  const { personId } = useSession();
  const cache = useQueryClient();
  const [naming, setNaming] = useState<{ view?: SavedView } | null>(null);
  const queryKey = ['/api/v1/saved-views', page];
  const { data } = useQuery({
    queryKey,
    queryFn: () =>
      answer(api.GET('/api/v1/saved-views', { params: { query: { page, limit: 100, sort: 'position' } } })),
    staleTime: 60_000,
  });
  const saved = data?.items ?? [];
  const known = [...views.map((view) => view.search), ...saved.map(({ query }) => searchOf(query))].some((one) =>
    same(one, search),
  );
  const tab = (key: string, label: string, own: Search, choose: () => void) => (
    <button
      key={key}
      type="button"
      className={classes.tab}
      aria-current={same(own, search) ? 'page' : undefined}
      onClick={choose}
    >
      {label}
    </button>
  );
  const remove = async (view: SavedView) => {
    try {
      await api.DELETE('/api/v1/saved-views/{id}', {
        params: { path: { id: view.id }, header: ifMatch(view.version) },
      });
      await cache.invalidateQueries({ queryKey });
      tell(t('views.removed', { name: view.name }));
    } catch (error) {
      show(error);
    }
  };
  return (
    <Group wrap="nowrap" gap="xs" align="center" mb="xs">
      <nav className={classes.tabs} aria-label={t('register.views')} style={{ flex: 1, margin: 0 }}>
        {views.map((view) => tab(view.key, view.label, view.search, () => onChoose(view.search)))}
        {saved.map((view) => {
          const own = searchOf(view.query);
          return (
            <span key={view.id} style={{ display: 'inline-flex', flex: 'none', alignItems: 'center' }}>
              {tab(view.id, view.name, own, () => onChoose(own, view.layout?.columns))}
              {same(own, search) && view.ownerId === personId && (
                <Menu position="bottom-start">
                  <Menu.Target>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size={24}
                      aria-label={t('views.change', { name: view.name })}
                    >
                      <IconDotsVertical size={14} aria-hidden />
                    </ActionIcon>
                  </Menu.Target>
                  <Menu.Dropdown>
                    <Menu.Item onClick={() => setNaming({ view })}>{t('views.rename')}</Menu.Item>
                    <Menu.Item onClick={() => void remove(view)}>{t('common.remove')}</Menu.Item>
                  </Menu.Dropdown>
                </Menu>
              )}
            </span>
          );
        })}
      </nav>
      {!known && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconBookmarkPlus size={16} aria-hidden />}
          onClick={() => setNaming({})}
        >
          {t('views.save')}
        </Button>
      )}
      {naming && (
        <NameView
          page={page}
          search={search}
          columns={columns}
          {...naming}
          onDone={() => {
            setNaming(null);
            void cache.invalidateQueries({ queryKey });
          }}
        />
      )}
    </Group>
  );
}

const searchOf = (query: string): Search => Object.fromEntries(new URLSearchParams(query));

function NameView({
  page,
  search,
  columns,
  view,
  onDone,
}: {
  page: string;
  search: Search;
  columns: string[];
  view?: SavedView;
  onDone(): void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      if (view)
        await api.PATCH('/api/v1/saved-views/{id}', {
          params: { path: { id: view.id }, header: ifMatch(view.version) },
          body: { name: name.trim(), shared },
        });
      else
        await api.POST('/api/v1/saved-views', {
          body: {
            name: name.trim(),
            page,
            query: new URLSearchParams(search).toString(),
            layout: { columns },
            shared,
          },
        });
      tell(t('views.saved', { name: name.trim() }));
      onDone();
    } catch (error) {
      show(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onDone} title={t('views.save')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack>
          <TextInput
            label={t('views.name')}
            required
            maxLength={100}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox
            label={t('views.shared')}
            description={t('views.sharedHelp')}
            checked={shared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={busy} disabled={!name.trim()}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
