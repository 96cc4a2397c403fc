import { type Drawing, type DrawingColour, type DrawingPart } from '#drawing';
import { useNavigate } from '@tanstack/react-router';
import { createElement, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

const colours = new Set<DrawingColour>([
  'text',
  'faint',
  'line',
  'grid',
  'surface',
  'accent',
  'accentSoft',
  'second',
  'alarm',
  'good',
  'onAccent',
]);
const variable = (colour: string) => `var(--draw-${colour.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)})`;
const camel = (name: string) => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

function element(part: DrawingPart | string, key: number): ReactNode {
  if (typeof part === 'string') return part;
  const attributes = Object.fromEntries(
    Object.entries(part.attributes).map(([name, value]) => [
      camel(name),
      (name === 'fill' || name === 'stroke') && colours.has(value as DrawingColour) ? variable(value as string) : value,
    ]),
  );
  return createElement(part.tag, { ...attributes, key }, ...(part.parts ?? []).map(element));
}

/** A drawing on the screen: in the colours of the scheme, its links going through the router, `sentence` saying what it shows. */
export function DrawingView({ drawing, sentence, table }: { drawing: Drawing; sentence: string; table?: ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const follow = (event: MouseEvent) => {
    const link = (event.target as Element).closest('a');
    const href = link?.getAttribute('href');
    if (!href?.startsWith('/') || event.ctrlKey || event.metaKey || event.button !== 0) return;
    event.preventDefault();
    void navigate({ href });
  };
  return (
    <figure style={{ margin: 0 }}>
      <svg
        viewBox={`0 0 ${drawing.width} ${drawing.height}`}
        width="100%"
        style={{ display: 'block', maxWidth: drawing.width * 1.25, margin: '0 auto', fontFamily: 'inherit' }}
        role="group"
        aria-label={sentence}
        onClick={follow}
      >
        {drawing.parts.map(element)}
      </svg>
      {table && (
        <details style={{ marginTop: '0.5rem', fontSize: '0.85rem' }}>
          <summary>{t('drawing.table')}</summary>
          <div style={{ overflowX: 'auto' }}>{table}</div>
        </details>
      )}
    </figure>
  );
}
