import { useEffect, useEffectEvent, useState } from 'react';

const PAUSE_MS = 250;

/** Text that is told after a pause in typing, so that a word costs one request. A value from outside replaces what was typed. */
export function usePausedText(value: string, tell: (text: string) => void): [text: string, type: (text: string) => void] {
  const [state, setState] = useState({ text: value, seen: value, told: value });
  // The answer to what was told comes back as a value too; it must not undo the letters typed meanwhile.
  if (state.seen !== value) setState({ text: value === state.told ? state.text : value, seen: value, told: value });
  const { text } = state;
  const onPause = useEffectEvent(tell);
  useEffect(() => {
    const next = text.trim();
    if (next === value) return;
    const timer = setTimeout(() => {
      setState((now) => ({ ...now, told: next }));
      onPause(next);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  return [text, (next) => setState((now) => ({ ...now, text: next }))];
}
