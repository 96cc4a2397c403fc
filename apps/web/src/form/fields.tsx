import {
  Chip,
  Group,
  Input,
  NativeSelect,
  type NativeSelectProps,
  TextInput,
  type TextInputProps,
} from '@mantine/core';
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { today } from '../language/format.js';

type Selects = typeof import('./selects.js');

/** Tried until the network is back: without it a form must not vanish with what was typed into it. */
async function selects(): Promise<Selects> {
  for (;;)
    try {
      return await import('./selects.js');
    } catch {
      await new Promise((again) => setTimeout(again, 2000));
    }
}

/** Fields that search are a fifth of the script of a page: they come when one is shown, and until then an empty field stands there. */
function lazily<P extends object>(choose: (selects: Selects) => ComponentType<P>): ComponentType<P> {
  const Loaded = lazy(async () => ({ default: choose(await selects()) as ComponentType<object> }));
  return function Lazy(props: P) {
    const { label, description, size, w } = props as TextInputProps;
    return (
      <Suspense
        fallback={
          <TextInput readOnly aria-busy label={label} description={description} size={size ?? 'sm'} w={w ?? 'auto'} />
        }
      >
        <Loaded {...props} />
      </Suspense>
    );
  };
}

/** A person who has not left. */
export const PersonField = lazily((selects) => selects.PersonField);
export const SiteField = lazily((selects) => selects.SiteField);
export const ProcessField = lazily((selects) => selects.ProcessField);
/** Clauses of the standards, by number or by words. */
export const ClausesField = lazily((selects) => selects.ClausesField);
/** Several people or processes. */
export const SeveralField = lazily((selects) => selects.SeveralField);

/** A calendar day, by the device's own picker. */
export function DayField({
  value,
  onChange,
  ...rest
}: Omit<TextInputProps, 'value' | 'onChange'> & {
  value?: string | null;
  onChange?(day: string | null): void;
}) {
  return (
    <TextInput
      type="date"
      max="2199-12-31"
      {...rest}
      value={value ?? ''}
      onChange={(event) => onChange?.(event.currentTarget.value || null)}
    />
  );
}

/** Not later than today. */
export const PastDayField = (props: Parameters<typeof DayField>[0]) => <DayField max={today()} {...props} />;

/** One of a few; `texts` is the key under which their words stand. */
export function ChoiceField({
  choices,
  texts,
  value,
  onChange,
  empty,
  ...rest
}: Omit<NativeSelectProps, 'value' | 'onChange' | 'data'> & {
  choices: readonly string[];
  texts: string;
  value?: string | null;
  onChange?(value: string | null): void;
  /** The words of no choice; without them there always is one. */
  empty?: string;
}) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      {...rest}
      value={value ?? ''}
      onChange={(event) => onChange?.(event.currentTarget.value || null)}
      data={[
        ...(empty !== undefined || !value ? [{ value: '', label: empty ?? '' }] : []),
        ...choices.map((choice) => ({ value: choice, label: t(`${texts}.${choice}`) })),
      ]}
    />
  );
}

/** Quality, environment or both. */
export function DisciplinesField({
  label,
  value = [],
  onChange,
  error,
  id,
}: {
  label: string;
  value?: string[];
  onChange?(value: string[]): void;
  error?: ReactNode;
  id?: string;
}) {
  const { t } = useTranslation();
  return (
    <Input.Wrapper label={label} error={error} labelElement="div" id={id ?? ''} role="group" aria-label={label}>
      <Chip.Group multiple value={value} onChange={(chosen) => onChange?.(chosen)}>
        <Group gap="xs" mt={4} id={id}>
          {['quality', 'environment'].map((discipline) => (
            <Chip key={discipline} value={discipline}>
              {t(`discipline.${discipline}`)} · {t(`standard.${discipline}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  );
}
