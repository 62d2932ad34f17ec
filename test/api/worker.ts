import { extractApi } from '../../src/extract/index.ts';
import { settingsOf } from '../extract/support.ts';
import { keyOf } from '../support/gingr-server/server.ts';

/** Takes all that a server says: worker.ts URL WORKSPACE KEY FIRST_DAY; prints the id of the snapshot. */
const [url = '', workspace = '', key = '', firstDay = ''] = process.argv.slice(2);
const { manifest } = await extractApi({
  settings: settingsOf(workspace, {
    gingr: {
      ...{ url, keys: [keyOf(key)], firstDay, concurrency: 4, paceMs: 0, timeoutMs: 30_000, retryMs: 1 },
      ...{ since: null, fresh: false },
    },
  }),
  ...{ timeZone: 'America/Denver', toolVersion: '0.1.0', signal: new AbortController().signal },
});
process.stdout.write(`${manifest.id}\n`);
