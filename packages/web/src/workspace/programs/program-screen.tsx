export function ProgramScreen() {
  return null;
}
