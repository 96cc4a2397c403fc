/**
 * Leads to a field of the page: opens the part that it stands in, brings it into view and begins to edit it. Answers whether it is
 * on the page.
 */
export function showField(name: string): boolean {
  const place = [...document.querySelectorAll<HTMLElement>('[data-field]')].find(({ dataset }) =>
    dataset['field']!.split(' ').includes(name),
  );
  if (!place) return false;
  for (let part: HTMLElement | null = place; part; part = part.parentElement)
    if (part instanceof HTMLDetailsElement) part.open = true;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  place.scrollIntoView({ block: 'center', behavior: still ? 'auto' : 'smooth' });
  const entry = place.querySelector<HTMLElement>('button,input,textarea,select,a[href]');
  entry?.focus({ preventScroll: true });
  if (entry?.dataset['begin'] !== undefined) entry.click();
  return true;
}
