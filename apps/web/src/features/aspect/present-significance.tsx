import { Alert, Anchor, Button, Group, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schemas } from '../../api/api.js';
import { useSession } from '../../api/session.js';
import { dayText } from '../../language/format.js';
import { Named } from '../../record/badges.js';
import { show, tell } from '../../shell/tell.js';
import { ScoreBar } from '../significance-method/score-bar.js';
import classes from '../significance-method/scoring.module.css';
import { useMethodVersion } from '../significance-method/use-method-versions.js';
import { SignificanceBadge } from './significance-badge.js';
import { significanceReason } from './significance-words.js';
import type { Assessment } from './use-assessments.js';

/** The judgement that counts: the word, the formula, and why in sentences. */
export function PresentSignificance({
  aspect,
  assessment,
  readOnly,
  onChanged,
}: {
  aspect: Schemas['AspectView'];
  assessment: Assessment | undefined;
  readOnly: boolean;
  onChanged(): Promise<void>;
}) {
  const { t } = useTranslation();
  const version = useMethodVersion(assessment?.methodVersionId);
  if (!aspect.significance || !assessment) return <Text size="sm">{t('aspect.notYet')}</Text>;
  return (
    <>
      <Group gap="sm" mb="xs">
        <SignificanceBadge present={assessment} sign={assessment.sign} />
        <span className={classes.formula}>{assessment.formula}</span>
      </Group>
      {version && <ScoreBar method={version.definition} sign={assessment.sign} score={assessment.score} />}
      <ul className={classes.reasons}>
        {assessment.reasons.map((reason) => (
          <li key={reason.message}>{significanceReason(t, reason)}</li>
        ))}
      </ul>
      {assessment.overrideJustification && (
        <Text size="sm" mt="xs" className="long">
          <strong>{t('aspect.justification')}:</strong> {assessment.overrideJustification}
        </Text>
      )}
      {assessment.note && (
        <Text size="sm" mt="xs" className="long">
          <strong>{t('aspect.note')}:</strong> {assessment.note}
        </Text>
      )}
      <Text size="sm" c="dimmed" mt="sm">
        {t('aspect.judgedBy', { day: dayText(assessment.assessedOn) })}{' '}
        <Named type="person" id={assessment.assessedById} /> ·{' '}
        <Anchor
          component={Link}
          to={`/significance-method-versions/${assessment.methodVersionId}`}
          underline="always"
          fz="inherit"
        >
          {t('aspect.byMethod', { method: assessment.method })}
        </Anchor>
      </Text>
      {assessment.overrideState === 'proposed' && (
        <Proposal aspectId={aspect.id} assessment={assessment} readOnly={readOnly} onChanged={onChanged} />
      )}
    </>
  );
}

/** An override downwards waits for its second person. */
function Proposal({
  aspectId,
  assessment,
  readOnly,
  onChanged,
}: {
  aspectId: string;
  assessment: Assessment;
  readOnly: boolean;
  onChanged(): Promise<void>;
}) {
  const { t } = useTranslation();
  const { personId } = useSession();
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await api.POST('/api/v1/aspects/{id}/assessments/{assessmentId}/override-confirmation', {
        params: { path: { id: aspectId, assessmentId: assessment.id } },
        body: {},
      });
      await onChanged();
      tell(t('aspect.confirmed'));
    } catch (error) {
      show(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Alert mt="sm" color="deep" variant="light" icon={<IconUsers size={18} aria-hidden />} title={t('aspect.proposal')}>
      <Text size="sm">
        {t('aspect.proposalWaits')} <Named type="person" id={assessment.secondApproverId} />.
      </Text>
      {!readOnly && personId === assessment.secondApproverId && (
        <Button mt="sm" size="sm" loading={busy} onClick={() => void confirm()}>
          {t('aspect.confirm')}
        </Button>
      )}
    </Alert>
  );
}
