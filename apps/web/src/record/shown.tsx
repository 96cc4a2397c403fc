import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListPath } from '../api/api.js';
import { dayText, numberText } from '../language/format.js';
import { Clauses, Named, StateBadge } from './badges.js';
import { sayErased } from './erased.js';

/** What a field of a record holds. */
export type Kind =
  | { kind: 'text' | 'line' | 'day' | 'person' | 'site' | 'process' | 'clauses' }
  | { kind: 'number' | 'flag' }
  /** Another record of the kind, found by typing. */
  | { kind: 'record'; path: ListPath; recordType: string; text(row: { reference: string | null }): string }
  /** One of a few that only this record has. */
  | { kind: 'option'; options: readonly { value: string; label: string }[] }
  | { kind: 'choice'; choices: readonly string[]; texts: string };

/** The value of a field for people; `help` stands where there is none. */
export function Shown({ kind, value, help }: { kind: Kind; value: unknown; help?: string | undefined }): ReactNode {
  const { t } = useTranslation();
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0))
    return (
      <Text span c="dimmed" inherit>
        {help ?? '—'}
      </Text>
    );
  switch (kind.kind) {
    case 'flag':
      return value ? t('common.yes') : t('common.no');
    case 'option':
      return kind.options.find((option) => option.value === value)?.label ?? (value as string);
    case 'number':
      return numberText(value as number, { maximumFractionDigits: 6 });
    case 'record':
      return <Named type={kind.recordType} id={value as string} />;
    case 'person':
    case 'site':
    case 'process':
      return <Named type={kind.kind} id={value as string} />;
    case 'day':
      return dayText(value as string);
    case 'clauses':
      return <Clauses clauses={value as string[]} />;
    case 'choice':
      return <StateBadge value={value as string} texts={kind.texts} />;
    default:
      return <span className="long">{typeof value === 'string' ? sayErased(value) : (value as string)}</span>;
  }
}
