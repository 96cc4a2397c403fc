import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { invalid, type Reason } from './problem.js';

/** Every mistake of a request at once, each with a JSON pointer. Unknown fields are mistakes. */
export const validation = () =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => invalid(...errors.flatMap((error) => reasonsOf(error, ''))),
  });

function reasonsOf(error: ValidationError, parent: string): Reason[] {
  const field = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(error.constraints ?? {}).map(([code, message]) => {
    if (code === 'whitelistValidation') return { code: 'unknown-field', field, message: 'There is no such field.' };
    const values = error.contexts?.[code] as Reason['values'];
    return { code: kebab(code), field, message: sentence(message), ...(values && { values }) };
  });
  return [...own, ...(error.children ?? []).flatMap((child) => reasonsOf(child, field))];
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.?$/, '.')}`;
