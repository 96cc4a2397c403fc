import { createApi } from '#api';
// Not among the exports of the API, because whoever imports those would have to be able to load it.
import { serveWeb } from '../../apps/api/src/serve-web.js';
import { type DatabaseAddresses, readConfiguration } from '#platform';

/*
 * The whole server with its web app on a database that exists, as a process of its own: what serves files is loaded in a way
 * that the test runner cannot follow. Prints its address, ends with SIGTERM.
 */
const { DATA_DIR = '', DATABASE = '' } = process.env;
const app = await createApi(
  readConfiguration({ DATA_DIR, LOG_LEVEL: 'error' }),
  JSON.parse(DATABASE) as DatabaseAddresses,
);
await serveWeb(app);
await app.listen(0, '127.0.0.1');
process.stdout.write(`listening on ${await app.getUrl()}\n`);
process.once('SIGTERM', () => void app.close());
