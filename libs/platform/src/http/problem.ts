import { HttpException } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** Why something was refused: a code for programs, the field or record it is about, a sentence for people. */
export class Reason {
  @ApiProperty({ example: 'closer-is-owner' }) code: string;
  @ApiProperty({ example: 'The person who closes must not be the case owner.' }) message: string;
  @ApiProperty({
    required: false,
    description: 'JSON pointer to the field of the request or of the record',
    example: '/dueOn',
  })
  field?: string;
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }] },
    description: 'The names and numbers of the message, to say it in another language by its code',
    example: { limit: 200 },
  })
  values?: Record<string, string | number>;
}

/** RFC 9457. `type` is stable; `reasons` tells all that is wrong, not just the first. */
export class ProblemDetails {
  @ApiProperty({ example: '/problems/refused', description: 'Stable identifier of the kind of problem' }) type: string;
  @ApiProperty({ example: 'The record is not ready for this' }) title: string;
  @ApiProperty({ type: 'integer', example: 422 }) status: number;
  @ApiProperty({ required: false }) detail?: string;
  @ApiProperty({ description: 'The id of the request, for the support and the history' }) instance: string;
  @ApiProperty({ type: [Reason] }) reasons: Reason[];
}

/** The only exception that services throw. */
export class Problem extends HttpException {
  constructor(
    status: number,
    readonly kind: string,
    readonly title: string,
    readonly reasons: Reason[] = [],
    readonly headers: Record<string, string> = {},
  ) {
    super(title, status);
  }
}

/** Also for records of another organisation or site: they do not exist for the caller. */
export const notFound = (what = 'record') => new Problem(404, 'not-found', `There is no such ${what}`);

export const unauthenticated = () =>
  new Problem(401, 'unauthenticated', 'Sign in first', [], { 'www-authenticate': 'Bearer' });

export const forbidden = (message = 'You may not do this', code = 'permission-missing') =>
  new Problem(403, 'forbidden', message, [{ code, message }]);

/** Input that is understood but wrong; `field` is a JSON pointer. */
export const invalid = (...reasons: Reason[]) => new Problem(422, 'invalid', 'The request is not valid', reasons);

export const stale = (current: number) =>
  new Problem(412, 'stale', 'The record was changed by someone else', [
    { code: 'stale', message: `It is now at version ${current}; read it again before you change it.` },
  ]);

export const conflict = (code: string, message: string, field?: string) =>
  new Problem(409, 'conflict', message, [{ code, message, ...(field && { field }) }]);
