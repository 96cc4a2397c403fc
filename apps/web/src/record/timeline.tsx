import { Button, Loader, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { diffWordsWithSpace } from 'diff';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../api/api.js';
import { dayText, instantText } from '../language/format.js';
import { Named, RecordLink } from './badges.js';
import { isErased, sayErased } from './erased.js';
import classes from './record.module.css';
import { structureText } from './structure-text.js';

/** What a feature tells so that its history reads well. */
export interface FieldTexts {
  field(name: string): string;
  /** Under which key its texts stand; `<feature>.action.<verb>` says what was done. */
  feature: string;
  /** Words of a value that is a key, such as a state. */
  value?(field: string, value: string): string | undefined;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const kinds: Record<string, string> = {
  siteId: 'site',
  processId: 'process',
  nonconformityId: 'nonconformity',
  recurrenceOfId: 'nonconformity',
  duplicateOfId: 'nonconformity',
  auditId: 'audit',
  programmeId: 'audit_programme',
  findingId: 'finding',
  aspectId: 'aspect',
};

/** Who changed what, when and why: the exact difference, old struck through, new marked. Newest first. */
export default function Timeline({ recordType, id, texts }: { recordType: string; id: string; texts: FieldTexts }) {
  const { t } = useTranslation();
  const history = useInfiniteQuery({
    queryKey: ['history', recordType, id],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/v1/history/{recordType}/{id}', {
          params: { path: { recordType, id }, query: { limit: 20, ...(pageParam && { before: Number(pageParam) }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const entries = history.data?.pages.flatMap(({ items }) => items) ?? [];
  if (history.isPending) return <Loader size="sm" role="status" aria-label={t('common.loading')} />;
  if (history.error) return <Text size="sm">{t('timeline.closed')}</Text>;
  return (
    <>
      <ol className={classes.timeline}>
        {entries.map((entry) => (
          <li key={entry.version} className={classes.entry}>
            <Text size="sm">
              <strong>{entry.actorName}</strong> ·{' '}
              {t([
                ...(entry.act === 'redaction.execute' ? ['timeline.erasing'] : []),
                `${texts.feature}.action.${entry.act.split('.')[1]}`,
                entry.version === 1 ? 'timeline.made' : 'timeline.changed',
              ])}{' '}
              <Text span size="xs" c="dimmed" className="tabular">
                <time dateTime={entry.at}>{instantText(entry.at)}</time> ·{' '}
                {t('timeline.version', { version: entry.version })}
                {entry.via !== 'ui' && ` · ${t(`via.${entry.via}`, { defaultValue: entry.via })}`}
              </Text>
            </Text>
            {entry.reason && (
              <Text size="sm" c="dimmed" className="long">
                “{entry.reason}”
              </Text>
            )}
            {entry.erasures.map((erasure) => (
              <Text key={erasure.field} size="sm" c="dimmed">
                {erasure.field === '@reason' ? t('record.reason') : texts.field(erasure.field)}:{' '}
                {t('timeline.erased', {
                  day: dayText(erasure.erasedAt.slice(0, 10)),
                  ground: t(`timeline.ground.${erasure.legalGround}`),
                })}{' '}
                · <RecordLink type="redaction" id={erasure.redactionId} />
              </Text>
            ))}
            {entry.version > 1 &&
              entry.changes.map((change) => <Change key={change.field} change={change} texts={texts} />)}
          </li>
        ))}
      </ol>
      {history.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t('timeline.earlier')}
        </Button>
      )}
    </>
  );
}

/** What has no words of its own, as lines; lists of plain values stay. */
const readable = (value: unknown) =>
  Array.isArray(value) && value.length === 0
    ? null
    : typeof value === 'object' &&
        value !== null &&
        !(Array.isArray(value) && value.every((one) => typeof one === 'string'))
      ? structureText(value)
      : value;

function Change({ change, texts }: { change: Schemas['FieldChange']; texts: FieldTexts }) {
  const { field } = change;
  const [before, after] = [readable(change.before), readable(change.after)];
  // That it was erased, and why, is said already.
  if (isErased(after) || (Array.isArray(after) && after.every(isErased))) return null;
  const long = (value: unknown) => typeof value === 'string' && value.length > 60;
  return (
    <div className={classes.change}>
      <Text span size="sm" c="dimmed">
        {texts.field(field)}:{' '}
      </Text>
      {typeof before === 'string' && typeof after === 'string' && (long(before) || long(after)) ? (
        <span className="long">
          {diffWordsWithSpace(before, after).map(({ value, added, removed }, index) =>
            added ? (
              <ins key={index}>{value}</ins>
            ) : removed ? (
              <del key={index}>{value}</del>
            ) : (
              <span key={index}>{value}</span>
            ),
          )}
        </span>
      ) : (
        <>
          {before !== null && <del>{shown(field, before, texts)}</del>} {before !== null && after !== null && '→ '}
          {after !== null && <ins>{shown(field, after, texts)}</ins>}
        </>
      )}
    </div>
  );
}

function shown(field: string, value: unknown, texts: FieldTexts): ReactNode {
  if (Array.isArray(value))
    return (value as string[]).map((one, index) => (
      <span key={one}>
        {index > 0 && ', '}
        {shown(field, one, texts)}
      </span>
    ));
  if (typeof value === 'boolean') return value ? '✓' : '✗';
  const text = String(value);
  if (text.startsWith('p:') && uuid.test(text.slice(2))) return <Named type="person" id={text.slice(2)} />;
  if (uuid.test(text))
    return <Named type={kinds[field] ?? (field === 'processIds' ? 'process' : 'person')} id={text} />;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return dayText(text);
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return instantText(text);
  return <span className="long">{texts.value?.(field, text) ?? sayErased(text)}</span>;
}
