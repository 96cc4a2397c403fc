import { Checkbox, Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListPath, RowOf } from '../api/api.js';
import { useLetterKeys } from '../shell/keys.js';
import classes from './register.module.css';
import type { Column, RegisterOptions } from './types.js';

type Row = { id: string };
const idOf = (row: unknown) => (row as Row).id;

/** Where a record's page is. */
export const addressOf = (page: string, row: Row & { reference?: string | null }) =>
  `/${page}/${row.reference ?? row.id}`;

/** Rows as in a spreadsheet: dense, sortable, selectable, J and K move, X selects, Enter opens. */
export function RecordTable<P extends ListPath>({
  options,
  columns,
  rows,
  sort = '-createdAt',
  onSort,
  selected,
  onSelect,
  busy,
}: {
  options: RegisterOptions<P>;
  columns: Column<RowOf<P>>[];
  rows: RowOf<P>[];
  sort?: string | undefined;
  onSort(sort: string): void;
  selected: ReadonlyMap<string, RowOf<P>>;
  onSelect(selected: ReadonlyMap<string, RowOf<P>>): void;
  busy: boolean;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const body = useRef<HTMLTableSectionElement>(null);
  const last = useRef<number>(-1);
  const [letters] = useLetterKeys();
  const toggle = (index: number, range: boolean) => {
    const next = new Map(selected);
    const add = !selected.has(idOf(rows[index]!));
    const [from, to] =
      range && last.current >= 0 ? [Math.min(last.current, index), Math.max(last.current, index)] : [index, index];
    for (let at = from; at <= to; at++) {
      const row = rows[at]!;
      if (add) next.set(idOf(row), row);
      else next.delete(idOf(row));
    }
    last.current = index;
    onSelect(next);
  };

  useEffect(() => {
    if (!letters) return;
    const listen = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
      const links = [...(body.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
      const at = links.indexOf(document.activeElement as HTMLElement);
      if (event.key === 'j') links[Math.min(at + 1, links.length - 1)]?.focus();
      else if (event.key === 'k') links[Math.max(at - 1, 0)]?.focus();
      else if (event.key === 'x' && at >= 0 && options.many) toggle(at, false);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  });

  const heading = ({ title, sort: field }: Column<RowOf<P>>) => {
    if (!field) return title;
    const active = sort.replace('-', '') === field;
    const Icon = active ? (sort.startsWith('-') ? IconArrowDown : IconArrowUp) : IconArrowsSort;
    return (
      <UnstyledButton
        className={classes.sort}
        onClick={() => onSort(active && !sort.startsWith('-') ? `-${field}` : field)}
      >
        {title}
        <Icon size={14} aria-hidden opacity={active ? 1 : 0.45} />
      </UnstyledButton>
    );
  };
  const order = (field?: string) =>
    field && sort.replace('-', '') === field ? (sort.startsWith('-') ? 'descending' : 'ascending') : undefined;
  const all = rows.length > 0 && rows.every((row) => selected.has(idOf(row)));

  return (
    <div className={classes.frame} aria-busy={busy} tabIndex={0} role="region" aria-label={options.title}>
      <Table className={classes.table} verticalSpacing={7} highlightOnHover stickyHeader>
        <Table.Thead>
          <Table.Tr>
            {options.many && (
              <Table.Th w={40}>
                <Checkbox
                  size="xs"
                  aria-label={t('register.selectAll')}
                  checked={all}
                  indeterminate={!all && selected.size > 0}
                  onChange={() => onSelect(all ? new Map() : new Map(rows.map((row) => [idOf(row), row])))}
                />
              </Table.Th>
            )}
            <Table.Th w={options.unnumbered ? 240 : 142}>
              {t(options.unnumbered ? 'register.name' : 'register.number')}
            </Table.Th>
            {columns.map((column) => (
              <Table.Th key={column.key} {...(column.width && { w: column.width })} aria-sort={order(column.sort)}>
                {heading(column)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ref={body}>
          {rows.map((row, index) => {
            const { reference, title } = options.name(row);
            const to = addressOf(options.page, row as Row & { reference?: string | null });
            return (
              <Table.Tr
                key={idOf(row)}
                data-selected={selected.has(idOf(row)) || undefined}
                onClick={(event) => {
                  if (!(event.target as HTMLElement).closest('a,button,input,label') && !getSelection()?.toString())
                    void navigate({ to });
                }}
              >
                {options.many && (
                  <Table.Td>
                    <Checkbox
                      size="xs"
                      aria-label={t('register.select', { what: reference ?? title })}
                      checked={selected.has(idOf(row))}
                      onChange={(event) => toggle(index, (event.nativeEvent as unknown as MouseEvent).shiftKey)}
                    />
                  </Table.Td>
                )}
                <Table.Td style={options.unnumbered && { whiteSpace: 'normal' }}>
                  <Link
                    to={to}
                    data-row
                    className={classes.reference}
                    aria-label={options.unnumbered ? title : `${reference ?? t('register.draft')} ${title}`}
                  >
                    {options.unnumbered ? title : (reference ?? t('register.draft'))}
                  </Link>
                </Table.Td>
                {columns.map(({ key, render }) => (
                  <Table.Td key={key}>{render(row)}</Table.Td>
                ))}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
