import { useEffect, useRef } from 'react';

/** A page that was asked for and did not come (another read took its place, or it failed) is asked for again after this long. */
const AGAIN_MS = 1000;

/** Asks for the next page when the view comes near the last loaded row; once for a number of rows, unless they stay that many. */
export function useNeedMore(lastShown: number, loaded: number, open: boolean, ask: (() => void) | undefined): void {
  const asked = useRef({ loaded: -1, at: 0 });
  useEffect(() => {
    if (!open || ask === undefined || lastShown < loaded - 25) return undefined;
    const run = (): void => {
      asked.current = { loaded, at: Date.now() };
      ask();
    };
    const wait = asked.current.loaded === loaded ? asked.current.at + AGAIN_MS - Date.now() : 0;
    if (wait <= 0) {
      run();
      return undefined;
    }
    const timer = setTimeout(run, wait);
    return () => clearTimeout(timer);
  }, [lastShown, loaded, open, ask]);
}
