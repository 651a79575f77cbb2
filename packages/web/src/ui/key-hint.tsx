import { cx } from './cx.ts';

const apple = /Mac|iPhone|iPad/.test(navigator.platform);
const names: Record<string, string> = {
  mod: apple ? '⌘' : 'Ctrl',
  shift: '⇧',
  alt: apple ? '⌥' : 'Alt',
  enter: '↵',
  esc: 'Esc',
  space: 'Space',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
};

/** "mod+k" → ["Ctrl", "K"]; "g d" → ["G", "D"] */
export function keyNames(keys: string): string[] {
  return keys
    .split(/[+ ]/)
    .filter(Boolean)
    .map((key) => names[key.toLowerCase()] ?? (key.length === 1 ? key.toUpperCase() : key));
}

/** Seen, not read: the key is part of the catalogue, not of the name. Keys always read left to right, also in a right-to-left text. */
export function KeyHint({ keys, tone = 'muted' }: { keys: string; tone?: 'muted' | 'inherit' }) {
  return (
    <kbd dir="ltr" aria-hidden className={cx('inline-flex gap-0.5 font-sans text-11 font-medium', tone === 'muted' ? 'text-faint' : 'opacity-75')}>
      {keyNames(keys).map((name, index) => (
        <span key={index}>{name}</span>
      ))}
    </kbd>
  );
}
