import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ListPath, RowOf } from '../api/api.js';
import { addressOf } from './record-table.js';
import classes from './register.module.css';
import type { RegisterOptions } from './types.js';

/** Rows on a phone: number, words and what is urgent. */
export function Cards<P extends ListPath>({ options, rows }: { options: RegisterOptions<P>; rows: RowOf<P>[] }) {
  return (
    <ul className={classes.cards} aria-label={options.title}>
      {rows.map((row) => (
        <li key={(row as { id: string }).id}>
          <Card options={options} row={row} />
        </li>
      ))}
    </ul>
  );
}

/** One row as a card, on a phone and on a board. */
export function Card<P extends ListPath>({
  options,
  row,
  without,
}: {
  options: RegisterOptions<P>;
  row: RowOf<P>;
  /** A column that the place of the card says already. */
  without?: string;
}) {
  const { t } = useTranslation();
  const { reference, title } = options.name(row);
  const lines = options.columns.filter(({ card }) => card === 'line');
  return (
    <Link
      to={addressOf(options.page, row as { id: string; reference?: string | null })}
      className={classes.card}
      data-row
    >
      <div className={classes.title}>{title}</div>
      <div className={classes.badges}>
        {!options.unnumbered && <span className="number">{reference ?? t('register.draft')}</span>}
        {options.columns
          .filter(({ card, key }) => card === 'badge' && key !== without)
          .map(({ key, render }) => (
            <span key={key}>{render(row)}</span>
          ))}
      </div>
      {lines.length > 0 && (
        <div className={classes.badges}>
          {lines.map(({ key, render }) => (
            <span key={key}>{render(row)}</span>
          ))}
        </div>
      )}
    </Link>
  );
}
