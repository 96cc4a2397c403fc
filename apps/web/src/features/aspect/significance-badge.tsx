import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/api.js';
import { dayText, daysBetween, today } from '../../language/format.js';
import { Badge, type Tone } from '../../record/badges.js';

type Present = Schemas['PresentSignificance'] | null;
type Verdict = 'significant' | 'watch' | 'notSignificant' | 'unassessed';

/** What a judgement comes to, in one word. */
export const verdictOf = (present: { significant: boolean; watch: boolean } | null): Verdict =>
  !present ? 'unassessed' : present.significant ? 'significant' : present.watch ? 'watch' : 'notSignificant';

const tones: Record<Verdict, Tone> = {
  significant: 'warn',
  watch: 'info',
  notSignificant: 'neutral',
  unassessed: 'work',
};

/** The judgement as a word on a coloured ground; a benefit that is significant is good news. */
export function SignificanceBadge({
  present,
  sign,
}: {
  present: { significant: boolean; watch: boolean } | null;
  sign: Schemas['AspectView']['sign'];
}) {
  const { t } = useTranslation();
  const verdict = verdictOf(present);
  return (
    <Badge tone={verdict === 'significant' && sign === 'beneficial' ? 'good' : tones[verdict]}>
      {t(`aspect.verdict.${verdict}`)}
    </Badge>
  );
}

/** When it was last assessed, and that this is over a year ago: registers are looked through at least once a year. */
export function LastAssessed({ present }: { present: Present }) {
  const { t } = useTranslation();
  if (!present)
    return (
      <Text span c="dimmed" fz="inherit">
        {t('aspect.never')}
      </Text>
    );
  return (
    <span title={daysBetween(present.assessedOn, today()) > 365 ? t('aspect.overYear') : undefined}>
      {dayText(present.assessedOn)}
      {daysBetween(present.assessedOn, today()) > 365 && (
        <Text span display="block" fz="xs" c="var(--alarm)">
          {t('aspect.overYear')}
        </Text>
      )}
    </span>
  );
}
