import { useLocalStorage } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { navigation } from './navigation.js';

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Single letters can be switched off for people whose input device sends them by itself (WCAG 2.1.4). */
export const useLetterKeys = () =>
  useLocalStorage({ key: 'continua.letters', defaultValue: true, getInitialValueInEffect: false });

/** Keys that work everywhere: c makes, ? helps, / filters, g and a letter go to a place. */
export function useGlobalKeys(open: { palette(): void; make(): void; help(): void }): void {
  const navigate = useNavigate();
  const [letters] = useLetterKeys();
  const going = useRef(0);
  const actions = useRef(open);
  actions.current = open;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        return actions.current.palette();
      }
      if (!letters || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      if (document.querySelector('[role="dialog"]')) return;
      const key = event.key.toLowerCase();
      if (Date.now() - going.current < 1500) {
        going.current = 0;
        const place = navigation.flatMap(({ places }) => places).find(({ letter }) => letter === key);
        if (place) {
          event.preventDefault();
          void navigate({ to: place.to });
        }
        return;
      }
      if (key === 'g') going.current = Date.now();
      else if (key === 'c') actions.current.make();
      else if (event.key === '?') actions.current.help();
      else if (event.key === '/') document.querySelector<HTMLInputElement>('[data-filter-words]')?.focus();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [letters, navigate]);
}
