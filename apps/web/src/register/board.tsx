import { Button, Group, Loader, Stack, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api, type ListPath, type RowOf } from '../api/api.js';
import { numberText } from '../language/format.js';
import type { Search } from '../router.js';
import { Card } from './cards.js';
import classes from './register.module.css';
import type { RegisterOptions } from './types.js';

const most = 20;

/** One column a state, at most 20 cards each; the rest is one click away. */
export default function Board<P extends ListPath>({ options, query }: { options: RegisterOptions<P>; query: Search }) {
  const { t } = useTranslation();
  const { state, sort = '-createdAt', ...rest } = query;
  const states = options.board!.states.filter((one) => !state || one === state);
  const columns = useQueries({
    queries: states.map((one) => ({
      queryKey: [options.path, 'board', { ...rest, state: one, sort }],
      queryFn: async () =>
        (await answer(
          api.GET(options.path as '/api/v1/nonconformities', {
            params: { query: { ...rest, state: one, sort, count: true, limit: most } as never },
          }),
        )) as unknown as { items: RowOf<P>[]; total: number },
    })),
  });
  return (
    <div className={classes.board} tabIndex={0} role="region" aria-label={t('register.board')}>
      {states.map((one, index) => {
        const data = columns[index]!.data;
        const name = t(`${options.board!.texts}.${one}`);
        return (
          <section key={one} className={classes.column} data-empty={data?.total === 0 || undefined} aria-label={name}>
            <Group justify="space-between" mb={6} wrap="nowrap">
              <Text component="h2" size="sm" fw={650}>
                {name}
              </Text>
              <Text size="sm" c="dimmed">
                {data ? numberText(data.total) : <Loader size="xs" />}
              </Text>
            </Group>
            <Stack gap={6}>
              {data?.items.map((row) => (
                <Card key={(row as { id: string }).id} options={options} row={row} without="state" />
              ))}
              {data && data.total > most && (
                <Button
                  component={Link}
                  to="."
                  search={{ ...rest, state: one, sort } as never}
                  size="xs"
                  variant="subtle"
                >
                  {t('register.rest', { count: data.total - most })}
                </Button>
              )}
            </Stack>
          </section>
        );
      })}
    </div>
  );
}
