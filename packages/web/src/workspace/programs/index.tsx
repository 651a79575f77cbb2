export { ProgramsScreen } from './programs-screen.tsx';
export { ProgramScreen } from './program-screen.tsx';
