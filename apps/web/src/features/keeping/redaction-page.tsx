import { Alert, Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { instantText, numberText } from '../../language/format.js';
import { RecordLink, StateBadge } from '../../record/badges.js';
import { Fact } from '../../record/editable.js';
import { RecordPage, Section } from '../../record/record-page.js';
import { Transitions } from '../../record/transitions.js';
import { useRecord } from '../../record/use-record.js';
import { ErasableList } from './erasable-list.js';

const Timeline = lazy(() => import('../../record/timeline.js'));
const path = '/api/v1/redactions/{id}';

/** A request to erase: what it would take away and for what reason, and afterwards what was done. */
export function RedactionPage({ number }: { number: string }) {
  const { t } = useTranslation();
  const handle = useRecord(path, 'redaction', number);
  const { record, asOf } = handle;
  const field = (name: string) => t(`keeping.redaction.field.${name}`, { defaultValue: name });
  const waits = record?.state === 'requested' && !asOf;
  const valueOf = (name: string, value: string) =>
    name === 'state'
      ? t(`keeping.redaction.state.${value}`)
      : name.endsWith('igests')
        ? `${value.slice(0, 10)}…`
        : undefined;
  return (
    <RecordPage
      handle={handle as never}
      number={record?.reference ?? number}
      title={
        record &&
        t('keeping.redaction.of', {
          record: record.recordLabel ?? t(`keeping.kinds.${record.recordType}`, { defaultValue: record.recordType }),
        })
      }
      parent={{ to: '/redactions', label: t('keeping.redactions') }}
      field={field}
      badges={record && <StateBadge value={record.state} texts="keeping.redaction.state" />}
      buttons={
        record &&
        record.transitions.length > 0 && (
          <Transitions
            path={path}
            handle={handle as never}
            texts="keeping.redaction.action"
            order={['approve', 'reject', 'withdraw']}
            exits={['reject', 'withdraw']}
            field={field}
          />
        )
      }
      aside={
        record && (
          <div className="card">
            <dl style={{ margin: 0 }}>
              <Fact label={t('keeping.record')}>
                {record.recordType in { person: 1 } ? (
                  record.recordLabel
                ) : (
                  <RecordLink type={record.recordType} id={record.recordId} />
                )}
              </Fact>
              <Fact label={field('legalGround')}>{t(`timeline.ground.${record.legalGround}`)}</Fact>
              <Fact label={t('keeping.requestedBy')}>
                {record.requestedByName} · {instantText(record.createdAt)}
              </Fact>
              {record.decidedAt && (
                <Fact label={t('keeping.decidedBy')}>
                  {record.decidedByName} · {instantText(record.decidedAt)}
                </Fact>
              )}
            </dl>
          </div>
        )
      }
    >
      {record && (
        <>
          <Section title={field('explanation')}>
            <Text className="long">{record.explanation}</Text>
            {record.decisionReason && (
              <Text className="long" c="dimmed" mt="xs">
                “{record.decisionReason}”
              </Text>
            )}
          </Section>
          {waits && (
            <Section title={t('keeping.redaction.wouldErase')}>
              <Alert color="yellow" mb="sm">
                {t('keeping.redaction.final')}
              </Alert>
              <ErasableList texts={record.texts} attachments={record.attachments} holds={record.holds} />
            </Section>
          )}
          {record.state === 'approved' && (
            <Section title={t('keeping.redaction.erased')}>
              <dl style={{ margin: 0 }}>
                <Fact label={t('keeping.redaction.erasedTexts')}>{numberText(record.digests.length)}</Fact>
                <Fact label={t('keeping.redaction.erasedFiles')}>{numberText(record.fileDigests.length)}</Fact>
                <Fact label={t('keeping.redaction.cleaned')}>
                  {record.cleanedAt ? instantText(record.cleanedAt) : t('keeping.redaction.notYetCleaned')}
                </Fact>
              </dl>
              <details>
                <summary>{t('keeping.redaction.digests')}</summary>
                <ul style={{ overflowWrap: 'anywhere' }}>
                  {[...record.digests, ...record.fileDigests].slice(0, 500).map((digest) => (
                    <li key={digest} className="number">
                      {digest}
                    </li>
                  ))}
                </ul>
              </details>
              <Text size="sm" c="dimmed" mt="xs">
                {t('keeping.redaction.after')}
              </Text>
            </Section>
          )}
          <Section title={t('record.history')}>
            <Suspense fallback={null}>
              <Timeline
                recordType="redaction"
                id={record.id}
                texts={{ field, feature: 'keeping.redaction', value: valueOf }}
              />
            </Suspense>
          </Section>
        </>
      )}
    </RecordPage>
  );
}
