import { Group, Text, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/api.js';
import { numberText } from '../../language/format.js';
import classes from './matrix.module.css';

type Cell = Schemas['MatrixCell'];
const heatOf = ({ count, significant }: Cell) =>
  count === 0 ? 'empty' : significant === 0 ? 'no' : significant < count ? 'some' : 'all';

/** The matrix as a table: the worst on top and to the right, colour and words telling how many of a cell are significant. */
export function MatrixTable({ matrix: { rows, columns, cells } }: { matrix: Schemas['AspectMatrix'] }) {
  const { t } = useTranslation();
  const cellAt = (row: number, column: number) => cells.find((cell) => cell.row === row && cell.column === column);
  return (
    <div className={classes.frame} tabIndex={0} role="region" aria-label={t('aspect.matrix.title')}>
      <table className={classes.table}>
        <caption>
          {t('aspect.matrix.caption', {
            rows: `${rows.name} (${rows.key})`,
            columns: `${columns.name} (${columns.key})`,
          })}
        </caption>
        <thead>
          <tr>
            <td className={classes.corner}>
              {rows.key} ↓ {columns.key} →
            </td>
            {columns.steps.map(({ value, anchor }) => (
              <th key={value} scope="col" title={anchor}>
                <span className={classes.value}>{value}</span>
                <Text component="span" className={classes.anchor} lineClamp={2}>
                  {anchor}
                </Text>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.steps.toReversed().map(({ value: row, anchor }) => (
            <tr key={row}>
              <th scope="row" title={anchor}>
                <span className={classes.value}>{row}</span>
                <Text component="span" className={classes.anchor} lineClamp={2}>
                  {anchor}
                </Text>
              </th>
              {columns.steps.map(({ value: column }) => {
                const cell = cellAt(row, column);
                return (
                  <td key={column} className={classes.cell} data-heat={cell ? heatOf(cell) : 'empty'}>
                    {cell && cell.count > 0 ? (
                      <Link to="/aspects" search={cell.query.parameters as never}>
                        <VisuallyHidden>
                          {rows.name} {row}, {columns.name} {column}:{' '}
                        </VisuallyHidden>
                        <span className={classes.count}>{numberText(cell.count)}</span>
                        {cell.significant > 0 && (
                          <span className={classes.words}>
                            {t('aspect.matrix.significant', { count: cell.significant })}
                          </span>
                        )}
                      </Link>
                    ) : (
                      <VisuallyHidden>0</VisuallyHidden>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <Group gap="md" mt="sm" fz="sm">
        {(['all', 'some', 'no'] as const).map((heat) => (
          <Group key={heat} gap={6} component="span">
            <span className={classes.key} data-heat={heat} aria-hidden /> {t(`aspect.matrix.${heat}`)}
          </Group>
        ))}
      </Group>
    </div>
  );
}
