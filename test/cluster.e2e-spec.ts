import { prepareCluster } from '#platform';
import { createDatabase, type TestDatabase } from './support/database.js';

describe('two databases on one server', () => {
  const databases: TestDatabase[] = [];
  beforeAll(async () => void databases.push(await createDatabase(), await createDatabase()));
  afterAll(() => Promise.all(databases.map((database) => database.drop())));

  it('can be prepared at the same time, although they share their roles', async () => {
    const [first, second] = databases.map(({ addresses }) => addresses.owner) as [string, string];
    for (let round = 0; round < 10; round++)
      await Promise.all([prepareCluster(first), prepareCluster(second), prepareCluster(first), prepareCluster(second)]);
  });
});
