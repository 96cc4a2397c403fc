import { useTranslation } from 'react-i18next';
import { dayText, instantText } from '../../language/format.js';
import { Named } from '../../record/badges.js';
import { Editable, EditingProvider, Fact, useEditing } from '../../record/editable.js';
import { nonconformitySources } from './choices.js';
import type { Case } from './use-case.js';

/** What one looks up beside the story. */
export function Facts({ record }: { record: Case }) {
  const { t } = useTranslation();
  const editing = useEditing();
  const { field } = editing;
  const draft = record.state === 'draft';
  return (
    <div className="card">
      <dl style={{ margin: 0 }}>
        {record.state !== 'open' && <Editable name="ownerId" kind="person" />}
        {/* Actions, outputs and files repeat the site, so it stays once submitted. */}
        <EditingProvider value={{ ...editing, readOnly: editing.readOnly || !draft }}>
          <Editable name="siteId" kind="site" />
        </EditingProvider>
        <Editable name="processId" kind="process" />
        <Editable name="clauses" kind="clauses" />
        <Editable name="source" kind="choice" choices={nonconformitySources} texts="nonconformity.source" />
        <Editable name="detectedOn" kind="day" />
        {record.state !== 'draft' && <Editable name="title" kind="line" />}
        <Editable name="externalRef" kind="line" />
        <Fact label={field('disciplines')}>{record.disciplines.map((one) => t(`discipline.${one}`)).join(', ')}</Fact>
        <Fact label={field('raisedById')}>
          <Named type="person" id={record.raisedById} />
        </Fact>
        <Fact label={field('createdAt')}>
          {instantText(record.createdAt)}
          {record.lateEntry && ` · ${t('nonconformity.lateEntry')}`}
        </Fact>
        {record.closedOn && <Fact label={field('closedOn')}>{dayText(record.closedOn)}</Fact>}
        {record.flags.length > 0 && (
          <Fact label={field('flags')}>
            {record.flags.map((flag) => (
              <span key={flag} style={{ display: 'block' }}>
                {t(`nonconformity.flag.${flag}`, { defaultValue: flag })}
              </span>
            ))}
          </Fact>
        )}
      </dl>
    </div>
  );
}
