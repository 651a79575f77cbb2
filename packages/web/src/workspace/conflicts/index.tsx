export { ConflictsScreen } from './conflicts-screen.tsx';
