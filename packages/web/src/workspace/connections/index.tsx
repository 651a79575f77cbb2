export { ConnectionsScreen } from './connections-screen.tsx';
export { ConnectionScreen } from './connection-screen.tsx';
