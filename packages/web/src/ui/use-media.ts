import { useSyncExternalStore } from 'react';

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (notify) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', notify);
      return () => media.removeEventListener('change', notify);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Below 768 px: tables become cards, the nav becomes a bottom bar. */
export const usePhone = (): boolean => useMedia('(max-width: 767.9px)');
