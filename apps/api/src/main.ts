import { Configuration, ConfigurationError, readConfiguration } from '#platform';
import { openDatabase } from './database.js';

const say = (message: string) => process.stdout.write(`${message}\n`);

async function start(configuration: Configuration): Promise<void> {
  const database = await openDatabase(configuration, say);
  const { createApi, serveApiPage } = await import('./create-api.js');
  const app = await createApi(configuration, database.addresses);
  serveApiPage(app, configuration);
  await app.listen(configuration.PORT, configuration.HOST);
  say(`\nContinua is ready: ${configuration.publicUrl}`);
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      say('Stopping…');
      void app
        .close()
        .then(() => database.stop())
        .then(() => process.exit(0));
    });
}

try {
  await start(readConfiguration(process.env));
} catch (error) {
  const message =
    error instanceof ConfigurationError
      ? `The configuration is wrong:\n${error.message}`
      : ((error as Error).stack ?? String(error));
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
