import { SegmentedControl, Text, Textarea } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { Problem, problemOf, type Reason } from '../../api/problem.js';
import { PastDayField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { today } from '../../language/format.js';
import { isDeclined } from '../../record/passkey.js';
import { isAboutPassword, proofOf, Signing, useMeans, useSigningLanguage } from '../../record/signing.js';
import { effectivenessResults } from './choices.js';
import type { PartProps } from './use-case.js';

const meaning = 'effectiveness_verified' as const;

type Result = (typeof effectivenessResults)[number];

/** What the verifier found; once recorded it stands. */
export default function CheckForm({ record, handle, onDone }: PartProps & { onDone(): void }) {
  const { t } = useTranslation();
  const language = useSigningLanguage();
  const means = useMeans(true);
  const asked = means.asked(meaning);
  // Not among the values of the form, which stay on the device as a draft.
  const [password, setPassword] = useState('');
  const [refusals, setRefusals] = useState<Reason[]>([]);
  const empty: { result: Result | null; checkedOn: string | null; evidence: string; comment: string } = {
    result: null,
    checkedOn: today(),
    evidence: '',
    comment: '',
  };
  return (
    <RecordForm
      inside
      name={`nonconformities/${record.id}/check/${record.cycle}`}
      title={t('nonconformity.recordCheck')}
      submit={t('nonconformity.recordCheck')}
      onCancel={onDone}
      empty={empty}
      check={({ result, checkedOn, evidence }) => ({
        ...(!result && { result: t('form.missing', { what: t('nonconformity.check.result') }) }),
        ...(!checkedOn && { checkedOn: t('form.missing', { what: t('nonconformity.check.checkedOn') }) }),
        ...(!evidence.trim() && { evidence: t('form.missing', { what: t('nonconformity.check.evidence') }) }),
      })}
      send={async ({ result, checkedOn, evidence, comment }, key) => {
        setRefusals([]);
        const about = {
          recordType: 'nonconformity',
          recordId: record.id,
          recordVersion: record.version,
          meaning,
          language,
        };
        try {
          const signature = await proofOf(means, password, about);
          await answer(
            api.POST('/api/v1/nonconformities/{id}/effectiveness-checks', {
              params: { path: { id: record.id }, header: { 'Idempotency-Key': key } },
              body: {
                result: result!,
                checkedOn: checkedOn!,
                evidence: evidence.trim(),
                comment: comment.trim() || null,
                signature,
              },
            }),
          );
        } catch (error) {
          if (isDeclined(error))
            throw new Problem(422, 'refused', [{ code: 'declined', message: t('signature.declined') }]);
          const { reasons } = problemOf(error);
          setRefusals(reasons);
          if (reasons.some(isAboutPassword)) setPassword('');
          throw error;
        }
        await handle.changed();
        onDone();
      }}
    >
      {({ field, values, set }) => (
        <>
          <div id="field-result">
            <Text size="sm" fw={600} mb={4}>
              {t('nonconformity.check.result')}
            </Text>
            <SegmentedControl
              aria-label={t('nonconformity.check.result')}
              value={values.result ?? ''}
              onChange={(result) => set({ result: result as Result })}
              data={effectivenessResults.map((value) => ({ value, label: t(`nonconformity.result.${value}`) }))}
            />
          </div>
          <PastDayField label={t('nonconformity.check.checkedOn')} required {...field('checkedOn')} />
          <Textarea
            label={t('nonconformity.check.evidence')}
            description={record.effectivenessCriterion}
            required
            {...field('evidence')}
          />
          <Textarea
            label={t('nonconformity.check.comment')}
            description={
              <>
                {t('nonconformity.check.commentHelp')}{' '}
                {record.processId && (
                  <Link
                    to="/nonconformities"
                    search={{ processId: record.processId, sort: '-detectedOn' } as never}
                    target="_blank"
                  >
                    {t('nonconformity.check.look')}
                  </Link>
                )}
              </>
            }
            {...field('comment')}
          />
          {asked && (
            <Signing
              asked={asked}
              what={[record.reference, record.title].filter(Boolean).join(' · ')}
              means={means}
              password={password}
              onPassword={setPassword}
              autoFocus={false}
              refusals={refusals}
            />
          )}
        </>
      )}
    </RecordForm>
  );
}
