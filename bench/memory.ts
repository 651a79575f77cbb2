import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf, Connection } from './lib/connection.ts';
import { withCopy } from './lib/installation.ts';
import { runLoad } from './lib/load-test.ts';
import { familyPssMb, pssMb } from './lib/memory.ts';
import { startProduct, type Product } from './lib/product.ts';
import { atMost } from './lib/report.ts';
import { runWrites } from './lib/writes.ts';

/** Memory of the server and of the database (PSS, all its processes), idle for 20 seconds: after a start, and after heavy use. */
const IDLE_MS = 20_000;
const BAR_SERVER_MB = 250;
const BAR_DATABASE_MB = 200;

async function measure(product: Product, when: string): Promise<void> {
  await sleep(IDLE_MS);
  atMost(`memory of the server process, idle ${when}`, pssMb(product.serverPid()), 'MB', BAR_SERVER_MB);
  atMost(`memory of the database, idle ${when}`, familyPssMb(product.postmasterPid()), 'MB', BAR_DATABASE_MB);
}

if (process.platform !== 'linux') console.error('  memory is read from /proc, which only Linux has: left out');
else
  await withCopy(async (home, { keys }) => {
    const product = await startProduct(home);
    try {
      await measure(product, 'after a start');
      const key = (turn: number): string => keys[turn % keys.length] ?? '';
      const connection = await Connection.open(product.port);
      const page = await connection.send({ method: 'GET', path: '/api/v1/deals?status=open&limit=100', key: key(0) });
      const deals = bodyOf<{ items: { id: string }[] }>(page).items;
      connection.close();
      const paths = ['/deals?limit=100', '/deals?sort=-amount', '/deals?q=north', '/deals/summary', '/overview', '/partners', '/accounts', '/acts?mine=false'];
      await runLoad({
        port: product.port,
        clients: 16,
        seconds: 10,
        next: (client, turn) => ({ method: 'GET', path: `/api/v1${paths[(client * 3 + turn) % paths.length] ?? ''}`, key: key(client + turn * 16) }),
      });
      await runWrites({ port: product.port, keys, what: 'mixed', seconds: 10 });
      await runLoad({
        port: product.port,
        clients: 4,
        seconds: 5,
        next: (client, turn) => ({
          method: 'POST',
          path: `/api/v1/deals/${deals[(client * 29 + turn) % deals.length]?.id ?? ''}/match`,
          key: key(client + turn * 4),
        }),
      });
      await measure(product, 'after reads, writes and matches');
    } finally {
      await product.stop();
    }
  });
