import { Button, Group, List, Stack, Text, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, ifMatch, type RecordPath, type Schemas } from '../api/api.js';
import { problemOf, type Reason } from '../api/problem.js';
import { fieldOf, problemText, reasonNaming, reasonText } from '../form/reason.js';
import { tell } from '../shell/tell.js';
import { isDeclined } from './passkey.js';
import { showField } from './show-field.js';
import { isAboutPassword, proofOf, Signing, useMeans, useSigningLanguage } from './signing.js';
import type { RecordHandle } from './use-record.js';

type Transition = Schemas['Transition'];

/** One step about to be taken: its reason, its fields, its signature, or why it is not possible. */
export default function TransitionForm({
  transition,
  path,
  handle,
  label,
  field,
  extra,
  onClose,
}: {
  transition: Transition;
  path: RecordPath;
  handle: RecordHandle<never>;
  /** What the step is called. */
  label: string;
  field?: ((name: string) => string) | undefined;
  extra?:
    | ((action: string, values: Record<string, string>, set: (values: Record<string, string>) => void) => ReactNode)
    | undefined;
  onClose(): void;
}) {
  const { t } = useTranslation();
  const language = useSigningLanguage();
  const { action, allowed, reasonRequired, signs } = transition;
  const record = handle.record as unknown as { version: number; reference?: string | null; title?: string };
  const [reason, setReason] = useState('');
  const [password, setPassword] = useState('');
  const [values, setValues] = useState<Record<string, string>>({});
  const [refusals, setRefusals] = useState<Reason[]>(allowed ? [] : transition.reasons);
  const [busy, setBusy] = useState(false);
  const reasonWords = field ? reasonNaming(field) : reasonText;
  const means = useMeans(allowed && signs !== null);
  const unsigned = signs !== null && (means.by === null || (means.by === 'password' && !password));
  const incomplete = (reasonRequired && !reason.trim()) || unsigned;
  // What is wrong with the password stands at its field.
  const listed = refusals.filter((one) => !isAboutPassword(one));

  /** After the dialog has given the focus back. */
  const goTo = (name: string) => {
    onClose();
    setTimeout(() => showField(name), 350);
  };

  const perform = async () => {
    if (busy || incomplete) return;
    setBusy(true);
    try {
      const about = { recordType: handle.recordType, recordId: handle.id!, recordVersion: record.version };
      const body = {
        action,
        ...(reason.trim() && { reason: reason.trim() }),
        ...(signs && { signature: await proofOf(means, password, { ...about, meaning: signs.meaning, language }) }),
        ...values,
      };
      const next = await answer(
        api.POST(`${path}/transitions` as '/api/v1/actions/{id}/transitions', {
          params: { path: { id: handle.id! }, header: ifMatch(record.version) } as never,
          body: body as never,
        }),
      );
      await handle.changed(next as never);
      tell(t('record.did', { what: label }));
      onClose();
    } catch (error) {
      if (isDeclined(error)) return setRefusals([{ code: 'declined', message: t('signature.declined') }]);
      const { status, reasons } = problemOf(error);
      if (reasons.some(isAboutPassword)) setPassword('');
      if (status === 412) {
        await handle.changed();
        setRefusals([{ code: 'loaded-again', message: t('record.stale') }]);
      } else if (reasons.length > 0) setRefusals(reasons);
      else {
        const message = status === 429 && signs ? t('signature.tooMany') : problemText(error);
        setRefusals([{ code: 'failed', message }]);
      }
    } finally {
      setBusy(false);
    }
  };

  return (
    <Stack>
      {listed.length > 0 && (
        <div role="alert">
          <Text fw={600} c="red.8" style={{ color: 'var(--alarm)' }}>
            {t('record.refused')}
          </Text>
          <List size="sm" mt={4}>
            {listed.map((one) => (
              <List.Item key={one.code + (one.field ?? '') + one.message}>
                {reasonWords(one)}
                {field && fieldOf(one) && !['reason', 'signature'].includes(fieldOf(one)!) && (
                  <Button size="compact-xs" variant="light" ms={8} onClick={() => goTo(fieldOf(one)!)}>
                    {t('record.goTo', { what: field(fieldOf(one)!) })}
                  </Button>
                )}
              </List.Item>
            ))}
          </List>
        </div>
      )}
      {allowed && extra?.(action, values, setValues)}
      {allowed && (
        <Textarea
          label={t('record.reason')}
          required={reasonRequired}
          description={reasonRequired ? undefined : t('common.optional')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          autoFocus={!signs || reasonRequired}
          data-autofocus={!signs || reasonRequired || undefined}
        />
      )}
      {allowed && signs && (
        <Signing
          asked={signs}
          what={[record.reference, record.title].filter(Boolean).join(' · ')}
          means={means}
          password={password}
          onPassword={setPassword}
          onEnter={() => void perform()}
          autoFocus={!reasonRequired}
          refusals={refusals}
        />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {allowed ? t('common.cancel') : t('common.close')}
        </Button>
        {allowed && (
          <Button
            loading={busy}
            disabled={incomplete}
            data-autofocus={(means.by === 'passkey' && !reasonRequired) || undefined}
            onClick={() => void perform()}
          >
            {signs ? t(means.by === 'passkey' ? 'signature.byPasskey' : 'signature.do') : label}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
