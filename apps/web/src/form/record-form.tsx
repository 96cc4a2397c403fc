import { Alert, Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/problem.js';
import { timeText } from '../language/format.js';
import { useDraft } from './draft.js';
import { problemText, reasonText } from './reason.js';

type Values = Record<string, unknown>;
/** What a field needs: value, change, error, and an id that the summary of errors links to. */
export type FieldOf<V> = (
  name: keyof V & string,
  type?: 'checkbox',
) => ReturnType<UseFormReturnType<V>['getInputProps']> & { id: string };

export interface RecordFormProps<V extends Values> {
  /** Where the draft is kept, such as `nonconformities/new`. */
  name: string;
  title: string;
  empty: V;
  /** What is wrong, by field; checked again by the server. */
  check?(values: V): Partial<Record<keyof V & string, string>>;
  /** Sends it; `key` is the Idempotency-Key of all tries. */
  send(values: V, key: string): Promise<unknown>;
  submit: string;
  children(form: { values: V; field: FieldOf<V>; set(changes: Partial<V>): void }): ReactNode;
  /** Leaves without sending; the draft stays. */
  onCancel?(): void;
  /** Stands inside of a page or a dialog that has its own heading. */
  inside?: boolean;
  /** What stays in sight above the buttons, such as a result that follows the fields. */
  foot?(values: V): ReactNode;
}

/** The one shape of a form: a column of fields, a summary of what is wrong, a draft that survives a closed tab, Ctrl+Enter. */
export function RecordForm<V extends Values>(props: RecordFormProps<V>) {
  const { draft, restored, keep, forget } = useDraft(props.name, props.empty);
  if (!draft) return null;
  return (
    <Fields
      key={draft.key}
      {...props}
      first={draft.values}
      draftKey={draft.key}
      savedAt={draft.at}
      {...{ restored, keep, forget }}
    />
  );
}

function Fields<V extends Values>({
  title,
  empty,
  check,
  send,
  submit,
  children,
  onCancel,
  inside,
  foot,
  first,
  draftKey,
  savedAt,
  restored,
  keep,
  forget,
}: RecordFormProps<V> & {
  first: V;
  draftKey: string;
  savedAt: string;
  restored: boolean;
  keep(values: V): void;
  forget(): Promise<void>;
}) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [general, setGeneral] = useState<string[]>([]);
  const summary = useRef<HTMLDivElement>(null);
  const element = useRef<HTMLFormElement>(null);
  const form = useForm<V>({
    initialValues: first,
    validate: (values) => check?.(values) ?? {},
    onValuesChange: (values) => keep(values),
  });
  const wrong = Object.entries(form.errors).filter(([, message]) => message);
  const own = useId();
  // A form inside of a page may stand there with another one.
  const idOf = (name: string) => (inside ? `field-${own}-${name}` : `field-${name}`);
  useEffect(() => {
    if (!inside) document.title = `${title} · Continua`;
  }, [title, inside]);

  const focusFirst = (names: string[]) =>
    setTimeout(() => {
      const first = names.map((name) => document.getElementById(idOf(name))).find(Boolean);
      for (let part = first?.parentElement; part; part = part.parentElement)
        if (part instanceof HTMLDetailsElement) part.open = true;
      const input = first?.matches('input,textarea,select')
        ? first
        : first?.querySelector<HTMLElement>('input,textarea,select');
      (input ?? first ?? summary.current)?.focus();
    });

  const submitForm = form.onSubmit(
    async (values) => {
      setBusy(true);
      setGeneral([]);
      try {
        await send(values, draftKey);
        await forget();
      } catch (error) {
        const problem = problemOf(error);
        const errors: Record<string, string> = {};
        const others: string[] = [];
        for (const reason of problem.reasons) {
          const name = reason.field?.split('/')[1];
          if (name && name in empty) errors[name] = reasonText(reason);
          else others.push(reasonText(reason));
        }
        if (problem.reasons.length === 0) others.push(problemText(problem));
        form.setErrors(errors);
        setGeneral(others);
        focusFirst(Object.keys(errors));
      } finally {
        setBusy(false);
      }
    },
    (errors) => focusFirst(Object.keys(errors)),
  );

  return (
    <form
      ref={element}
      onSubmit={submitForm}
      noValidate
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) element.current?.requestSubmit();
      }}
      style={inside ? undefined : { maxWidth: 760, margin: '0 auto' }}
    >
      <Stack gap="md">
        {!inside && <Title order={1}>{title}</Title>}
        {restored && (
          <Alert color="deep" variant="light">
            <Group justify="space-between">
              {t('form.restored')}
              <Button
                size="compact-sm"
                variant="subtle"
                onClick={() => {
                  form.setValues(empty);
                  void forget();
                }}
              >
                {t('form.discard')}
              </Button>
            </Group>
          </Alert>
        )}
        {(wrong.length > 0 || general.length > 0) && (
          <Alert
            ref={summary}
            tabIndex={-1}
            color="red"
            role="alert"
            title={t('form.wrong', { count: wrong.length + general.length })}
          >
            <ul style={{ margin: 0, paddingInlineStart: '1.2rem' }}>
              {general.map((message) => (
                <li key={message}>{message}</li>
              ))}
              {wrong.map(([name, message]) => (
                <li key={name}>
                  <Anchor
                    href={`#${idOf(name)}`}
                    onClick={(event) => {
                      event.preventDefault();
                      focusFirst([name]);
                    }}
                  >
                    {message}
                  </Anchor>
                </li>
              ))}
            </ul>
          </Alert>
        )}
        {children({
          values: form.values,
          set: (changes) => form.setValues(changes),
          field: (name, type) => ({
            ...form.getInputProps(name as never, type ? { type } : undefined),
            id: idOf(name),
          }),
        })}
        <div
          style={{
            position: 'sticky',
            bottom: inside ? 0 : 'var(--form-foot, 0)',
            background: inside ? 'var(--mantine-color-body)' : 'var(--page)',
            padding: '0.75rem 0',
            borderTop: '1px solid var(--line)',
            zIndex: 5,
          }}
        >
          {foot?.(form.values)}
          <Group justify="flex-end">
            <Text size="sm" c="dimmed" role="status" mr="auto">
              {savedAt && t('form.draft', { time: timeText(savedAt) })}
            </Text>
            {onCancel && (
              <Button variant="default" onClick={onCancel} {...(inside && { visibleFrom: 'xs' })}>
                {t('form.keep')}
              </Button>
            )}
            <Button type="submit" loading={busy}>
              {submit}
            </Button>
          </Group>
        </div>
      </Stack>
    </form>
  );
}
