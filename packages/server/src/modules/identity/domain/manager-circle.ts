/** Whether somebody would report to themselves, directly or through others. Circles that are there already end the walk. */
export function makesCircle(managers: ReadonlyMap<string, string | null>, person: string, manager: string): boolean {
  const passed = new Set<string>();
  for (let at: string | null = manager; at !== null && !passed.has(at); at = managers.get(at) ?? null) {
    if (at === person) return true;
    passed.add(at);
  }
  return false;
}
