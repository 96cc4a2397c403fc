import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import { Column, type ColumnOptions } from 'typeorm';

/*
 * One decorator a field: what the database stores, what a request may say and what the contract shows come from the
 * same words. DTOs pick fields of the entity (`PickType`), so a limit is stated once. On a class that is no entity
 * the column is ignored by TypeORM.
 */

export interface FieldOptions {
  /** May be left out of a request. */
  optional?: boolean;
  /** May be null: not known, not yet, or does not apply. */
  nullable?: boolean;
  description?: string;
  example?: unknown;
}

const presence = ({ optional, nullable }: FieldOptions) => [
  ...(optional ? [ValidateIf((_, value) => value !== undefined)] : []),
  ...(nullable ? [ValidateIf((_, value) => value !== null)] : []),
];

function field(
  options: FieldOptions,
  column: ColumnOptions,
  api: ApiPropertyOptions,
  checks: PropertyDecorator[],
): PropertyDecorator {
  const { optional, nullable, description, example } = options;
  return applyDecorators(
    Column({ ...column, ...(nullable && { nullable: true }) }),
    ApiProperty({
      required: !optional,
      ...(nullable && { nullable: true }),
      ...(description && { description }),
      ...(example !== undefined && { example }),
      ...api,
    } as ApiPropertyOptions),
    ...presence(options),
    ...checks,
  );
}

/** PostgreSQL cannot store NUL, and half of a surrogate pair is not text. */
const IsStorable = () =>
  ValidateBy({
    name: 'isStorable',
    validator: {
      validate: (value) => typeof value !== 'string' || (!value.includes('\u0000') && value.isWellFormed()),
      defaultMessage: () => '$property contains characters that are not text',
    },
  });

/** A check whose limit a refusal tells as a value too, so that it can be said in any language. */
const bounded =
  (check: (limit: number, options: ValidationOptions) => PropertyDecorator) =>
  (limit: number, each = false) =>
    check(limit, { each, context: { limit } });
const Shortest = bounded(MinLength);
const Longest = bounded(MaxLength);
const Fewest = bounded(ArrayMinSize);
const Most = bounded(ArrayMaxSize);
const Least = bounded(Min);
const Greatest = bounded(Max);

const NotBlank = () =>
  ValidateBy({
    name: 'isNotBlank',
    validator: {
      validate: (value) => typeof value !== 'string' || value.trim() !== '',
      defaultMessage: () => '$property must not be blank',
    },
  });

/** Words written by people: a disclosure of its own in the history. `max` counts characters; blank counts as empty. */
export const Text = (options: FieldOptions & { max: number; min?: number }) =>
  field(options, { type: 'text' }, { type: String, maxLength: options.max, minLength: options.min ?? 1 }, [
    IsString(),
    IsStorable(),
    Shortest(options.min ?? 1),
    Longest(options.max),
    ...((options.min ?? 1) > 0 ? [NotBlank()] : []),
  ]);

/** A short code or number that follows a pattern. */
export const Code = (options: FieldOptions & { max: number; pattern?: RegExp }) =>
  field(
    options,
    { type: 'varchar' },
    { type: String, maxLength: options.max, minLength: 1, ...(options.pattern && { pattern: options.pattern.source }) },
    [
      IsString(),
      IsStorable(),
      Shortest(1),
      Longest(options.max),
      ...(options.pattern ? [Matches(options.pattern)] : []),
    ],
  );

export const Choice = (values: readonly string[], options: FieldOptions = {}) =>
  field(options, { type: 'varchar' }, { type: String, enum: [...values] }, [IsIn(values)]);

/** A set of choices, at least one unless `min` is 0. */
export const Choices = (values: readonly string[], options: FieldOptions & { min?: number } = {}) =>
  field(
    options,
    { type: 'varchar', array: true },
    { type: [String], enum: [...values], minItems: options.min ?? 1, uniqueItems: true },
    [IsArray(), Fewest(options.min ?? 1), Most(values.length), ArrayUnique(), IsIn(values, { each: true })],
  );

/** A list of short codes, such as clauses. */
export const Codes = (options: FieldOptions & { max: number; pattern: RegExp; min?: number; maxItems?: number }) =>
  field(
    options,
    { type: 'varchar', array: true },
    {
      type: 'array',
      items: { type: 'string', pattern: options.pattern.source },
      minItems: options.min ?? 0,
      maxItems: options.maxItems ?? 100,
    },
    [
      IsArray(),
      Fewest(options.min ?? 0),
      Most(options.maxItems ?? 100),
      ArrayUnique(),
      IsString({ each: true }),
      Longest(options.max, true),
      Matches(options.pattern, { each: true }),
    ],
  );

/** A list of texts, each a sentence or a name. */
export const Texts = (options: FieldOptions & { max: number; min?: number; maxItems?: number }) =>
  field(
    options,
    { type: 'text', array: true },
    {
      type: 'array',
      items: { type: 'string', maxLength: options.max },
      minItems: options.min ?? 0,
      maxItems: options.maxItems ?? 100,
    },
    [
      IsArray(),
      Fewest(options.min ?? 0),
      Most(options.maxItems ?? 100),
      IsString({ each: true }),
      Shortest(1, true),
      Longest(options.max, true),
    ],
  );

/** The id of another record. */
export const Reference = (options: FieldOptions = {}) =>
  field(options, { type: 'uuid' }, { type: String, format: 'uuid' }, [IsUUID()]);

export const References = (options: FieldOptions & { min?: number; maxItems?: number } = {}) =>
  field(
    options,
    { type: 'uuid', array: true },
    {
      type: 'array',
      items: { type: 'string', format: 'uuid' },
      minItems: options.min ?? 0,
      maxItems: options.maxItems ?? 200,
    },
    [
      IsArray(),
      Fewest(options.min ?? 0),
      Most(options.maxItems ?? 200),
      ArrayUnique(),
      IsUUID(undefined, { each: true }),
    ],
  );

const isDay = (value: unknown): boolean => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) && value >= '1900-01-01';
};

/** A calendar day, `YYYY-MM-DD`. */
export const Day = (options: FieldOptions = {}) =>
  field(options, { type: 'date' }, { type: String, format: 'date' }, [
    ValidateBy({
      name: 'isDay',
      validator: { validate: isDay, defaultMessage: () => '$property must be a day such as 2026-03-02' },
    }),
  ]);

/** An instant in UTC, ISO 8601 with an offset. Stored with microseconds, shown with milliseconds. */
export const Instant = (options: FieldOptions = {}) =>
  field(
    options,
    {
      type: 'timestamptz',
      transformer: { from: (value: Date | null) => value?.toISOString() ?? null, to: (value: unknown) => value },
    },
    { type: String, format: 'date-time' },
    [
      ValidateBy({
        name: 'isInstant',
        validator: {
          validate: (value) =>
            typeof value === 'string' &&
            /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/.test(value) &&
            !Number.isNaN(Date.parse(value)) &&
            isDay(value.slice(0, 10)),
          defaultMessage: () => '$property must be an instant such as 2026-03-02T10:11:12Z',
        },
      }),
    ],
  );

export const Whole = (options: FieldOptions & { min: number; max: number }) =>
  field(options, { type: 'integer' }, { type: 'integer', minimum: options.min, maximum: options.max }, [
    IsInt(),
    Least(options.min),
    Greatest(options.max),
  ]);

/** A decimal number, stored exactly. */
export const Decimal = (options: FieldOptions & { min?: number; max?: number } = {}) =>
  field(
    options,
    {
      type: 'numeric',
      transformer: {
        from: (value: string | null) => (value === null ? null : Number(value)),
        to: (value: unknown) => value,
      },
    },
    { type: Number, minimum: options.min ?? -1e12, maximum: options.max ?? 1e12 },
    [IsNumber({ allowNaN: false, allowInfinity: false }), Least(options.min ?? -1e12), Greatest(options.max ?? 1e12)],
  );

export const Flag = (options: FieldOptions = {}) =>
  field(options, { type: 'boolean' }, { type: Boolean }, [IsBoolean()]);

/** A structure kept as it is (jsonb), checked by the class that describes it. */
export const Structure = (of: () => new () => object, options: FieldOptions = {}) =>
  field(options, { type: 'jsonb' }, { type: () => of() }, [IsObject(), ValidateNested(), Type(of)]);

export const Structures = (
  of: () => new () => object,
  options: FieldOptions & { min?: number; maxItems?: number } = {},
) =>
  field(
    options,
    { type: 'jsonb' },
    {
      type: () => of(),
      isArray: true,
      minItems: options.min ?? 0,
      maxItems: options.maxItems ?? 200,
    },
    [
      IsArray(),
      Fewest(options.min ?? 0),
      Most(options.maxItems ?? 200),
      // An array within the array would pass the nested check unseen.
      IsObject({ each: true }),
      ValidateNested({ each: true }),
      Type(of),
    ],
  );
