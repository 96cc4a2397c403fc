import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { ReportLanguage } from './report.js';

/** In which language a report is set; without it English. */
export class ReportQuery {
  @ApiProperty({ required: false, enum: ['en', 'de'], default: 'en' })
  @IsOptional()
  @IsIn(['en', 'de'])
  language?: ReportLanguage;
}

const locales: Record<ReportLanguage, string> = { en: 'en-GB', de: 'de-DE' };

/** A day for people; nothing for none. */
export const dayFor = (language: ReportLanguage, day: string | null): string =>
  day
    ? new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day))
    : '—';

/** An instant for people, in UTC, which the text says. */
export const instantFor = (language: ReportLanguage, instant: string): string =>
  `${new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(instant))} UTC`;
