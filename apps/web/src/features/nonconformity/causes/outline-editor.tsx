import { ActionIcon, Button, Menu, Text, Textarea } from '@mantine/core';
import { IconCornerDownRight, IconDots } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { inset } from './cause-tree.js';
import classes from './causes.module.css';
import { addAfter, addBelow, indent, type Line, move, outdent, placed, remove } from './outline.js';

interface Cause extends Line {
  statement: string;
}

/**
 * An indented list that is written as one writes: Enter makes the next line, Tab moves it in, Shift+Tab out, Alt and arrows move it
 * about, Backspace takes an empty one away; Esc lets Tab go on to what follows. The menu of a line does the same for mouse and phone.
 */
export function OutlineEditor<C extends Cause>({
  lines,
  onChange,
  onLeave,
  blank,
  label,
  placeholder,
  mark,
  details,
  summary,
  top = 0,
}: {
  lines: readonly C[];
  onChange(lines: C[]): void;
  onLeave(): void;
  /** A new line. */
  blank(): C;
  label: string;
  placeholder(depth: number): string;
  /** What stands before a line: whether it is verified, confirmed, rejected. */
  mark(line: C): ReactNode;
  /** More fields of the chosen line. */
  details(line: C, set: (changes: Partial<C>) => void, depth: number): ReactNode;
  /** What those fields say, below a line that is not chosen. */
  summary(line: C): ReactNode;
  /** With 1 the first line is the problem itself and everything else stands below it. */
  top?: 0 | 1;
}) {
  const { t } = useTranslation();
  const [chosen, choose] = useState<string | null>(null);
  const [leaving, setLeaving] = useState(false);
  const [wanted, want] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const inputOf = (id: string) => list.current?.querySelector<HTMLTextAreaElement>(`[data-line="${id}"]`);

  useEffect(() => {
    if (!wanted) return;
    inputOf(wanted)?.focus();
    want(null);
  }, [wanted]);

  const make = (id: string, below: boolean) => {
    const line = blank();
    onChange(below ? addBelow(lines, id, line) : addAfter(lines, id, line));
    choose(line.id);
    want(line.id);
  };
  const set = (id: string, changes: Partial<C>) =>
    onChange(lines.map((line) => (line.id === id ? { ...line, ...changes } : line)));
  const reorder = (id: string, next: readonly C[]) => {
    if (next === lines) return false;
    onChange([...next]);
    want(id);
    return true;
  };
  const rows = placed(lines);

  const press = (event: KeyboardEvent<HTMLTextAreaElement>, index: number) => {
    const { line, depth } = rows[index]!;
    const { id } = line;
    const first = top === 1 && depth === 0;
    const input = event.currentTarget;
    const done = () => event.preventDefault();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') return setLeaving(true);
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
      done();
      return make(id, first);
    }
    if (event.key === 'Tab' && !leaving && !first) {
      if (reorder(id, event.shiftKey ? outdent(lines, id, top) : indent(lines, id))) done();
      return;
    }
    if (event.altKey && event.key.startsWith('Arrow') && !first) {
      const next = {
        ArrowUp: () => move(lines, id, -1),
        ArrowDown: () => move(lines, id, 1),
        ArrowRight: () => indent(lines, id),
        ArrowLeft: () => outdent(lines, id, top),
      }[event.key as 'ArrowUp']();
      done();
      reorder(id, next);
      return;
    }
    if (event.key === 'Backspace' && input.value === '' && !first) {
      done();
      onChange(remove(lines, id));
      want(rows[index - 1]?.line.id ?? rows[index + 1]?.line.id ?? null);
      return;
    }
    const up = event.key === 'ArrowUp' && input.selectionStart === 0;
    const down = event.key === 'ArrowDown' && input.selectionEnd === input.value.length;
    const other = up ? rows[index - 1] : down ? rows[index + 1] : undefined;
    if (other) {
      done();
      inputOf(other.line.id)?.focus();
    }
  };

  return (
    <ul
      ref={list}
      className={classes.outline}
      aria-label={label}
      onBlur={(event) => {
        const { currentTarget, relatedTarget } = event;
        if (currentTarget.contains(relatedTarget)) return;
        onLeave();
        // A click on a label takes the focus away for a moment; only a new place elsewhere ends the choice.
        setTimeout(() => {
          const now = document.activeElement;
          if (now !== document.body && !currentTarget.contains(now)) choose(null);
        }, 200);
      }}
    >
      {rows.map(({ line, depth, number }, index) => {
        const first = top === 1 && depth === 0;
        const name = first ? t('causes.problem') : number.split('.').slice(top).join('.');
        return (
          <li
            key={line.id}
            className={classes.line}
            style={inset(depth)}
            data-chosen={chosen === line.id || undefined}
            data-deep={depth > 0 || undefined}
          >
            <span className={classes.mark}>{mark(line)}</span>
            <div className={classes.words}>
              <Textarea
                data-line={line.id}
                aria-label={`${label} ${name}`}
                placeholder={placeholder(depth)}
                variant="unstyled"
                minRows={1}
                maxLength={2000}
                value={line.statement}
                onChange={(event) =>
                  set(line.id, { statement: event.currentTarget.value.replace(/\n/g, ' ') } as Partial<C>)
                }
                onFocus={() => (choose(line.id), setLeaving(false))}
                onKeyDown={(event) => press(event, index)}
              />
              {chosen === line.id ? (
                <div className={classes.details}>
                  {details(line, (changes) => set(line.id, changes), depth)}
                  <Button
                    size="compact-sm"
                    variant="light"
                    leftSection={<IconCornerDownRight size={14} aria-hidden />}
                    onClick={() => make(line.id, true)}
                  >
                    {t('causes.below')}
                  </Button>
                  {leaving && (
                    <Text size="xs" c="dimmed" role="status">
                      {t('causes.leaving')}
                    </Text>
                  )}
                </div>
              ) : (
                summary(line)
              )}
            </div>
            <LineMenu
              name={name}
              first={first}
              onMake={(below) => make(line.id, below)}
              onIndent={() => reorder(line.id, indent(lines, line.id))}
              onOutdent={() => reorder(line.id, outdent(lines, line.id, top))}
              onMove={(by) => reorder(line.id, move(lines, line.id, by))}
              onRemove={() => (onChange(remove(lines, line.id)), want(rows[index - 1]?.line.id ?? null))}
            />
          </li>
        );
      })}
    </ul>
  );
}

function LineMenu({
  name,
  first,
  onMake,
  onIndent,
  onOutdent,
  onMove,
  onRemove,
}: {
  name: string;
  first: boolean;
  onMake(below: boolean): void;
  onIndent(): void;
  onOutdent(): void;
  onMove(by: -1 | 1): void;
  onRemove(): void;
}) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" shadow="md" returnFocus={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('causes.menu', { name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onMake(true)}>{t('causes.below')}</Menu.Item>
        {!first && (
          <>
            <Menu.Item rightSection={<kbd>Enter</kbd>} onClick={() => onMake(false)}>
              {t('causes.beside')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item rightSection={<kbd>Tab</kbd>} onClick={onIndent}>
              {t('causes.in')}
            </Menu.Item>
            <Menu.Item rightSection={<kbd>⇧ Tab</kbd>} onClick={onOutdent}>
              {t('causes.out')}
            </Menu.Item>
            <Menu.Item rightSection={<kbd>Alt ↑</kbd>} onClick={() => onMove(-1)}>
              {t('causes.up')}
            </Menu.Item>
            <Menu.Item rightSection={<kbd>Alt ↓</kbd>} onClick={() => onMove(1)}>
              {t('causes.down')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item onClick={onRemove}>{t('common.remove')}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
