import { startApi } from '../support/api.js';
import setup from '../support/global-setup.js';
import teardown from '../support/global-teardown.js';
import { bringBusiness, readInspections } from '../support/inspections.js';

/** Loads a whole folder of inspections over HTTP and tells how long it took: `node dist/test/bench/load-inspections.js FOLDER`. */
const folder = process.argv[2];
if (!folder) throw new Error('Name the folder with businesses.csv, inspections.csv and violations.csv');
await setup();
const api = await startApi();
const administrator = await api.as({ roles: ['system_administrator'] });
const inspector = await api.as({ roles: ['lead_auditor', 'quality_manager'] });
const businesses = readInspections(folder);
const inspections = businesses.flatMap((business) => business.inspections);
const began = Date.now();
const waiting = [...businesses];
let done = 0;
await Promise.all(
  Array.from({ length: 8 }, async () => {
    for (let business = waiting.pop(); business; business = waiting.pop()) {
      await bringBusiness(administrator, inspector, business);
      if (++done % 250 === 0)
        console.log(`${done} of ${businesses.length} businesses, ${((Date.now() - began) / 1000).toFixed(0)} s`);
    }
  }),
);
const seconds = (Date.now() - began) / 1000;
const [lines] = (await api.database.owner.query<{ n: string }>('SELECT count(*) AS n FROM log.entry')).rows;
console.log(
  `${businesses.length} businesses, ${inspections.length} inspections, ${inspections.flatMap((one) => one.violations).length} violations: ${lines!.n} lines of history in ${seconds.toFixed(0)} s`,
);
await api.stop();
await teardown();
