import type { SimulatedRequest, SimulatedResponse } from '../../core/simulator.ts';

export type Parameters = Readonly<Record<string, string>>;
export type Handler = (request: SimulatedRequest, parameters: Parameters) => SimulatedResponse | Promise<SimulatedResponse>;
export type Route = { readonly method: string; readonly pattern: RegExp; readonly handler: Handler };

/** `:name` stands for one part of the path; anything else stands for itself. */
export function route(method: string, path: string, handler: Handler): Route {
  const source = path
    .replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replace(/:([a-z][A-Za-z]*)(?=\/|$|!)/g, '(?<$1>[^/:]+)')
    .replaceAll('!', ':');
  return { method, pattern: new RegExp(`^${source}$`), handler };
}

export type Found =
  | { readonly kind: 'route'; readonly run: Handler; readonly parameters: Parameters }
  | { readonly kind: 'method' }
  | { readonly kind: 'nothing' };

/** The handler of a request; `method` when the path is known under another method only. */
export function find(routes: readonly Route[], request: SimulatedRequest): Found {
  let known = false;
  for (const { method, pattern, handler } of routes) {
    const match = pattern.exec(request.path);
    if (match === null) continue;
    if (method === request.method) return { kind: 'route', run: handler, parameters: decoded(match.groups ?? {}) };
    known = true;
  }
  return { kind: known ? 'method' : 'nothing' };
}

function decoded(groups: Readonly<Record<string, string>>): Parameters {
  return Object.fromEntries(
    Object.entries(groups).map(([name, value]) => {
      try {
        return [name, decodeURIComponent(value)];
      } catch {
        return [name, value];
      }
    }),
  );
}
