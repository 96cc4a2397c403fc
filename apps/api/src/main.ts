import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccountService, type Configuration, readConfiguration } from '#platform';
import { openDatabase } from './database.js';
import { offerDemo } from './demo/demo.js';
import { explain } from './explain.js';
import { offerFirstStart } from './first-start.js';
import { serveWeb } from './serve-web.js';
import { closeApi, stopSignal } from './stop.js';

const say = (message: string) => process.stdout.write(`${message}\n`);

/** Runs until it is told to stop, and leaves nothing running: first the requests end, then the database. */
async function run(configuration: Configuration): Promise<void> {
  const stopped = stopSignal(say);
  const database = await openDatabase(configuration, say);
  try {
    const { createApi, serveApiPage } = await import('./create-api.js');
    const app = await createApi(configuration, database.addresses);
    try {
      serveApiPage(app, configuration);
      await serveWeb(app);
      await listen(app, configuration);
      if (process.argv.includes('--demo')) await offerDemo(app, configuration, database.addresses.owner, say);
      await offerFirstStart(app.get(AccountService), configuration, say);
      say(`Continua is ready: ${configuration.publicUrl}`);
      await stopped;
    } finally {
      await closeApi(app);
    }
  } finally {
    await database.stop();
  }
}

async function listen(app: NestFastifyApplication, configuration: Configuration): Promise<void> {
  const { PORT, HOST } = configuration;
  try {
    // Not app.listen, which logs a failure with its stack before it can be told in words.
    await app.getHttpAdapter().getInstance().listen({ port: PORT, host: HOST });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new Error(`Port ${PORT} of ${HOST} is in use by another program: stop that one, or choose another PORT`, {
        cause: error,
      });
    if (code === 'EACCES')
      throw new Error(`This account may not listen on port ${PORT}: choose a PORT of 1024 or more`, { cause: error });
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new Error(`HOST ${HOST} is not an address of this computer`, { cause: error });
    throw error;
  }
  // Port 0 stands for any free one; links must name the real one.
  configuration.PORT = (app.getHttpServer().address() as { port: number }).port;
}

try {
  await run(readConfiguration(process.env));
  process.exit(0);
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}
