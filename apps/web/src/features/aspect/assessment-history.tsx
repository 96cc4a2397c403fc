import { Anchor, Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { dayText, instantText } from '../../language/format.js';
import { Badge, Named } from '../../record/badges.js';
import classes from '../../record/record.module.css';
import { SignificanceBadge } from './significance-badge.js';
import type { Assessment, Judged } from './use-assessments.js';

/** Every assessment there ever was: none is changed, a wrong one gets a new one in its place and stays. */
export function AssessmentHistory({
  judged,
  presentId,
  onCorrect,
}: {
  judged: Judged[];
  presentId: string | undefined;
  /** Without it nothing is corrected here. */
  onCorrect: ((assessment: Assessment) => void) | undefined;
}) {
  const { t } = useTranslation();
  if (judged.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('aspect.noAssessment')}
      </Text>
    );
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs">
        {t('aspect.appendOnly')}
      </Text>
      <ol className={classes.timeline}>
        {judged.map(({ assessment: one, correctedBy }) => (
          <li key={one.id} className={classes.entry}>
            <div className={classes.inLine}>
              <strong>{dayText(one.assessedOn)}</strong>
              <SignificanceBadge present={one} sign={one.sign} />
              {one.id === presentId && <Badge tone="good">{t('aspect.counts')}</Badge>}
              {correctedBy && <Badge>{t('aspect.replaced')}</Badge>}
              {one.overrideState && <Badge tone="work">{t(`aspect.overrideState.${one.overrideState}`)}</Badge>}
            </div>
            <div
              className="number"
              style={{ whiteSpace: 'normal', ...(correctedBy && { textDecoration: 'line-through' }) }}
            >
              {one.formula}
            </div>
            <Text size="sm" c="dimmed">
              <Anchor
                component={Link}
                to={`/significance-method-versions/${one.methodVersionId}`}
                underline="always"
                fz="inherit"
              >
                {one.method}
              </Anchor>{' '}
              · <Named type="person" id={one.assessedById} /> ·{' '}
              {t('aspect.recordedAt', { at: instantText(one.createdAt) })}
            </Text>
            {one.note && (
              <Text size="sm" className="long">
                {one.note}
              </Text>
            )}
            {one.overrideJustification && (
              <Text size="sm" className="long">
                {t('aspect.justification')}: {one.overrideJustification}
              </Text>
            )}
            {onCorrect && !correctedBy && (
              <Button size="compact-xs" variant="subtle" mt={4} px={0} onClick={() => onCorrect(one)}>
                {t('aspect.correct')}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
