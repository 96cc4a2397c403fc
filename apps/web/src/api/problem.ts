import type { components } from './contract.js';

export type Reason = components['schemas']['Reason'];

/** A refusal of the server in its own words, or that it could not be reached (status 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly reasons: Reason[] = [],
    /** The id of the request, to tell to the support. */
    readonly instance: string | null = null,
    /** The kind of problem, such as `not-found`. */
    readonly kind: string | null = null,
  ) {
    super([title, ...reasons.map(({ message }) => message)].join(' '));
  }

  /** The server was not reached, or cannot work right now: the same request may succeed later. */
  get temporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  static async of(response: Response): Promise<Problem> {
    const body = (await response.json().catch(() => ({}))) as Partial<components['schemas']['ProblemDetails']>;
    const kind = body.type?.split('/').at(-1);
    return new Problem(response.status, body.title ?? response.statusText, body.reasons, body.instance, kind);
  }
}

/** Whatever was thrown, as a problem. */
export const problemOf = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(0, (error as Error)?.message ?? String(error));
