import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { pageOf } from '../../record/badges.js';
import { Due } from '../../record/badges.js';
import { useScope } from '../../shell/scope.js';
import classes from './home.module.css';

/** What waits for the person, the most urgent first; each line leads to where it is done. */
export function WorkList() {
  const { t } = useTranslation();
  const [{ discipline }] = useScope();
  const list = useInfiniteQuery({
    queryKey: ['/api/v1/work-items', { discipline }],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/work-items', {
          params: {
            query: {
              limit: 8,
              count: true,
              ...(discipline && { discipline }),
              ...(pageParam && { cursor: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const first = list.data?.pages[0];
  return (
    <section className="card" aria-labelledby="waiting">
      <div className={classes.head}>
        <h2 id="waiting">{t('home.waiting')}</h2>
        {first && first.total! > 0 && (
          <Text size="sm" c="dimmed">
            {t('home.waitingCount', { count: first.total, overdue: first.overdue })}
          </Text>
        )}
      </div>
      {first?.total === 0 && <Text c="dimmed">{t('home.nothingWaits')}</Text>}
      <ul className={classes.work}>
        {items.map((item) => (
          <li key={item.recordType + item.id + item.expected}>
            <Link to={pageOf(item)}>
              <span className={classes.what}>
                {t(`expected.${item.expected}`)}: {item.title}
              </span>
              <span className={classes.meta}>
                <span className="number">{item.reference ?? (item.state === 'draft' && t('register.draft'))}</span>
                <Due on={item.dueOn} overdue={item.overdue} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          variant="subtle"
          size="compact-sm"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('register.more')}
        </Button>
      )}
    </section>
  );
}
