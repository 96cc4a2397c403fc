import { Anchor, Button, List, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, ifMatch } from '../../api/api.js';
import { problemOf, type Reason } from '../../api/problem.js';
import { reasonText } from '../../form/reason.js';
import { instantText, today } from '../../language/format.js';
import { type LocalAudit, type LocalItem, takeAudit } from '../../offline/audit.js';
import { deviceId } from '../../offline/device.js';
import { show, tell } from '../../shell/tell.js';
import { anchorOf, conflictsOf, isDone, leads, withoutFinding } from './checklist.js';
import { useSyncState } from './use-checklist.js';

/** The questions that something is missing of, each a way to it. */
function Missing({ text, items, onGo }: { text: string; items: LocalItem[]; onGo: () => void }) {
  if (items.length === 0) return null;
  return (
    <List.Item>
      {text}:{' '}
      {items.slice(0, 12).map((item, index) => (
        <span key={item.id}>
          {index > 0 && ', '}
          <Anchor href={`#${anchorOf(item)}`} onClick={onGo}>
            {item.position}
          </Anchor>
        </span>
      ))}
      {items.length > 12 && ' …'}
    </List.Item>
  );
}

/** The devices of others that have something to send. */
function Devices({ auditId }: { auditId: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['/api/v1/audits/{id}/devices', auditId],
    queryFn: async () => {
      const [{ items }, own] = await Promise.all([
        answer(api.GET('/api/v1/audits/{id}/devices', { params: { path: { id: auditId } } })),
        deviceId(),
      ]);
      return items.filter((one) => one.deviceId !== own);
    },
  });
  if (!data?.length) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('auditChecklist.finish.devices')}
      </Text>
      <List size="sm">
        {data.map(({ deviceId: id, personId, personName, waiting, seenAt }) => (
          <List.Item key={id + personId}>
            {t('auditChecklist.finish.device', { who: personName, count: waiting, when: instantText(seenAt) })}
          </List.Item>
        ))}
      </List>
    </div>
  );
}

/** Says what is missing, and ends the fieldwork for the lead. */
export function Finish({ local, onClose }: { local: LocalAudit; onClose: () => void }) {
  const { t } = useTranslation();
  const { reachable } = useSyncState();
  const { audit } = local;
  const step = audit.transitions.find(({ action }) => action === 'finishFieldwork');
  const [closedOn, setClosedOn] = useState(audit.closedOn ?? today());
  const [attendees, setAttendees] = useState(audit.closingAttendees?.join(', ') ?? '');
  const [reason, setReason] = useState('');
  const [refusals, setRefusals] = useState<Reason[]>([]);
  const [busy, setBusy] = useState(false);
  const unanswered = local.items.filter((item) => !isDone(item));
  const conflicts = local.items.filter((item) => conflictsOf(local, item.id).length > 0);
  const findings = withoutFinding(local);
  const unsent = local.queue.length;
  const mine = leads(local, local.personId) && step !== undefined;

  const finish = async () => {
    setBusy(true);
    try {
      const path = { id: audit.id };
      const closed = await answer(
        api.PATCH('/api/v1/audits/{id}', {
          params: { path, header: ifMatch(audit.version) },
          body: {
            closedOn,
            closingAttendees: attendees
              .split(',')
              .map((name) => name.trim())
              .filter(Boolean),
          },
        }),
      );
      await answer(
        api.POST('/api/v1/audits/{id}/transitions', {
          params: { path, header: ifMatch(closed.version) },
          body: { action: 'finishFieldwork', ...(reason.trim() && { reason: reason.trim() }) },
        }),
      );
      tell(t('auditChecklist.finish.done'));
      onClose();
    } catch (error) {
      const problem = problemOf(error);
      setRefusals(problem.reasons.length > 0 ? problem.reasons : [{ code: 'failed', message: problem.title }]);
    }
    await takeAudit(audit.id, local.personId).catch(show);
    setBusy(false);
  };

  const mustExplain = step?.reasonRequired || refusals.some(({ field }) => field === '/reason');
  const complete = unanswered.length + conflicts.length + findings.length + unsent === 0;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('auditChecklist.finish.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        {complete ? (
          <Text>{t('auditChecklist.finish.nothing')}</Text>
        ) : (
          <div>
            <Text fw={600}>{t('auditChecklist.finish.missing')}</Text>
            <List>
              <Missing
                text={t('auditChecklist.finish.unanswered', { count: unanswered.length })}
                items={unanswered}
                onGo={onClose}
              />
              <Missing
                text={t('auditChecklist.finish.conflicts', { count: conflicts.length })}
                items={conflicts}
                onGo={onClose}
              />
              <Missing
                text={t('auditChecklist.finish.findings', { count: findings.length })}
                items={findings}
                onGo={onClose}
              />
              {unsent > 0 && <List.Item>{t('auditChecklist.finish.unsent', { count: unsent })}</List.Item>}
            </List>
            <Text size="sm" c="dimmed">
              {t('auditChecklist.finish.later')}
            </Text>
          </div>
        )}
        {reachable && <Devices auditId={audit.id} />}
        {!mine ? (
          <Text>{t('auditChecklist.finish.notLead')}</Text>
        ) : !reachable || unsent > 0 ? (
          <Text>{t('auditChecklist.finish.offline')}</Text>
        ) : (
          <>
            <Text fw={600}>{t('auditChecklist.finish.closing')}</Text>
            <TextInput
              type="date"
              label={t('auditChecklist.finish.closedOn')}
              required
              value={closedOn}
              max={today()}
              onChange={(event) => setClosedOn(event.currentTarget.value)}
            />
            <TextInput
              label={t('auditChecklist.finish.attendees')}
              description={t('auditChecklist.finish.attendeesHint')}
              required
              value={attendees}
              onChange={(event) => setAttendees(event.currentTarget.value)}
            />
            {mustExplain && (
              <Textarea
                label={t('auditChecklist.finish.reason')}
                description={step.reasons.map(reasonText).join(' ')}
                required
                maxLength={2000}
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
              />
            )}
            {refusals.length > 0 && (
              <List role="alert" size="sm">
                {refusals.map((one) => (
                  <List.Item key={one.code + one.message}>{reasonText(one)}</List.Item>
                ))}
              </List>
            )}
            <Button
              size="md"
              loading={busy}
              disabled={!closedOn || !attendees.trim() || (mustExplain && !reason.trim())}
              onClick={() => void finish()}
            >
              {t('auditChecklist.finish.do')}
            </Button>
          </>
        )}
      </Stack>
    </Modal>
  );
}
