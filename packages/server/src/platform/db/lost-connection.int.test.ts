import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import { testDatabase } from '@entente/testkit';

const { db, admin } = await testDatabase();
const end = (pid: number) => admin.query('select pg_terminate_backend($1)', [pid]);
const pidOf = async (tx: Parameters<Parameters<typeof db.inTenant>[1]>[0]): Promise<number> =>
  (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)).rows[0]?.pid ?? 0;

test('a connection that the database ends in the middle refuses its work, and nothing else notices', async () => {
  for (const when of ['while a statement runs', 'between two statements']) {
    await assert.rejects(
      db.inTenant(newId(), async (tx) => {
        const pid = await pidOf(tx);
        if (when === 'while a statement runs') {
          const running = sql`select pg_sleep(5)`.execute(tx);
          running.catch(() => undefined);
          await wait(50);
          await end(pid);
          await running;
        } else {
          await end(pid);
          await wait(100);
          await sql`select 1`.execute(tx);
        }
      }),
      Error,
      when,
    );
    // An error nobody listens to would end the process here, and the server with it.
    await wait(100);
    assert.equal(await db.inTenant(newId(), async (tx) => (await pidOf(tx)) > 0), true, when);
  }
});
