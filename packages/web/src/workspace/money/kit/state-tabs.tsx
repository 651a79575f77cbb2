import type { ReactNode } from 'react';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { Tabs } from '../../../ui/tabs.tsx';

/** Views of one list by state; which one is in the address. */
export function StateTabs({
  label,
  items,
  value,
  fallback,
}: {
  label: string;
  items: readonly { id: string; label: string; count?: ReactNode }[];
  value: string;
  fallback: string;
}) {
  const url = useUrlState();
  return <Tabs label={label} items={items} value={value} onChange={(id) => url.set({ state: id === fallback ? undefined : id, open: undefined })} />;
}
