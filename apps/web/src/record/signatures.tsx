import { Anchor, Text } from '@mantine/core';
import { IconSignature } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../api/api.js';
import { instantText } from '../language/format.js';
import { Badge } from './badges.js';
import { Section } from './record-page.js';
import classes from './record.module.css';

type Signature = Schemas['SignatureView'];

/** Who signed the record, what it meant, and whether what was signed still is as it was. Nothing where nobody signed. */
export function Signatures({
  recordType,
  id,
  asOf,
  field,
}: {
  recordType: string;
  id: string;
  /** The day as of which the page is read: later signatures were not there yet. */
  asOf?: string | null;
  /** The name of a field for people. */
  field(name: string): string;
}) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['/api/v1/signatures', recordType, id],
    queryFn: () => answer(api.GET('/api/v1/signatures', { params: { query: { recordType, recordId: id } } })),
  });
  const signatures = data?.items.filter(({ createdAt }) => !asOf || createdAt.slice(0, 10) <= asOf) ?? [];
  if (signatures.length === 0) return null;
  return (
    <Section title={t('signature.title')} id="signatures">
      <ul className={classes.signatures}>
        {signatures.map((signature) => (
          <li key={signature.id}>
            <IconSignature size={20} stroke={1.5} aria-hidden />
            <div>
              <Text size="sm">
                <strong>{signature.printedName}</strong> ·{' '}
                <Text span size="xs" c="dimmed" className="tabular">
                  <time dateTime={signature.createdAt}>{instantText(signature.createdAt)}</time> ·{' '}
                  {t('timeline.version', { version: signature.recordVersion })} ·{' '}
                  <span title={`SHA-256 ${signature.digest}`}>{t(`signature.method.${signature.method}`)}</span>
                </Text>
              </Text>
              <Text size="sm" className="long" lang={signature.language}>
                “{signature.sentence}”
              </Text>
              <Standing signature={signature} field={field} />
              <Anchor
                href={`/api/v1/signatures/${signature.id}/receipt`}
                download
                size="xs"
                className="no-print"
                title={t('signature.receiptHelp')}
              >
                {t('signature.receipt')}
              </Anchor>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Whether the signature still stands for what there is, and if not, what became different. */
function Standing({ signature, field }: { signature: Signature; field(name: string): string }) {
  const { t } = useTranslation();
  const words = signature.changes.map((change) =>
    change.recordId === signature.recordId
      ? change.fields.map(field).join(', ')
      : t(change.added ? 'signature.partAdded' : 'signature.partChanged', {
          what: t(`signature.part.${change.recordType}`, { defaultValue: change.recordType }),
        }),
  );
  return (
    <div className={classes.standing}>
      {!signature.intact && <Badge tone="alarm">{t('signature.notIntact')}</Badge>}
      <Badge tone={signature.changedSince ? 'warn' : 'good'}>
        {t(signature.changedSince ? 'signature.changedSince' : 'signature.unchanged')}
      </Badge>
      {words.length > 0 && (
        <Text span size="sm">
          {[...new Set(words)].join('; ')}
        </Text>
      )}
    </div>
  );
}
