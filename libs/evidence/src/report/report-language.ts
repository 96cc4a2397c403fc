import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { ContinuaRequest } from '#platform';
import type { ReportLanguage } from './report.js';

const languages: readonly ReportLanguage[] = ['en', 'de'];

/** In which language a report is set; without it as the browser asks. */
export class ReportQuery {
  @ApiProperty({ required: false, enum: languages, description: 'Without it by Accept-Language, or English' })
  @IsOptional()
  @IsIn(languages)
  language?: ReportLanguage;
}

/** The language that the header asks for most (RFC 9110, 12.5.4), of those that there are; else English. */
export function acceptedLanguage(header = ''): ReportLanguage {
  const wishes = header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { language: range.split('-')[0], weight: weight === undefined ? 1 : Number(weight) || 0 };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight);
  for (const wish of wishes) {
    const known = languages.find((language) => language === wish.language);
    if (known) return known;
  }
  return 'en';
}

/** The language of `Accept-Language`. */
export const AcceptedLanguage = createParamDecorator(
  (_: unknown, context: ExecutionContext): ReportLanguage =>
    acceptedLanguage(context.switchToHttp().getRequest<ContinuaRequest>().headers['accept-language']),
  [
    (target, key, index) => {
      void index;
      const descriptor = Object.getOwnPropertyDescriptor(target, key as string)!;
      ApiHeader({
        name: 'Accept-Language',
        required: false,
        description: 'The language of the report when the query names none',
        schema: { type: 'string', example: 'de-DE,de;q=0.9,en;q=0.5' },
      })(target, key as string, descriptor);
    },
  ],
);

const locales: Record<ReportLanguage, string> = { en: 'en-GB', de: 'de-DE' };

/** A day for people; nothing for none. */
export const dayFor = (language: ReportLanguage, day: string | null): string =>
  day
    ? new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day))
    : '—';

/** An instant for people, in UTC, which the text says. */
export const instantFor = (language: ReportLanguage, instant: string): string =>
  `${new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(instant))} UTC`;

/** A number for people. */
export const numberFor = (language: ReportLanguage, number: number): string =>
  new Intl.NumberFormat(locales[language]).format(number);
