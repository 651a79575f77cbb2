import type { ReactElement, ReactNode } from 'react';
import { Check } from 'lucide-react';
import { Header, Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { KeyHint } from './key-hint.tsx';
import { cx } from './cx.ts';

export type MenuEntry = {
  id: string;
  label: string;
  icon?: ReactNode;
  shortcut?: string;
  tone?: 'normal' | 'bad';
  isDisabled?: boolean;
  isSelected?: boolean;
  onAction: () => void;
};
export type MenuGroup = { id: string; title?: string; items: readonly MenuEntry[] };

export function MenuBody({ label, groups }: { label: string; groups: readonly MenuGroup[] }) {
  return (
    <AriaMenu aria-label={label} className="min-w-48 outline-none">
      {groups.map((group, index) => [
        index > 0 && <Separator key={`${group.id}-rule`} className="my-1 h-px bg-line" />,
        <MenuSection key={group.id} id={group.id} aria-label={group.title ?? label}>
          {group.title !== undefined && <Header className="px-2 pt-1 pb-0.5 text-11 font-medium text-faint">{group.title}</Header>}
          {group.items.map((item) => (
            <MenuItem
              key={item.id}
              id={item.id}
              textValue={item.label}
              isDisabled={item.isDisabled}
              onAction={item.onAction}
              className={cx(
                'flex min-h-8 items-center gap-2 rounded-[5px] px-2 text-13 outline-none data-focused:bg-hover data-disabled:text-faint max-md:min-h-10',
                item.tone === 'bad' && 'text-bad',
              )}
            >
              {item.icon}
              <span className="flex-1">{item.label}</span>
              {item.isSelected === true && <Check size={14} className="text-accent" aria-label="✓" />}
              {item.shortcut !== undefined && <KeyHint keys={item.shortcut} />}
            </MenuItem>
          ))}
        </MenuSection>,
      ])}
    </AriaMenu>
  );
}

/** `children` is the button that opens it (our Button or IconButton). */
export function Menu({
  label,
  groups,
  children,
  placement = 'bottom start',
}: {
  label: string;
  groups: readonly MenuGroup[];
  children: ReactElement;
  placement?: 'bottom start' | 'bottom end' | 'top start' | 'top end';
}) {
  return (
    <MenuTrigger>
      {children}
      <Popover placement={placement} className="enter rounded-popover border border-line bg-raised p-1 shadow-float outline-none">
        <MenuBody label={label} groups={groups} />
      </Popover>
    </MenuTrigger>
  );
}
