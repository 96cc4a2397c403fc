import pg from 'pg';

/** Makes the queue's own schema if it is not there. Needs the address of the worker's role, which will own it. */
export async function prepareJobs(workerDatabaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: workerDatabaseUrl, application_name: 'continua prepare' });
  await client.connect();
  try {
    const { rows } = await client.query<{ there: boolean }>(
      `SELECT to_regclass('graphile_worker.migrations') IS NOT NULL AS there`,
    );
    if (rows[0]?.there) return;
  } finally {
    await client.end();
  }
  const { runMigrations } = await import('graphile-worker');
  await runMigrations({ connectionString: workerDatabaseUrl });
}
