import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { createOutbound } from './index.ts';

const open: Server[] = [];
after(() => {
  for (const server of open) {
    server.closeAllConnections();
    server.close();
  }
});
async function receiver(
  answer: (path: string) => { status: number; location?: string } | null,
): Promise<{ port: number; got: { path: string; host: string; body: string }[] }> {
  const got: { path: string; host: string; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      got.push({ path: request.url ?? '', host: request.headers.host ?? '', body });
      const said = answer(request.url ?? '');
      if (said) response.writeHead(said.status, said.location ? { location: said.location } : {}).end('ok');
    });
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, got };
}

test('JSON arrives once, and a redirect is an answer and not followed', async () => {
  const there = await receiver((path) => (path === '/moved' ? { status: 302, location: '/x' } : { status: 200 }));
  const outbound = createOutbound({ allowPrivate: true });
  assert.equal(await outbound.post(`http://127.0.0.1:${there.port}/x`, { text: 'Grüße' }), 200);
  assert.equal(await outbound.post(`http://127.0.0.1:${there.port}/moved`, {}), 302);
  assert.deepEqual(
    there.got.map((one) => [one.path, one.body]),
    [
      ['/x', '{"text":"Grüße"}'],
      ['/moved', '{}'],
    ],
  );
});

test('without leave nothing reaches our own network, by whatever name', async () => {
  const there = await receiver(() => ({ status: 200 }));
  const refused = createOutbound({ allowPrivate: false });
  await assert.rejects(refused.post(`http://127.0.0.1:${there.port}/x`, {}), /https/);
  await assert.rejects(refused.post(`https://localhost:${there.port}/x`, {}), /public internet/);
  await assert.rejects(refused.check('https://169.254.169.254/latest/meta-data'), /public internet/);
  assert.equal(there.got.length, 0);
});

test('a name that answers differently the second time is asked once, and the first answer is used', async () => {
  const there = await receiver(() => ({ status: 204 }));
  let asked = 0;
  const outbound = createOutbound({
    allowPrivate: true,
    resolve: () => Promise.resolve([{ address: (asked += 1) === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]),
  });
  assert.equal(await outbound.post(`http://rebind.example:${there.port}/x`, {}), 204);
  assert.equal(asked, 1);
  assert.equal(there.got[0]?.host, `rebind.example:${there.port}`);
});

test('a receiver that never answers holds us up for no longer than the limit', async () => {
  const there = await receiver(() => null);
  const began = Date.now();
  await assert.rejects(createOutbound({ allowPrivate: true, timeoutMs: 200 }).post(`http://127.0.0.1:${there.port}/x`, {}), /within 0.2 seconds/);
  await assert.rejects(
    createOutbound({ allowPrivate: true, timeoutMs: 200, resolve: () => new Promise(() => undefined) }).post('http://slow.example/', {}),
    /within/,
  );
  assert.ok(Date.now() - began < 3_000);
});
