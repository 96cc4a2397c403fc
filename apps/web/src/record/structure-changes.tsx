import type { ReactNode } from 'react';
import type { FieldTexts } from './timeline.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Nothing stood there. */
export const isEmpty = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isRows = (value: unknown): value is Fields[] => Array.isArray(value) && value.length > 0 && value.every(isFields);

/** A row of a list in one line: what its fields hold, in words where there are any. */
const rowText = (row: Fields, texts: FieldTexts): string =>
  Object.entries(row)
    .filter(([, value]) => (typeof value === 'string' && !uuid.test(value)) || typeof value === 'number')
    .map(([name, value]) => texts.value?.(name, String(value)) ?? String(value))
    .join(' · ');

/** Of two lists of rows only those that went and those that came. */
function RowChanges({ before, after, texts }: { before: Fields[]; after: Fields[]; texts: FieldTexts }) {
  const without = (rows: Fields[], others: Fields[]) =>
    rows.filter((row) => !others.some((other) => JSON.stringify(other) === JSON.stringify(row)));
  return (
    <>
      {without(before, after).map((row, index) => (
        <div key={`-${index}`}>
          <del>{rowText(row, texts)}</del>
        </div>
      ))}
      {without(after, before).map((row, index) => (
        <div key={`+${index}`}>
          <ins>{rowText(row, texts)}</ins>
        </div>
      ))}
    </>
  );
}

/** Of two structures only the fields that differ; what lies deeper is named, not shown. */
function FieldChanges({ before, after, texts }: { before: Fields; after: Fields; texts: FieldTexts }) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return names.map((name) => {
    const [old, now] = [plainText(before[name]), plainText(after[name])];
    return (
      <div key={name}>
        {texts.field(name)}
        {old !== null && now !== null ? (
          <>
            : {old && <del>{old}</del>} {now && <ins>{now}</ins>}
          </>
        ) : (
          ' …'
        )}
      </div>
    );
  });
}

/** A value that is one word or number, empty when there is none; null for what has parts. */
function plainText(value: unknown): string | null {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** What differs between two values that have fields of their own; null for plain values, which are shown whole. */
export function structureChanges(before: unknown, after: unknown, texts: FieldTexts): ReactNode {
  if (isFields(before) && isFields(after)) return <FieldChanges before={before} after={after} texts={texts} />;
  const rows = (value: unknown) => (isRows(value) ? value : isEmpty(value) ? [] : null);
  const [old, now] = [rows(before), rows(after)];
  return old && now && old.length + now.length > 0 ? <RowChanges before={old} after={now} texts={texts} /> : null;
}
