import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../form/fields.js';
import { RecordSelect } from '../../form/record-select.js';
import { type KindName, kindNames, kinds } from './choices.js';

type Given = { id: string; error?: React.ReactNode };

/** Chooses a kind of record and, for that, one of them. */
export function KindAndRecord({
  recordType,
  recordId,
  kindField,
  recordField,
  onChange,
}: {
  recordType: string | null;
  recordId: string | null;
  kindField: Given;
  recordField?: Given;
  onChange(recordType: string | null, recordId: string | null): void;
}) {
  const { t } = useTranslation();
  const chosen = recordType && recordType in kinds ? kinds[recordType as KindName] : null;
  return (
    <>
      <ChoiceField
        label={t('keeping.kind')}
        required
        choices={kindNames}
        texts="keeping.kinds"
        {...kindField}
        value={recordType}
        onChange={(kind) => onChange(kind, null)}
      />
      {chosen && recordField && (
        <RecordSelect
          key={recordType}
          label={t('keeping.record')}
          required
          {...recordField}
          path={chosen.path}
          recordType={recordType!}
          text={chosen.text}
          value={recordId}
          onChange={(id) => onChange(recordType, id)}
        />
      )}
    </>
  );
}
