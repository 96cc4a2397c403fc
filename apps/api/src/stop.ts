import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Resolves at the first Ctrl-C or SIGTERM. Later ones change nothing: what has begun to stop stops in order. */
export function stopSignal(say: (message: string) => void): Promise<void> {
  return new Promise((resolve) => {
    let stopping = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => {
        say(stopping ? 'Stopping already; requests may take up to half a minute to finish.' : 'Stopping…');
        stopping = true;
        resolve();
      });
  });
}

/** Takes no more requests, lets those that run finish for `patience` milliseconds, and cuts off what is left. */
export async function closeApi(app: NestFastifyApplication, patience = 30_000): Promise<void> {
  const server = app.getHttpServer();
  const over = new AbortController();
  // A connection that answers its last request now is kept open by the client, and would be waited for.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const closed = app.close().finally(() => {
    clearInterval(sweep);
    over.abort();
  });
  const limit = async () => {
    await sleep(patience, undefined, { signal: over.signal });
    server.closeAllConnections();
    // A statement that runs for ever would keep its connection, and with it the process.
    await sleep(2000, undefined, { signal: over.signal });
  };
  await Promise.race([closed, limit().catch(() => closed)]);
}
