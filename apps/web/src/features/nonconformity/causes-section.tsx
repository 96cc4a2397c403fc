import { SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Editable, EditingProvider, useEditing } from '../../record/editable.js';
import { Section } from '../../record/record-page.js';
import { WhysEditor } from './causes/whys-editor.js';
import type { PartProps } from './use-case.js';

const FishboneEditor = lazy(() => import('./causes/fishbone-editor.js'));

/** Why it happened and why it was not noticed; fixed once the causes are accepted. */
export function CausesSection({ record }: PartProps) {
  const { t } = useTranslation();
  const editing = useEditing();
  const [method, setMethod] = useState(record.ishikawa && record.fiveWhys.length === 0 ? 'bones' : 'whys');
  const early = ['draft', 'open', 'containment'].includes(record.state);
  const fixed = !early && record.state !== 'analysis';
  const said = record.fiveWhys.length > 0 || record.ishikawa !== null;
  const choice = (
    <SegmentedControl
      size="xs"
      aria-label={t('nonconformity.method')}
      value={method}
      onChange={setMethod}
      data={['whys', 'bones'].map((value) => ({ value, label: t(`causes.${value}`) }))}
    />
  );
  return (
    <EditingProvider value={{ ...editing, readOnly: editing.readOnly || fixed }}>
      <Section
        title={t('nonconformity.section.causes')}
        id="causes"
        actions={choice}
        later={
          record.correctionOnly
            ? t('nonconformity.hint.correctionOnly')
            : early && !said && t('nonconformity.hint.causes')
        }
      >
        {method === 'whys' ? (
          <WhysEditor problem={record.title} />
        ) : (
          <Suspense fallback={null}>
            <FishboneEditor problem={record.title} />
          </Suspense>
        )}
        <dl style={{ margin: '0.75rem 0 0' }}>
          <Editable name="escapeCause" kind="text" help={t('nonconformity.help.escapeCause')} />
          <Editable name="investigatorId" kind="person" help={t('nonconformity.help.investigatorId')} />
          {!(record.state === 'containment' && record.grade === 'minor') && (
            <EditingProvider value={editing}>
              <Editable name="similarCheck" kind="text" help={t('nonconformity.help.similarCheck')} />
            </EditingProvider>
          )}
        </dl>
      </Section>
    </EditingProvider>
  );
}
