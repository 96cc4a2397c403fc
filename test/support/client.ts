import type { Transition } from '#platform';

interface Options {
  /** The status that must come back; 200 for GET and PATCH, 201 for POST. */
  expect?: number;
  ifMatch?: number;
  key?: string;
  headers?: Record<string, string>;
}

/** What came back. The body is whatever JSON says, so tests can look at anything. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
  body: any;
}

/** The password of everybody in the tests. */
export const testPassword = 'the password of test people';

/** Someone who speaks HTTP to the API. A surprising status fails the test and shows the answer. */
export class Client {
  constructor(
    readonly base: string,
    readonly headers: Record<string, string> = {},
    readonly personId = '',
    readonly name = '',
  ) {}

  get(path: string, options: Options = {}): Promise<Answer> {
    return this.send('GET', path, undefined, { expect: 200, ...options });
  }

  post(path: string, body?: unknown, options: Options = {}): Promise<Answer> {
    return this.send('POST', path, body, { expect: 201, ...options });
  }

  patch(path: string, body: unknown, options: Options = {}): Promise<Answer> {
    return this.send('PATCH', path, body, { expect: 200, ...options });
  }

  delete(path: string, options: Options = {}): Promise<Answer> {
    return this.send('DELETE', path, undefined, { expect: 204, ...options });
  }

  /** Performs a transition at the record's present version; where it takes a signature, a person signs. */
  async move(path: string, action: string, options: Options & { reason?: string } = {}): Promise<Answer> {
    const { reason, ...rest } = options;
    const { version, transitions } = options.ifMatch
      ? { version: options.ifMatch, transitions: [] }
      : ((await this.get(path)).body as { version: number; transitions: Transition[] });
    const signs = transitions.some((one) => one.action === action && one.signs);
    return this.send(
      'POST',
      `${path}/transitions`,
      { action, ...(reason && { reason }), ...(signs && this.personId && { signature: { password: testPassword } }) },
      { expect: 200, ...rest, ifMatch: version },
    );
  }

  /** Changes fields at the record's present version. */
  async change(path: string, fields: object, options: Options = {}): Promise<Answer> {
    const version = options.ifMatch ?? (await this.get(path)).body.version;
    return this.patch(path, fields, { ...options, ifMatch: version });
  }

  async send(
    method: string,
    path: string,
    body: unknown,
    { expect: status, ifMatch, key, headers }: Options,
  ): Promise<Answer> {
    const plain = typeof body === 'string' || body instanceof FormData;
    const response = await fetch(`${this.base}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...this.headers,
        ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
        ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
        ...(key && { 'idempotency-key': key }),
        ...headers,
      },
      ...(body !== undefined && { body: plain ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      text,
      body: /json/.test(response.headers.get('content-type') ?? '') && text ? JSON.parse(text) : undefined,
    };
    if (status !== undefined && answer.status !== status)
      throw new Error(`${method} ${path} answered ${answer.status} instead of ${status}: ${text.slice(0, 2000)}`);
    return answer;
  }
}
