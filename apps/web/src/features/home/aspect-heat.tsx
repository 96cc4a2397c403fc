import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { useFigureQuery } from './figure-cards.js';
import { hrefOf } from './figure-link.js';
import classes from './home.module.css';

/** The first word of an anchor: “Severe: an effect …” is Severe; without a colon it is the number. */
const word = (value: number, anchor: string) => {
  const [first, rest] = anchor.split(':');
  return rest && first!.length <= 16 ? first! : String(value);
};

/** Aspects by the two heaviest criteria of the method: a table whose cells lead into the register. */
export function AspectHeat() {
  const { t } = useTranslation();
  const query = useFigureQuery();
  const { data } = useQuery({
    queryKey: ['/api/v1/figures/aspects', query],
    queryFn: () => answer(api.GET('/api/v1/figures/aspects', { params: { query } })),
  });
  const matrix = data?.matrix;
  return (
    <section className="card" aria-label={t('home.aspects')}>
      <div className={classes.head}>
        <h2>{t('home.aspects')}</h2>
        {data && (
          <Link to={hrefOf(data.significant.query)} style={{ fontSize: '0.85rem' }}>
            {t('home.significant', { count: data.significant.count, all: data.active.count })}
          </Link>
        )}
      </div>
      {!data ? (
        <Skeleton height={220} />
      ) : !matrix || data.active.count === 0 ? (
        <Text c="dimmed">{t('home.noAspects')}</Text>
      ) : (
        <>
          <Text size="sm" c="dimmed" mb="xs">
            {t('home.aspectsNote', { rows: matrix.rows.name, columns: matrix.columns.name, method: matrix.method })}
          </Text>
          <div style={{ overflowX: 'auto' }}>
            <table className={classes.heat} style={{ minWidth: 300 }}>
              <tbody>
                {matrix.rows.steps.toReversed().map((row) => (
                  <tr key={row.value}>
                    <th scope="row" title={row.anchor}>
                      {word(row.value, row.anchor)}
                    </th>
                    {matrix.columns.steps.map((column) => {
                      const cell = matrix.cells.find((one) => one.row === row.value && one.column === column.value);
                      const heat = Math.ceil(
                        ((row.value / matrix.rows.steps.length) * (column.value / matrix.columns.steps.length)) ** 0.6 *
                          4,
                      );
                      return (
                        <td key={column.value} data-heat={heat}>
                          {cell && cell.count > 0 && (
                            <Link
                              to={hrefOf(cell.query)}
                              title={t('home.cell', {
                                count: cell.count,
                                rows: `${matrix.rows.name} ${row.value}`,
                                columns: `${matrix.columns.name} ${column.value}`,
                                significant: cell.significant,
                              })}
                            >
                              {cell.count}
                            </Link>
                          )}
                        </td>
                      );
                    })}
                  </tr>
                ))}
                <tr>
                  <th scope="row">
                    {matrix.rows.name} ↑ {matrix.columns.name} →
                  </th>
                  {matrix.columns.steps.map((column) => (
                    <th key={column.value} scope="col" title={column.anchor}>
                      {column.value}
                    </th>
                  ))}
                </tr>
              </tbody>
            </table>
          </div>
          {data.unassessed.count > 0 && (
            <Link to={hrefOf(data.unassessed.query)} style={{ fontSize: '0.85rem' }}>
              {t('home.unassessed', { count: data.unassessed.count })}
            </Link>
          )}
        </>
      )}
    </section>
  );
}
