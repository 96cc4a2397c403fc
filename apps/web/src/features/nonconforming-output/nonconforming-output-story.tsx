import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/api.js';
import { dayText } from '../../language/format.js';
import { Named } from '../../record/badges.js';
import { Editable, Fact } from '../../record/editable.js';
import { Section } from '../../record/record-page.js';
import { dispositions, stages, verificationResults } from './choices.js';

interface Props {
  record: Schemas['NonconformingOutputView'];
}

/** Which output it is and what is wrong with it. */
export function Description() {
  const { t } = useTranslation();
  return (
    <dl style={{ margin: '0 0 0.75rem' }}>
      <Editable name="description" kind="text" help={t('output.help.description')} />
      <Editable name="product" kind="line" />
      <Editable name="lot" kind="line" />
      <Editable name="quantity" kind="number" />
      <Editable name="unit" kind="line" />
      <Editable name="foundAt" kind="choice" choices={stages} texts="output.foundAt" />
    </dl>
  );
}

/** What becomes of it, why, and by what authority (8.7.2 asks who decided). */
export function Decision({ record }: Props) {
  const { t } = useTranslation();
  return (
    <Section title={t('output.section.decision')} id="decision">
      <dl style={{ margin: 0 }}>
        <Editable
          name="disposition"
          kind="choice"
          choices={dispositions}
          texts="output.disposition"
          help={t('output.help.disposition')}
        />
        <Editable name="dispositionReason" kind="text" help={t('output.help.dispositionReason')} />
        <Editable name="authority" kind="line" help={t('output.help.authority')} />
        {record.decidedOn && (
          <Fact label={t('output.field.decidedById')}>
            <Named type="person" id={record.decidedById} /> · {dayText(record.decidedOn)}
          </Fact>
        )}
      </dl>
    </Section>
  );
}

/** What still does not conform may be used only when somebody else concedes it. */
export function Concession({ record }: Props) {
  const { t } = useTranslation();
  if (!record.concessionRequired) return null;
  return (
    <Section
      title={t('output.section.concession')}
      id="concession"
      later={record.state === 'recorded' && t('output.hint.concession')}
    >
      <dl style={{ margin: 0 }}>
        <Editable name="concessionNumber" kind="line" help={t('output.help.concessionNumber')} />
        <Editable name="concessionLimitQuantity" kind="number" help={t('output.help.concessionLimitQuantity')} />
        <Editable name="concessionValidUntil" kind="day" />
        <Editable name="concessionCustomerApproved" kind="flag" />
        {record.concessionApprovedOn && (
          <Fact label={t('output.field.concessionApprovedById')}>
            <Named type="person" id={record.concessionApprovedById} /> · {dayText(record.concessionApprovedOn)}
          </Fact>
        )}
      </dl>
    </Section>
  );
}

/** What was reworked or repaired is verified anew. */
export function Verification({ record }: Props) {
  const { t } = useTranslation();
  if (!record.verificationRequired) return null;
  return (
    <Section
      title={t('output.section.verification')}
      id="verification"
      later={record.state === 'recorded' && t('output.hint.verification')}
    >
      <dl style={{ margin: 0 }}>
        <Editable
          name="verificationResult"
          kind="choice"
          choices={verificationResults}
          texts="output.verificationResult"
          help={t('output.help.verificationResult')}
        />
        <Editable name="verificationEvidence" kind="text" help={t('output.help.verificationEvidence')} />
        <Editable name="verifiedOn" kind="day" />
        {record.verifiedById && (
          <Fact label={t('output.field.verifiedById')}>
            <Named type="person" id={record.verifiedById} />
          </Fact>
        )}
      </dl>
    </Section>
  );
}
