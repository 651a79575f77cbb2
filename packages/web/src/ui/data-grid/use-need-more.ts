import { useEffect, useRef } from 'react';

/** Asks for the next page when the view comes near the last loaded row; never twice for the same number of rows. */
export function useNeedMore(lastShown: number, loaded: number, open: boolean, ask: (() => void) | undefined): void {
  const asked = useRef(-1);
  useEffect(() => {
    if (!open || ask === undefined || lastShown < loaded - 25 || asked.current === loaded) return;
    asked.current = loaded;
    ask();
  }, [lastShown, loaded, open, ask]);
}
