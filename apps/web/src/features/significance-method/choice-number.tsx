import { NativeSelect } from '@mantine/core';

/** One of a few numbers, or none. */
export function ChoiceNumber({
  label,
  value,
  choices,
  none,
  onChange,
}: {
  label: string;
  value: number | null;
  choices: readonly number[];
  none: string;
  onChange(value: number | null): void;
}) {
  return (
    <NativeSelect
      label={label}
      size="sm"
      value={value ?? ''}
      data={[{ value: '', label: none }, ...choices.map((choice) => ({ value: String(choice), label: `≥ ${choice}` }))]}
      onChange={(event) => onChange(event.currentTarget.value === '' ? null : Number(event.currentTarget.value))}
    />
  );
}
