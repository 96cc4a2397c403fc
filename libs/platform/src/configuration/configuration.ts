import { plainToInstance, Type } from 'class-transformer';
import {
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  validateSync,
} from 'class-validator';

const logLevels = ['error', 'warn', 'log', 'debug'] as const;

/** The environment, checked once at the start. Nothing else reads `process.env`. */
export class Configuration {
  @Type(() => Number) @IsInt() @Min(0) @Max(65535) PORT = 3000;
  /** Loopback unless told otherwise: a first trial must not listen to the street. */
  @IsString() @MinLength(1) HOST = '127.0.0.1';
  /** How people reach the server; decides on secure cookies and on links. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  PUBLIC_URL?: string;
  @IsString() @MinLength(1) DATA_DIR = './data';
  /** The owner's login of an own PostgreSQL (15 or later, with CREATEROLE); unset: the embedded one under DATA_DIR. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must begin with postgres://' })
  DATABASE_URL?: string;
  /** Where attachments are kept; unset: the folder `files` under DATA_DIR. */
  @IsOptional() @Matches(/^file:\/\//, { message: 'STORAGE_URL must begin with file://' }) STORAGE_URL?: string;
  @IsOptional() @IsEmail() ADMIN_EMAIL?: string;
  @IsOptional() @MinLength(12) ADMIN_PASSWORD?: string;
  /** The server that takes mails, such as smtps://user:password@mail.example.org; unset: no mail is sent. */
  @IsOptional()
  @Matches(/^smtps?:\/\/[^\s/]+/, { message: 'SMTP_URL must begin with smtp:// or smtps:// and name a server' })
  SMTP_URL?: string;
  /** Who mails are from; unset: continua at the host of PUBLIC_URL. */
  @IsOptional() @IsEmail() MAIL_FROM?: string;
  /** A time stamping authority (RFC 3161) that is asked to stamp checkpoints and packs; unset: none is asked. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  TIMESTAMP_URL?: string;
  /** Nothing that counts as evidence is made while older changes than this wait to be sealed. */
  @Type(() => Number) @IsInt() @Min(1) @Max(86_400) SEALING_LIMIT_SECONDS = 900;
  @IsIn(logLevels) LOG_LEVEL: (typeof logLevels)[number] = 'log';

  /** The address to show to people. */
  get publicUrl(): string {
    return this.PUBLIC_URL?.replace(/\/$/, '') ?? `http://localhost:${this.PORT}`;
  }

  get mailFrom(): string {
    const { hostname } = new URL(this.publicUrl);
    return this.MAIL_FROM ?? `continua@${/^[\d.]+$|^\[/.test(hostname) ? 'localhost' : hostname}`;
  }

  get secure(): boolean {
    return this.publicUrl.startsWith('https:');
  }
}

/** Thrown at the start with every mistake of the environment, one line each. */
export class ConfigurationError extends Error {}

/** Reads the configuration from an environment; an empty value counts as unset. Throws `ConfigurationError`. */
export function readConfiguration(environment: Record<string, string | undefined>): Configuration {
  const names = [
    'PORT',
    'HOST',
    'PUBLIC_URL',
    'DATA_DIR',
    'DATABASE_URL',
    'STORAGE_URL',
    'ADMIN_EMAIL',
    'ADMIN_PASSWORD',
    'SMTP_URL',
    'MAIL_FROM',
    'TIMESTAMP_URL',
    'SEALING_LIMIT_SECONDS',
    'LOG_LEVEL',
  ];
  const given = Object.fromEntries(names.filter((name) => environment[name]).map((name) => [name, environment[name]]));
  const configuration = plainToInstance(Configuration, given);
  const mistakes = validateSync(configuration).flatMap((error) =>
    Object.values(error.constraints ?? {}).map((text) => `${error.property}: ${text}`),
  );
  if (!configuration.ADMIN_EMAIL !== !configuration.ADMIN_PASSWORD)
    mistakes.push('ADMIN_EMAIL and ADMIN_PASSWORD: set both or neither');
  if (mistakes.length > 0) throw new ConfigurationError(mistakes.join('\n'));
  return configuration;
}
