import { Group, SegmentedControl, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/api.js';
import { PastDayField } from '../../form/fields.js';
import { dayText } from '../../language/format.js';
import { Badge } from '../../record/badges.js';
import { EditableRows } from '../../record/editable-rows.js';
import { Editable } from '../../record/editable.js';
import { Section } from '../../record/record-page.js';
import type { PartProps } from './use-case.js';

type Containment = Schemas['Containment'];
const blank: Containment = { kind: 'containment', description: '', doneOn: null, result: null };

/** What was done at once, what it meant for others, and for a minor one whether that is enough. */
export function ContainmentSection({ record }: PartProps) {
  const { t } = useTranslation();
  const early = record.state === 'draft' || record.state === 'open';
  const enough = record.correctionOnly || (record.grade === 'minor' && record.state === 'containment');
  return (
    <Section
      title={t('nonconformity.section.containment')}
      id="containment"
      later={early && record.containments.length === 0 && t('nonconformity.hint.containment')}
    >
      <EditableRows<Containment>
        name="containments"
        blank={blank}
        ready={({ description }) => description.trim() !== ''}
        add={t('nonconformity.containment.add')}
        empty={t('nonconformity.containment.none')}
        show={({ kind, description, doneOn, result }) => (
          <>
            <Group gap="xs" component="span">
              <Badge>{t(`nonconformity.containment.${kind}`)}</Badge>
              <span className="long">{description}</span>
            </Group>
            <Text size="sm" c="dimmed" component="span" display="block">
              {doneOn ? dayText(doneOn) : t('nonconformity.containment.open')}
              {result && ` · ${result}`}
            </Text>
          </>
        )}
      >
        {(row, set) => (
          <>
            <SegmentedControl
              size="xs"
              aria-label={t('nonconformity.containment.kind')}
              value={row.kind}
              onChange={(kind) => set({ kind })}
              data={(['containment', 'correction'] as const).map((kind) => ({
                value: kind,
                label: t(`nonconformity.containment.${kind}`),
              }))}
            />
            <Textarea
              label={t('nonconformity.containment.description')}
              required
              autoFocus
              value={row.description}
              onChange={({ currentTarget: { value } }) => set({ description: value })}
            />
            <Group align="flex-start" gap="sm">
              <PastDayField
                label={t('nonconformity.containment.doneOn')}
                value={row.doneOn}
                onChange={(doneOn) => set({ doneOn })}
              />
              <Textarea
                style={{ flex: '1 1 240px' }}
                minRows={1}
                label={t('nonconformity.containment.result')}
                value={row.result ?? ''}
                onChange={({ currentTarget: { value } }) => set({ result: value || null })}
              />
            </Group>
          </>
        )}
      </EditableRows>
      <dl style={{ margin: '0.75rem 0 0' }}>
        {(record.containments.length === 0 || record.containmentNotApplicable) && (
          <Editable
            name="containmentNotApplicable"
            kind="text"
            help={t('nonconformity.help.containmentNotApplicable')}
          />
        )}
        <Editable name="consequences" kind="text" help={t('nonconformity.help.consequences')} />
      </dl>
      {enough && (
        <details style={{ marginTop: '0.75rem' }} open={record.correctionOnly || undefined}>
          <summary>
            <Text span size="sm">
              {t('nonconformity.enough')}
            </Text>
          </summary>
          <dl style={{ margin: '0.5rem 0 0' }}>
            <Editable
              name="correctionOnlyJustification"
              kind="text"
              help={t('nonconformity.help.correctionOnlyJustification')}
            />
            <Editable name="similarCheck" kind="text" help={t('nonconformity.help.similarCheck')} />
            <Editable name="correctionVerification" kind="text" />
          </dl>
        </details>
      )}
    </Section>
  );
}
