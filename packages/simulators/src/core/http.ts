import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Faults } from './faults.ts';
import { faultAnswers } from './fault-answers.ts';
import { simulatorNames } from './simulator.ts';
import type { SimulatedRequest, SimulatedResponse, Simulator, SimulatorName } from './simulator.ts';

export const bodyLimit = 2 * 1024 * 1024;

/** Something beside the simulators: the control API, the page. Undefined: not its path. */
export type Surface = (request: SimulatedRequest) => Promise<SimulatedResponse | undefined>;
export type HttpOptions = {
  readonly simulators: ReadonlyMap<SimulatorName, Simulator>;
  readonly faults: Faults;
  readonly surfaces: readonly Surface[];
  /** A simulator may have changed. */
  readonly changed: (simulator: SimulatorName) => void;
};

export function createHttpServer(options: HttpOptions): Server {
  return createServer((incoming, outgoing) => {
    answer(options, incoming, outgoing).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      if (outgoing.headersSent) outgoing.destroy();
      else write(outgoing, { status: 500, body: { error: 'The simulator failed. Its own log says why.' } });
    });
  });
}

async function answer(options: HttpOptions, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = await read(incoming);
  if (request === undefined) {
    outgoing.setHeader('connection', 'close');
    return write(outgoing, { status: 413, body: { error: 'The body is larger than 2 MB.' } });
  }
  const routed = route(request);
  if (routed === undefined) {
    for (const surface of options.surfaces) {
      const response = await surface(request);
      if (response !== undefined) return write(outgoing, response);
    }
    return write(outgoing, { status: 404, body: { error: `Nothing is at ${request.path}. The simulators are at /${simulatorNames.join(', /')}.` } });
  }
  const simulator = options.simulators.get(routed.name);
  if (simulator === undefined) return write(outgoing, { status: 404, body: { error: `The simulator ${routed.name} was not started.` } });
  await simulate(options, simulator, routed.request, outgoing);
}

async function simulate(options: HttpOptions, simulator: Simulator, request: SimulatedRequest, outgoing: ServerResponse): Promise<void> {
  const settings = options.faults.of(simulator.name);
  if (settings.latencyMs > 0) await pause(settings.latencyMs);
  if (options.faults.happens(settings.throttle)) return write(outgoing, faultAnswers[simulator.name].throttled());
  if (options.faults.happens(settings.failBefore)) return write(outgoing, faultAnswers[simulator.name].failed(options.faults.happens(0.5) ? 500 : 503));
  const response = await simulator.handle(request);
  if (!isRead(request)) options.changed(simulator.name);
  if (options.faults.happens(settings.failAfter)) return void outgoing.destroy();
  write(outgoing, response);
}

/** `/aws/…` and so on. At the root, whatever is signed the AWS way is for AWS: its clients take a bare address as endpoint. */
function route(request: SimulatedRequest): { name: SimulatorName; request: SimulatedRequest } | undefined {
  const first = request.path.split('/', 2)[1] ?? '';
  const name = simulatorNames.find((candidate) => candidate === first);
  if (name !== undefined) {
    const path = request.path.slice(name.length + 1);
    return { name, request: { ...request, path: path.startsWith('/') ? path : `/${path}`, base: `${request.base}/${name}` } };
  }
  const signedForAws = request.headers['x-amz-target'] !== undefined || (request.headers.authorization ?? '').startsWith('AWS4-HMAC-SHA256');
  return signedForAws ? { name: 'aws', request } : undefined;
}

/** Reads leave the state as it is, so that a run that only reads writes no file. */
function isRead(request: SimulatedRequest): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true;
  return /\.(?:Get|List|Describe|Search)[A-Z]/.test(request.headers['x-amz-target'] ?? '');
}

async function read(incoming: IncomingMessage): Promise<SimulatedRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) return undefined;
    chunks.push(chunk);
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  const host = headers.host ?? 'localhost';
  const [path, search] = splitOnce(incoming.url ?? '/', '?');
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(search),
    headers,
    body: Buffer.concat(chunks),
    base: `http://${host}`,
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function write(outgoing: ServerResponse, response: SimulatedResponse): void {
  if (outgoing.destroyed) return;
  const { body } = response;
  const isJson = typeof body === 'object' && !Buffer.isBuffer(body);
  const bytes = body === undefined ? Buffer.alloc(0) : Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const bodiless = response.status === 204 || response.status === 304;
  outgoing.writeHead(response.status, {
    ...(isJson && body !== undefined ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    ...response.headers,
    ...(bodiless ? {} : { 'content-length': String(bytes.length) }),
  });
  outgoing.end(bodiless ? undefined : bytes);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
