import { Client } from './client.js';
import { Program } from './program.js';

const administrator = { email: 'root@example.org', password: 'a long enough password' };

/** A server as it is started in real life, and somebody who is signed in. */
export async function startServer(
  environment: Record<string, string>,
  cookie?: string,
): Promise<{ server: Program; client: Client }> {
  const server = new Program('dist/apps/api/src/main.js', [], {
    PORT: '0',
    ADMIN_EMAIL: administrator.email,
    ADMIN_PASSWORD: administrator.password,
    ...environment,
  });
  const [, origin] = await server.says(/Continua is ready: (\S+)/);
  const anyone = new Client(`${origin}/api/v1`);
  const signedIn = async () =>
    (await anyone.post('/session', administrator, { expect: 204 })).headers.get('set-cookie')!.split(';')[0]!;
  return { server, client: new Client(anyone.base, { cookie: cookie ?? (await signedIn()) }) };
}
