import { rmSync } from 'node:fs';

export default async function teardown(): Promise<void> {
  await (globalThis as { stopTestDatabase?: () => Promise<void> }).stopTestDatabase?.();
  rmSync(process.env['TEST_DATA_DIR']!, { recursive: true, force: true });
}
