import { type ReactNode, useEffect, useRef } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components';
import { cx } from './cx.ts';

export type TabItem = { id: string; label: string; count?: ReactNode; content?: ReactNode };

/** Without `content` the tabs are a row of views over one list; the caller shows what is chosen. */
export function Tabs({
  label,
  items,
  value,
  onChange,
  className,
}: {
  label: string;
  items: readonly TabItem[];
  value: string;
  onChange: (id: string) => void;
  className?: string;
}) {
  const list = useRef<HTMLDivElement>(null);
  const tabs = items.length;
  useEffect(() => {
    // Tabs are laid out after the first drawing, and their places are final a moment later.
    const frame = requestAnimationFrame(() => showChosen(list.current));
    return () => cancelAnimationFrame(frame);
  }, [value, tabs]);
  return (
    <AriaTabs selectedKey={value} onSelectionChange={(key) => onChange(String(key))} className={cx('min-w-0', className)}>
      <TabList ref={list} aria-label={label} className="flex gap-0.5 overflow-x-auto p-0.5">
        {items.map((item) => (
          <Tab
            key={item.id}
            id={item.id}
            className="flex h-7 items-center gap-1.5 rounded-control px-2.5 text-13 whitespace-nowrap text-muted outline-offset-[-1px] data-hovered:text-text data-selected:bg-hover data-selected:font-medium data-selected:text-text"
          >
            {item.label}
            {item.count !== undefined && <span className="num font-normal text-muted">{item.count}</span>}
          </Tab>
        ))}
      </TabList>
      {items.map((item) => (
        <TabPanel key={item.id} id={item.id} className={item.content === undefined ? 'sr-only' : 'pt-3 outline-none'}>
          {item.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}

/** Moves the row, never the page: on a phone the chosen tab may stand outside of what is seen. */
function showChosen(list: HTMLElement | null): void {
  const chosen = list?.querySelector('[role=tab][data-selected]');
  if (!list || !chosen) return;
  const [row, tab] = [list.getBoundingClientRect(), chosen.getBoundingClientRect()];
  if (tab.left < row.left) list.scrollBy({ left: tab.left - row.left - 2 });
  else if (tab.right > row.right) list.scrollBy({ left: tab.right - row.right + 2 });
}
