const KEY = 'entente.workspace';
const isSlug = (text: string | null): text is string => text !== null && /^[a-z0-9][a-z0-9-]{0,99}$/.test(text);

let chosen: string | undefined;

/** Live events and downloads cannot send a header: for them the workspace of the tab in use is in a cookie. */
function remember(): void {
  document.cookie = `${KEY}=${chosen ?? ''}; path=/; samesite=lax; max-age=${chosen === undefined ? 0 : 31_536_000}`;
}

/** Where this tab works: what a link asks for (`?workspace=`), else what the tab had, else the last choice in this browser. */
export function startWorkspace(): void {
  const here = new URL(location.href);
  const asked = here.searchParams.get('workspace');
  const known = [asked, sessionStorage.getItem(KEY), localStorage.getItem(KEY)].find(isSlug);
  if (known !== undefined) chooseWorkspace(known);
  if (asked !== null) {
    here.searchParams.delete('workspace');
    history.replaceState(history.state, '', here);
  }
  addEventListener('focus', () => {
    if (chosen !== undefined) remember();
  });
}

/** For a person with several workspaces. Each tab keeps its own; a new tab starts with the last one. */
export function chooseWorkspace(slug: string): void {
  chosen = slug;
  sessionStorage.setItem(KEY, slug);
  localStorage.setItem(KEY, slug);
  remember();
}

/** True when there was a choice: somebody else has signed in here, or the membership has ended. */
export function forgetWorkspace(): boolean {
  const had = chosen !== undefined;
  chosen = undefined;
  sessionStorage.removeItem(KEY);
  localStorage.removeItem(KEY);
  if (had) remember();
  return had;
}

export const workspaceHeader = (): Record<string, string> => (chosen === undefined ? {} : { 'entente-workspace': chosen });

/** `fetch` in the workspace of this tab. */
export const fetchInWorkspace: typeof fetch = (input, init) => fetch(input, { ...init, headers: { ...workspaceHeader(), ...plain(init?.headers) } });

const plain = (headers: HeadersInit | undefined): Record<string, string> => Object.fromEntries(new Headers(headers));
