import { Text } from '@mantine/core';
import type { CSSProperties, ReactNode } from 'react';
import { CauseSummary } from './cause-fields.js';
import type { WhyNode } from './causes.js';
import classes from './causes.module.css';
import { type Line, placed } from './outline.js';

type Cause = Line & Pick<WhyNode, 'statement' | 'category' | 'evidence'>;

/** How far in a line stands. */
export const inset = (depth: number) => ({ '--depth': depth }) as CSSProperties;

/** Causes as they were left: nothing of it can be changed. */
export function CauseTree<C extends Cause>({
  causes,
  mark,
  word,
}: {
  causes: readonly C[];
  mark(cause: C): ReactNode;
  /** What a cause is, in a word. */
  word(cause: C): string | null;
}) {
  if (causes.length === 0)
    return (
      <Text size="sm" c="dimmed">
        —
      </Text>
    );
  return (
    <ul className={classes.outline}>
      {placed(causes).map(({ line, depth }) => (
        <li key={line.id} className={classes.line} style={inset(depth)} data-deep={depth > 0 || undefined} data-still>
          <span className={classes.mark}>{mark(line)}</span>
          <div className={classes.words}>
            <span className="long">{line.statement}</span>
            <Text span size="xs" fw={600} c="dimmed" ms={8}>
              {word(line)}
            </Text>
            <CauseSummary cause={line} />
          </div>
        </li>
      ))}
    </ul>
  );
}
