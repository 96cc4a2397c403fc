import { useTranslation } from 'react-i18next';
import { Editable, EditingProvider, useEditing } from '../../record/editable.js';
import { Section } from '../../record/record-page.js';
import type { PartProps } from './use-case.js';

/** What the organisation changes because of it, beyond the case itself (10.2.1 e and f). */
export function LessonsSection({ record }: PartProps) {
  const { t } = useTranslation();
  const editing = useEditing();
  const early = ['draft', 'open', 'containment', 'analysis'].includes(record.state);
  const decided = !early && record.state !== 'planning';
  return (
    <Section
      title={t('nonconformity.section.lessons')}
      id="lessons"
      later={
        record.correctionOnly
          ? t('nonconformity.hint.correctionOnly')
          : early && !record.changesDecided && t('nonconformity.hint.lessons')
      }
    >
      <dl style={{ margin: 0 }}>
        <EditingProvider value={{ ...editing, readOnly: editing.readOnly || decided }}>
          <Editable name="changesDecided" kind="text" help={t('nonconformity.help.changesDecided')} />
        </EditingProvider>
        {(decided || record.containmentRemoval) && (
          <Editable name="containmentRemoval" kind="text" help={t('nonconformity.help.containmentRemoval')} />
        )}
        {(decided || record.updatesDone) && (
          <Editable name="updatesDone" kind="text" help={t('nonconformity.help.updatesDone')} />
        )}
        {record.source === 'external_audit' && (
          <Editable name="externalAcceptance" kind="text" help={t('nonconformity.help.externalAcceptance')} />
        )}
      </dl>
    </Section>
  );
}
