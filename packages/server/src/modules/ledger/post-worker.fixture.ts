import { createDatabase, type ConnectionConfig } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { event } from './ledger.fixture.ts';
import { createLedgerModule } from './index.ts';

/** A process of its own that has posted and not committed when it says so; whoever started it ends it. */
const [connection = '{}', tenantId = ''] = process.argv.slice(2);
const database = createDatabase(JSON.parse(connection) as ConnectionConfig, { max: 2 });
const ledger = createLedgerModule({
  database,
  ports: { checks: [], subLedgers: [], readCsv: async () => ({ ok: false, sentence: 'There are no files here.' }) },
  now: () => new Date(),
  onError: (error) => console.error(error),
});
await database.inTenant(tenantId, async (tx) => {
  const facts = { currency: 'EUR', amountMinor: 500, partnerId: tenantId };
  await ledger.post(tx, systemContext(tenantId, 'Worker', new Date()), [event('earning_due', 'killed', '2026-03-02', facts)]);
  process.send?.('posted');
  await new Promise((resolve) => setTimeout(resolve, 60_000));
});
