import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/api.js';
import { dayText } from '../../language/format.js';
import { Attachments } from '../../record/attachments.js';
import { RecordLink } from '../../record/badges.js';
import { Editable, EditingProvider, Fact, useEditing } from '../../record/editable.js';
import { Section } from '../../record/record-page.js';
import type { RecordHandle } from '../../record/use-record.js';
import { channels, complaintStates, satisfactions, seriousnesses } from './choices.js';
import { RaiseNonconformity } from './raise-nonconformity.js';

/** What was said, what was found, what was answered, and what the customer thought of that. */
export function Story({
  record,
  handle,
  handles,
}: {
  record: Schemas['ComplaintView'];
  handle: RecordHandle<'/api/v1/complaints/{id}'>;
  /** The person looks into it, not only took it down. */
  handles: boolean;
}) {
  const { t } = useTranslation();
  const editing = useEditing();
  const past = (state: (typeof complaintStates)[number]) =>
    complaintStates.indexOf(record.state) >= complaintStates.indexOf(state);
  const work = { ...editing, readOnly: editing.readOnly || !handles };
  return (
    <>
      <Section title={t('complaint.section.said')} id="said">
        <dl style={{ margin: 0 }}>
          <Editable name="description" kind="text" />
          <Editable name="customer" kind="line" />
          <Editable name="contact" kind="line" help={t('complaint.help.contact')} />
          <Editable name="product" kind="line" />
          <Editable name="lot" kind="line" />
          <Editable name="channel" kind="choice" choices={channels} texts="complaint.channel" />
          <Editable name="receivedOn" kind="day" />
        </dl>
        <Text size="sm" fw={600} mt="md" mb={6} component="h3">
          {t('record.files')}
        </Text>
        <Attachments
          recordType="complaint"
          id={record.id}
          readOnly={handle.asOf !== null || record.state === 'closed'}
        />
      </Section>
      <EditingProvider value={work}>
        <Section title={t('complaint.section.acknowledged')} id="acknowledged">
          <dl style={{ margin: 0 }}>
            <Fact label={t('complaint.acknowledgeBy')}>{dayText(record.acknowledgeBy)}</Fact>
            <Editable name="acknowledgedOn" kind="day" />
          </dl>
        </Section>
      </EditingProvider>
      <Section
        title={t('complaint.section.assessed')}
        id="assessed"
        later={!past('acknowledged') && !record.assessment && t('complaint.hint.assessed')}
      >
        <EditingProvider value={{ ...work, readOnly: work.readOnly || past('assessed') }}>
          <dl style={{ margin: 0 }}>
            <Editable
              name="seriousness"
              kind="choice"
              choices={seriousnesses}
              texts="complaint.seriousness"
              help={t('complaint.help.seriousness')}
            />
            <Editable name="assessment" kind="text" help={t('complaint.help.assessment')} />
            <Editable name="justified" kind="flag" help={t('complaint.help.justified')} />
          </dl>
        </EditingProvider>
        {record.nonconformityId ? (
          <dl style={{ margin: 0 }}>
            <Fact label={t('complaint.field.nonconformityId')}>
              <RecordLink type="nonconformity" id={record.nonconformityId} />
            </Fact>
          </dl>
        ) : (
          record.justified &&
          !work.readOnly &&
          (record.state === 'assessed' || record.state === 'answered') && (
            <RaiseNonconformity complaint={record} handle={handle} />
          )
        )}
      </Section>
      <Section
        title={t('complaint.section.answered')}
        id="answered"
        later={!past('assessed') && !record.answer && t('complaint.hint.answered')}
      >
        <EditingProvider value={{ ...work, readOnly: work.readOnly || past('answered') }}>
          <dl style={{ margin: 0 }}>
            <Editable name="answer" kind="text" help={t('complaint.help.answer')} />
            <Editable name="answeredOn" kind="day" />
          </dl>
        </EditingProvider>
        <EditingProvider value={work}>
          <dl style={{ margin: 0 }}>
            <Editable name="decisionCommunicatedOn" kind="day" />
            <Editable name="satisfied" kind="choice" choices={satisfactions} texts="complaint.satisfied" />
          </dl>
        </EditingProvider>
      </Section>
    </>
  );
}
